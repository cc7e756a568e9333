/** Words for values: the language of the screen, and the names of the rows that the values point to. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import type { LocalPatch } from '../../shared/sync/device/device-store.ts';
import type { DeskDatabase } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useNow, useTimeZone } from '../data/hooks.ts';
import { readCardsOfCustomers } from '../data/merged-guests.ts';
import type { Speaker } from './field-words.ts';

/** @param told whatever is to be said: every id in it gets its name */
export function useSpeaker(told: unknown): Speaker {
  const { db } = useDesk();
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const now = useNow(60_000);
  const timeZone = useTimeZone();
  const key = [...idsIn(told)].sort().join();
  const names = useLiveQuery(
    () => (key === '' ? new Map<string, string>() : readNames(db, key.split(','), language)),
    [db, key, language],
  );
  return { t, language, now, timeZone, nameOf: (id) => names?.get(id) ?? null };
}

/**
 * Of changes: their rows too, which may be new and so have a name in the change alone.
 * @param before what these hang on: a row that was never made has its name there
 */
export function useChangeSpeaker(
  patches: readonly LocalPatch[],
  before: readonly LocalPatch[] = [],
): Speaker {
  const speaker = useSpeaker(patches);
  const named = new Map<string, string>();
  for (const { id, set = {} } of [...before, ...patches]) {
    const name = set['partyName'] ?? set['name'];
    if (typeof name === 'string') named.set(id, name);
  }
  return { ...speaker, nameOf: (id) => speaker.nameOf(id) ?? named.get(id) ?? null };
}

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idsIn(told: unknown, found = new Set<string>()): Set<string> {
  if (typeof told === 'string' && idPattern.test(told)) found.add(told);
  else if (told instanceof Object) for (const part of Object.values(told)) idsIn(part, found);
  return found;
}

async function readNames(
  db: DeskDatabase,
  ids: readonly string[],
  language: string,
): Promise<Map<string, string>> {
  const inLanguage = (row: { readonly name: string; readonly nameEn: string | null }) =>
    (language === 'en' ? row.nameEn : null) ?? row.name;
  const [visits, cards, items, seats, areas, staff, customers, vehicles, preferences, sites] =
    await Promise.all([
      db.visit.bulkGet([...ids]),
      db.guestCard.bulkGet([...ids]),
      db.menuItem.bulkGet([...ids]),
      db.seat.bulkGet([...ids]),
      db.area.toArray(),
      db.staff.bulkGet([...ids]),
      readCardsOfCustomers(db, ids),
      db.vehicle.bulkGet([...ids]),
      db.preference.bulkGet([...ids]),
      db.siteSettings.bulkGet([...ids]),
    ]);
  const areaNames = new Map(areas.map((area) => [area.id, inLanguage(area)]));
  const guests = await db.guestCard.bulkGet(preferences.flatMap((one) => one?.guestCardId ?? []));
  const guestNames = new Map(guests.map((guest) => [guest?.id, guest?.name]));
  return new Map(
    [
      ...areas.map((area) => [area.id, inLanguage(area)] as const),
      ...visits.map((visit) => [visit?.id, visit?.partyName] as const),
      ...[...cards, ...staff, ...sites].map((row) => [row?.id, row?.name] as const),
      ...[...customers].map(([id, card]) => [id, card.name] as const),
      ...items.map((item) => [item?.id, item && inLanguage(item)] as const),
      ...seats.map(
        (seat) => [seat?.id, seat && [areaNames.get(seat.areaId), seat.name].join(' ').trim()] as const,
      ),
      ...vehicles.map((car) => [car?.id, car?.plate ?? car?.model] as const),
      ...preferences.map((one) => [one?.id, guestNames.get(one?.guestCardId)] as const),
    ].flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])),
  );
}
