/** Names of what the house has, in the language of the screen. */
import type { TFunction } from 'i18next';
import type { LocalRow } from '../../data/database.ts';
import { nameIn } from '../../records/name-in.ts';
import type { Floor, Party } from './use-floor.ts';

export function drinkName(floor: Pick<Floor, 'menu'>, language: string, menuItemId: string | null): string {
  const item = floor.menu.find((one) => one.id === menuItemId);
  return item ? nameIn(language, item) : '—';
}

/** Without what is off it for good: that only keeps its name, for servings of before. */
export function drinksOnMenu(menu: Floor['menu']): Floor['menu'] {
  return menu.filter(({ outOfUse }) => !outOfUse);
}

/** @param servings that stand */
export function cupsOf(servings: Party['servings']): number {
  return servings.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** `休息区 A3` */
export function seatName(floor: Pick<Floor, 'areas'>, language: string, seat: LocalRow<'seat'>): string {
  const area = floor.areas.find((one) => one.id === seat.areaId);
  return area ? `${nameIn(language, area)} ${seat.name}` : seat.name;
}

/** The seats to choose from: those in use, in areas in use, and the one that is chosen already. */
export function offeredSeats(
  floor: Pick<Floor, 'areas' | 'seats'>,
  chosenId: string | null,
): readonly LocalRow<'seat'>[] {
  const closed = new Set(floor.areas.filter(({ outOfUse }) => outOfUse).map(({ id }) => id));
  return floor.seats.filter(
    ({ id, areaId, outOfUse }) => id === chosenId || (!outOfUse && !closed.has(areaId)),
  );
}

/** `周文 等 3 人` */
export function partyTitle(t: TFunction, { name, size }: Pick<Party, 'name' | 'size'>): string {
  const { people: count } = size;
  return count > 1 ? t('reception.floor.partyOf', { name, count }) : name;
}

/** `48 分钟`, `2 小时 5 分`, `1 天 2 小时`, `刚刚` */
export function stayWords(t: TFunction, milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('reception.floor.justNow');
  if (minutes < 120) return t('reception.floor.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return t('reception.floor.days', { days: Math.floor(hours / 24), hours: hours % 24 });
  return t('reception.floor.hours', { hours, minutes: minutes % 60 });
}

/** `A3`, `A3、未入座`: the seats of parties, by their own names. */
export function placesOf(t: TFunction, parties: readonly Pick<Party, 'seat'>[]): string {
  return parties
    .map(({ seat }) => seat?.name ?? t('reception.checkIn.noSeat'))
    .join(t('common.listSeparator'));
}
