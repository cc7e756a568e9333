/** How many a seat takes, and whether a party is more than that. */
import type { TFunction } from 'i18next';
import type { LocalRow } from '../../data/database.ts';
import type { Floor } from './use-floor.ts';

type Seat = Pick<LocalRow<'seat'>, 'name' | 'capacity'>;

/** Who sits there already. @param ownId the party's own seat: of it nobody else is asked */
export function peopleOn({ parties }: Pick<Floor, 'parties'>, seatId: string, ownId: string | null): number {
  if (seatId === ownId) return 0;
  const there = parties.filter(({ visit }) => visit.seatId === seatId);
  return there.reduce((sum, { size }) => sum + size.people, 0);
}

/** `A4 可坐 4 人，这样共 12 人。`; null where they all fit, or nobody knows. */
export function narrowWords(t: TFunction, { name, capacity }: Seat, people: number): string | null {
  if (capacity === null || !(people > capacity)) return null;
  return t('reception.checkIn.narrow', { seat: name, people, capacity });
}

/** `空 · 4 位` */
export function freeWords(t: TFunction, capacity: number | null): string {
  return capacity === null ? t('reception.party.free') : t('reception.party.freeFor', { count: capacity });
}
