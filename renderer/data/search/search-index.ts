/**
 * The search entries of all guests, in memory and current with the database.
 *
 *   start ─▶ restore: what was known last ─▶ answers ─▶ load: every row, page by page ─▶ exact, kept for next time
 *   a row changed ─▶ refresh its card, also between two pages of a load; many rows at once ─▶ load
 *
 * Invariant: a guest who is refreshed during a load is known as the refresh says: what the load read of them may be
 * older.
 */
import { followMerges, type MergedCards } from '../../../shared/rules/merged-cards.ts';
import { counts, isMarked, isMistaken } from '../../../shared/rules/mistaken-cards.ts';
import { createGuestEntries, type GuestEntries } from '../../../shared/rules/search/guest-entries.ts';
import type { SearchEntry, SearchVehicle } from '../../../shared/rules/search/search-entry.ts';
import type { DeskDatabase, LocalRow } from '../database.ts';
import { eachRow, type Rest } from '../each-row.ts';
import { readAllMerges } from '../merged-guests.ts';
import { noteOfDesk } from '../note-of-desk.ts';
import { nameReadings } from './name-readings.ts';
import { packEntries, unpackEntries } from './packed-entries.ts';
import { createShared, type Shared } from './shared-values.ts';

export interface SearchIndex {
  readonly entries: GuestEntries;
  /** What else the guests are known by: the cards that were merged into theirs, without cars. */
  readonly merged: ReadonlyMap<string, SearchEntry>;
  /** Guests entered by mistake: in no search, and in a list only where it asks for them; none before the rows were read. */
  readonly mistaken: ReadonlyMap<string, SearchEntry>;
  rootOf(cardId: string): string;
  /** Cars that belong to nobody, by id; none before the rows were read. */
  readonly strays: ReadonlyMap<string, SearchVehicle>;
  /** @returns false where nothing was kept */
  restore(): Promise<boolean>;
  /** One at a time. @param rest between two pages of rows */
  load(rest?: Rest): Promise<void>;
  /** @returns false where only a load can tell: a visit that is gone no longer says whose it was */
  refresh(changed: readonly ChangedRow[]): Promise<boolean>;
  /** For the next start; does nothing where that is kept already. */
  keep(): Promise<void>;
}

export const searchedEntities = ['guestCard', 'customerMerge', 'vehicle', 'visit'] as const;

export interface ChangedRow {
  readonly entity: (typeof searchedEntities)[number];
  readonly id: string;
}

export function createSearchIndex(db: DeskDatabase): SearchIndex {
  const entries = createGuestEntries();
  const strays = new Map<string, SearchVehicle>();
  const merged = new Map<string, SearchEntry>();
  const mistaken = new Map<string, SearchEntry>();
  const merges = unreadMerges;
  const touched = { cards: new Set<string>(), vehicles: new Set<string>() };
  const known: Known = { entries, merged, mistaken, merges, strays, touched, shared: createShared() };
  let kept: string | null = null;
  return {
    ...{ entries, merged, mistaken, strays },
    rootOf: (cardId) => known.merges.rootOf(cardId),
    async restore() {
      const row = await db.meta.get('searchEntries');
      const found = row?.key === 'searchEntries' ? unpackEntries(row.value) : null;
      if (!row || !found) return false;
      kept = row.value as string;
      // What was refreshed while it was read is newer.
      for (const entry of found)
        if (!touched.cards.has(entry.guestCardId)) entries.set(withoutTouched(known, entry));
      return true;
    },
    load: (rest) => loadAll(db, known, rest),
    refresh: (changed) => refreshChanged(db, known, changed),
    async keep() {
      const value = packEntries(entries.values());
      if (value === kept) return;
      if (await noteOfDesk(db, { key: 'searchEntries', value })) kept = value;
    },
  };
}

/** Until the first load or refresh reads them. */
const unreadMerges = followMerges([]);

interface Known {
  readonly entries: GuestEntries;
  readonly merged: Map<string, SearchEntry>;
  readonly mistaken: Map<string, SearchEntry>;
  merges: MergedCards;
  readonly strays: Map<string, SearchVehicle>;
  /** Refreshed since the last load began. */
  readonly touched: Readonly<Record<'cards' | 'vehicles', Set<string>>>;
  readonly shared: Shared;
}

