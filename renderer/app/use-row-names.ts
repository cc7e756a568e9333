/** Names of the rows that changes speak of, so that a list of changes says who and what instead of ids. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import type { LocalPatch } from '../../shared/sync/device-store.ts';
import type { DeskDatabase } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';

export type NameOf = (id: string) => string | null;

/** Fields that point to a row with a name. */
export const referenceFields = ['visitId', 'guestCardId', 'menuItemId', 'seatId'] as const;

/** @returns null for what has no name, or is not on this device */
export function useRowNames(patches: readonly LocalPatch[]): NameOf {
  const { db } = useDesk();
  const { i18n } = useTranslation();
  const ids = [...new Set(patches.flatMap(idsOf))].sort();
  const key = ids.join();
  const names = useLiveQuery(() => readNames(db, key.split(','), i18n.language), [db, key, i18n.language]);
  return (id) => names?.get(id) ?? null;
}

function idsOf({ id, set }: LocalPatch): string[] {
  const referred = referenceFields.map((field) => set?.[field]);
  return [id, ...referred.filter((value) => typeof value === 'string')];
}

async function readNames(
  db: DeskDatabase,
  ids: readonly string[],
  language: string,
): Promise<Map<string, string>> {
  const [visits, cards, items, seats] = await Promise.all([
    db.visit.bulkGet([...ids]),
    db.guestCard.bulkGet([...ids]),
    db.menuItem.bulkGet([...ids]),
    db.seat.bulkGet([...ids]),
  ]);
  return new Map(
    [
      ...visits.map((visit) => [visit?.id, visit?.partyName] as const),
      ...cards.map((card) => [card?.id, card?.name] as const),
      ...items.map((item) => [item?.id, (language === 'en' ? item?.nameEn : null) ?? item?.name] as const),
      ...seats.map((seat) => [seat?.id, seat?.name] as const),
    ].flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])),
  );
}
