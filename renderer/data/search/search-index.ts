/**
 * The search entries of all guests, in memory and current with the database.
 *
 *   start ─▶ restore: what was known last ─▶ answers ─▶ load: every row, page by page ─▶ exact, kept for next time
 *   a row changed ─▶ refresh its card; many rows at once ─▶ load
 */
import type { Table } from 'dexie';
import type { SearchEntry, SearchVehicle } from '../../../shared/rules/search/search-guests.ts';
import type { DeskDatabase, LocalRow } from '../database.ts';
import { nameReadings } from './name-readings.ts';
import { packEntries, unpackEntries } from './packed-entries.ts';
import { createShared, type Shared } from './shared-values.ts';

export interface SearchIndex {
  readonly entries: ReadonlyMap<string, SearchEntry>;
  /** Cars that belong to nobody, by id; none before the rows were read. */
  readonly strays: ReadonlyMap<string, SearchVehicle>;
  /** @returns false where nothing was kept */
  restore(): Promise<boolean>;
  load(): Promise<void>;
  refresh(changed: readonly ChangedRow[]): Promise<void>;
  /** For the next start; does nothing where that is kept already. */
  keep(): Promise<void>;
}

export interface ChangedRow {
  readonly entity: 'guestCard' | 'vehicle' | 'visit';
  readonly id: string;
}

/** Rows read at a time: a query does not wait for longer than it takes. */
const pageRows = 4_000;

export function createSearchIndex(db: DeskDatabase): SearchIndex {
  const entries = new Map<string, SearchEntry>();
  const strays = new Map<string, SearchVehicle>();
  const known: Known = { entries, strays, shared: createShared() };
  let kept: string | null = null;
  return {
    entries,
    strays,
    async restore() {
      const row = await db.meta.get('searchEntries');
      const found = row?.key === 'searchEntries' ? unpackEntries(row.value) : null;
      if (!row || !found) return false;
      kept = row.value as string;
      for (const entry of found) entries.set(entry.guestCardId, entry);
      return true;
    },
    load: () => loadAll(db, known),
    refresh: (changed) => refreshChanged(db, known, changed),
    async keep() {
      const value = packEntries(entries.values());
      if (value === kept) return;
      await db.transaction('rw', db.meta, async () => {
        // A desk that was shut out and wiped meanwhile keeps nobody's name (R9).
        if (!(await db.meta.get('device'))) return;
        await db.meta.put({ key: 'searchEntries', value });
        kept = value;
      });
    },
  };
}

interface Known {
  readonly entries: Map<string, SearchEntry>;
  readonly strays: Map<string, SearchVehicle>;
  readonly shared: Shared;
}

async function loadAll(db: DeskDatabase, known: Known): Promise<void> {
  const { entries, strays } = known;
  const vehiclesByCustomer = new Map<string, LocalRow<'vehicle'>[]>();
  strays.clear();
  await eachPage(db.vehicle, (vehicle) => {
    if (vehicle.customerId === null) {
      strays.set(vehicle.id, toVehicle(vehicle));
      return;
    }
    const own = vehiclesByCustomer.get(vehicle.customerId) ?? [];
    vehiclesByCustomer.set(vehicle.customerId, [...own, vehicle]);
  });
  const lastByCard = new Map<string, number>();
  await eachPage(db.visit, ({ guestCardId, arrivedAt, cancelledAt }) => {
    if (guestCardId === null || cancelledAt !== null) return;
    lastByCard.set(guestCardId, Math.max(arrivedAt, lastByCard.get(guestCardId) ?? 0));
  });
  const found = new Set<string>();
  await eachPage(db.guestCard, (card) => {
    const own = card.customerId === null ? [] : (vehiclesByCustomer.get(card.customerId) ?? []);
    found.add(card.id);
    entries.set(card.id, toEntry(known, card, own, lastByCard.get(card.id) ?? null));
  });
  for (const id of entries.keys()) if (!found.has(id)) entries.delete(id);
}

async function eachPage<Row extends { readonly id: string }>(
  table: Table<Row, string>,
  take: (row: Row) => void,
): Promise<void> {
  for (let after = ''; ;) {
    const page = await table.where('id').above(after).limit(pageRows).toArray();
    for (const row of page) take(row);
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = last.id;
  }
}

async function refreshChanged(db: DeskDatabase, known: Known, changed: readonly ChangedRow[]): Promise<void> {
  const { entries, strays } = known;
  const ids = (entity: ChangedRow['entity']) =>
    changed.filter((row) => row.entity === entity).map((row) => row.id);
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
    ...formerOwners(entries, new Set(ids('vehicle'))),
    ...ofVehicles,
    ...visits.flatMap((visit) => visit?.guestCardId ?? []),
  ]);
  for (const cardId of cardIds) await refreshCard(db, known, cardId);
}

/** Whose a car was, as far as the search knows: it may be another's by now, or nobody's. */
function formerOwners(entries: Map<string, SearchEntry>, vehicleIds: ReadonlySet<string>): string[] {
  if (vehicleIds.size === 0) return [];
  return [...entries.values()]
    .filter((entry) => entry.vehicles.some(({ id }) => vehicleIds.has(id)))
    .map((entry) => entry.guestCardId);
}

async function refreshCard(db: DeskDatabase, known: Known, cardId: string): Promise<void> {
  const card = await db.guestCard.get(cardId);
  if (!card) {
    known.entries.delete(cardId);
    return;
  }
  const [vehicles, visits] = await Promise.all([
    card.customerId === null ? [] : db.vehicle.where('customerId').equals(card.customerId).toArray(),
    db.visit.where('guestCardId').equals(cardId).toArray(),
  ]);
  const last = visits.filter((visit) => visit.cancelledAt === null).map((visit) => visit.arrivedAt);
  const lastVisitAt = last.length > 0 ? Math.max(...last) : null;
  known.entries.set(cardId, toEntry(known, card, vehicles, lastVisitAt));
}

function toEntry(
  { entries, shared }: Known,
  card: LocalRow<'guestCard'>,
  vehicles: readonly LocalRow<'vehicle'>[],
  lastVisitAt: number | null,
): SearchEntry {
  const before = entries.get(card.id);
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