async function loadAll(db: DeskDatabase, known: Known, rest?: Rest): Promise<void> {
  const { entries, merged, mistaken, touched } = known;
  touched.cards.clear();
  touched.vehicles.clear();
  known.merges = await readAllMerges(db);
  const vehiclesByCustomer = await loadVehicles(db, known, rest);
  const lastByCard = await readLastVisits(db, known, rest);
  const found = { guests: new Set<string>(), merged: new Set<string>() };
  const marked = { ids: new Set<string>(), guests: [] as SearchEntry[] };
  await eachRow(
    db.guestCard,
    (card) => {
      if (touched.cards.has(card.id)) return;
      if (isMarked(card)) marked.ids.add(card.id);
      if (known.merges.mergedIds.has(card.id)) {
        found.merged.add(card.id);
        merged.set(card.id, toEntry(known, card, [], null));
        return;
      }
      const own = customersOf(known, card).flatMap((id) => vehiclesByCustomer.get(id) ?? []);
      const entry = withoutTouched(known, toEntry(known, card, own, lastByCard.get(card.id) ?? null));
      found.guests.add(card.id);
      // Whether one is a mistake is known with the last card: until then they stay where they are.
      if (isMarked(card)) marked.guests.push(entry);
      else place(known, entry, nothingMarked);
    },
    rest,
  );
  for (const entry of marked.guests)
    if (!touched.cards.has(entry.guestCardId)) place(known, entry, marked.ids);
  const isGone = (id: string, ids: ReadonlySet<string>) => !ids.has(id) && !touched.cards.has(id);
  for (const id of entries.keys()) if (isGone(id, found.guests)) entries.delete(id);
  for (const id of mistaken.keys()) if (isGone(id, found.guests)) mistaken.delete(id);
  for (const id of merged.keys()) if (isGone(id, found.merged)) merged.delete(id);
}

const nothingMarked: ReadonlySet<string> = new Set();

/** Whose car was refreshed meanwhile was refreshed as well: who was not has it no more. */
function withoutTouched({ touched }: Known, entry: SearchEntry): SearchEntry {
  if (!entry.vehicles.some(({ id }) => touched.vehicles.has(id))) return entry;
  return { ...entry, vehicles: entry.vehicles.filter(({ id }) => !touched.vehicles.has(id)) };
}

/** Cars by the customer who has them now; those of nobody stay aside. */
async function loadVehicles(
  db: DeskDatabase,
  { merges, strays, touched }: Known,
  rest: Rest | undefined,
): Promise<Map<string, LocalRow<'vehicle'>[]>> {
  const byCustomer = new Map<string, LocalRow<'vehicle'>[]>();
  const found = new Set<string>();
  await eachRow(
    db.vehicle,
    (vehicle) => {
      if (touched.vehicles.has(vehicle.id)) return;
      if (vehicle.customerId === null) {
        found.add(vehicle.id);
        strays.set(vehicle.id, toVehicle(vehicle));
        return;
      }
      const owner = merges.customerRootOf(vehicle.customerId);
      byCustomer.set(owner, [...(byCustomer.get(owner) ?? []), vehicle]);
    },
    rest,
  );
  for (const id of strays.keys()) if (!found.has(id) && !touched.vehicles.has(id)) strays.delete(id);
  return byCustomer;
}

/** By the card that is kept: when they were here last, UTC ms. */
async function readLastVisits(
  db: DeskDatabase,
  { merges }: Known,
  rest: Rest | undefined,
): Promise<Map<string, number>> {
  const lastByCard = new Map<string, number>();
  await eachRow(
    db.visit,
    ({ guestCardId, arrivedAt, cancelledAt }) => {
      if (guestCardId === null || !counts({ cancelledAt })) return;
      const root = merges.rootOf(guestCardId);
      lastByCard.set(root, Math.max(arrivedAt, lastByCard.get(root) ?? 0));
    },
    rest,
  );
  return lastByCard;
}

/** Among the guests, or aside where all their cards are marked and they never came. */
function place({ entries, mistaken, merges }: Known, entry: SearchEntry, marked: ReadonlySet<string>): void {
  const { guestCardId: id, lastVisitAt } = entry;
  const cards = merges.groupOf(id).cardIds.map((one) => ({ mistakenAt: marked.has(one) ? 0 : null }));
  if (isMistaken(cards, lastVisitAt !== null)) {
    mistaken.set(id, entry);
    entries.delete(id);
  } else {
    entries.set(entry);
    mistaken.delete(id);
  }
}

async function refreshChanged(
  db: DeskDatabase,
  known: Known,
  changed: readonly ChangedRow[],
): Promise<boolean> {
  const { strays, touched } = known;
  const ids = (entity: ChangedRow['entity']) =>
    changed.filter((row) => row.entity === entity).map((row) => row.id);
  for (const id of ids('vehicle')) touched.vehicles.add(id);
  // A start pulls at once, before the first load: without them whoever was merged would be a guest again.
  if (known.merges === unreadMerges) known.merges = await readAllMerges(db);
  const [vehicles, visits] = await Promise.all([
    db.vehicle.bulkGet(ids('vehicle')),
    db.visit.bulkGet(ids('visit')),
  ]);
  const customerIds = vehicles.flatMap((vehicle) => vehicle?.customerId ?? []);
  const ofVehicles =
    customerIds.length > 0 ? await db.guestCard.where('customerId').anyOf(customerIds).primaryKeys() : [];
  for (const id of ids('vehicle')) strays.delete(id);
  for (const vehicle of vehicles)
    if (vehicle?.customerId === null) strays.set(vehicle.id, toVehicle(vehicle));
  const cardIds = new Set([
    ...ids('guestCard'),
    ...formerOwners(known, new Set(ids('vehicle'))),
    ...ofVehicles,
    ...visits.flatMap((visit) => visit?.guestCardId ?? []),
  ]);
  for (const cardId of await mergedMeanwhile(db, known, ids('customerMerge'))) cardIds.add(cardId);
  for (const cardId of [...cardIds]) cardIds.add(known.merges.rootOf(cardId));
  for (const cardId of cardIds) await refreshCard(db, known, cardId);
  return visits.every((visit) => visit !== undefined);
}

/** Cards that lead somewhere else by now, with those they led to before. */
async function mergedMeanwhile(
  db: DeskDatabase,
  known: Known,
  mergeIds: readonly string[],
): Promise<string[]> {
  if (mergeIds.length === 0) return [];
  const before = known.merges;
  known.merges = await readAllMerges(db);
  const rows = await db.customerMerge.bulkGet([...mergeIds]);
  const named = rows.flatMap((row) => (row ? [row.guestCardId, row.intoCardId] : []));
  return named.flatMap((id) => [...before.groupOf(id).cardIds, ...known.merges.groupOf(id).cardIds]);
}

/** Whose a car was, as far as the search knows: it may be another's by now, or nobody's. */
function formerOwners({ entries, mistaken }: Known, vehicleIds: ReadonlySet<string>): string[] {
  if (vehicleIds.size === 0) return [];
  return [...entries.values(), ...mistaken.values()]
    .filter((entry) => entry.vehicles.some(({ id }) => vehicleIds.has(id)))
    .map((entry) => entry.guestCardId);
}

async function refreshCard(db: DeskDatabase, known: Known, cardId: string): Promise<void> {
  known.touched.cards.add(cardId);
  const card = await db.guestCard.get(cardId);
  if (!card || known.merges.mergedIds.has(cardId)) {
    if (card) known.merged.set(cardId, toEntry(known, card, [], null));
    else known.merged.delete(cardId);
    known.entries.delete(cardId);
    known.mistaken.delete(cardId);
    return;
  }
  known.merged.delete(cardId);
  const { cardIds } = known.merges.groupOf(cardId);
  const [vehicles, visits, cards] = await Promise.all([
    db.vehicle.where('customerId').anyOf(customersOf(known, card)).toArray(),
    db.visit.where('guestCardId').anyOf(cardIds).toArray(),
    isMarked(card) ? db.guestCard.bulkGet([...cardIds]) : [],
  ]);
  const last = visits.filter(counts).map((visit) => visit.arrivedAt);
  const lastVisitAt = last.length > 0 ? Math.max(...last) : null;
  const marked = new Set(cards.flatMap((one) => (one && isMarked(one) ? one.id : [])));
  place(known, toEntry(known, card, vehicles, lastVisitAt), marked);
}

/** Whose cars are this guest's: the customer of the card, and of those that were merged into it. */
function customersOf({ merges }: Known, { id, customerId }: LocalRow<'guestCard'>): string[] {
  const { customerIds } = merges.groupOf(id);
  return [...new Set(customerId === null ? customerIds : [customerId, ...customerIds])];
}

function toEntry(
  { entries, mistaken, shared }: Known,
  card: LocalRow<'guestCard'>,
  vehicles: readonly LocalRow<'vehicle'>[],
  lastVisitAt: number | null,
): SearchEntry {
  const before = entries.get(card.id) ?? mistaken.get(card.id);
  const isSameName = before?.name === card.name && before.kind === card.kind;
  return {
    guestCardId: card.id,
    name: card.name,
    kind: card.kind,
    readings: isSameName ? before.readings : nameReadings(card.name, card.kind).map(shared.list),
    phoneLast4: card.phoneLast4,
    birthMonthDay: card.birthMonthDay,
    flags: shared.list(card.flags),
    vehicles: vehicles.map((vehicle) => ({ ...toVehicle(vehicle), model: shared.text(vehicle.model) })),
    lastVisitAt,
  };
}

const toVehicle = ({ id, plate, vin, model }: LocalRow<'vehicle'>): SearchVehicle => ({
  id,
  plate,
  vin,
  model,
});
