/** Holds the search entries of all guests in memory, current with the database, and answers queries. */
import '../zod-without-eval.ts';
import { latestGuests, searchGuests, type SearchEntry } from '../../../shared/rules/search/search-guests.ts';
import { rowsChannelName, type RowsMessage } from '../sync-channel.ts';
import { createDeskDatabase, openAgain, type DeskDatabase, type LocalRow } from '../database.ts';
import { toStorageFailure } from '../storage-failure.ts';
import { nameReadings } from './name-readings.ts';
import type { SearchAnswer, SearchMessage } from './search-client.ts';

/** Rows that come in a burst are read together. */
const gatherMs = 40;

const entries = new Map<string, SearchEntry>();

self.addEventListener('message', (event: MessageEvent<SearchMessage>) => {
  const message = event.data;
  if (message.type === 'open') void open(createDeskDatabase(message.databaseName));
  if (message.type === 'query') answer(message);
});

function answer({ requestId, query, limit }: Extract<SearchMessage, { type: 'query' }>): void {
  const values = entries.values();
  const result =
    query.trim() === '' ? latestGuests(values, limit) : searchGuests(values, query, limit, Date.now());
  self.postMessage({ type: 'result', requestId, result } satisfies SearchAnswer);
}

async function open(db: DeskDatabase): Promise<void> {
  const pending = new Set<string>();
  let isLoaded = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function bringUpToDate(): Promise<void> {
    const keys = [...pending];
    pending.clear();
    try {
      await openAgain(db);
      if (isLoaded) await refresh(db, keys);
      else await load(db);
    } catch (error) {
      if (!toStorageFailure(error)) throw error;
      // The window tells of it; what could not be read comes with the next change.
      for (const key of keys) pending.add(key);
      return;
    }
    isLoaded = true;
    tellChanged();
  }

  const channel = new BroadcastChannel(rowsChannelName);
  channel.addEventListener('message', (event: MessageEvent<RowsMessage>) => {
    const { entity, ids } = event.data;
    if (entity !== 'guestCard' && entity !== 'vehicle' && entity !== 'visit') return;
    for (const id of ids ?? []) pending.add(`${entity}:${id}`);
    timer ??= setTimeout(() => {
      timer = null;
      void bringUpToDate();
    }, gatherMs);
  });
  await bringUpToDate();
}

function tellChanged(): void {
  self.postMessage({ type: 'changed', size: entries.size } satisfies SearchAnswer);
}

async function load(db: DeskDatabase): Promise<void> {
  const [cards, vehicles, visits] = await Promise.all([
    db.guestCard.toArray(),
    db.vehicle.toArray(),
    db.visit.toArray(),
  ]);
  const vehiclesByCustomer = groupBy(vehicles, (vehicle) => vehicle.customerId);
  const lastByCard = new Map<string, number>();
  for (const { guestCardId, arrivedAt, cancelledAt } of visits) {
    if (guestCardId === null || cancelledAt !== null) continue;
    lastByCard.set(guestCardId, Math.max(arrivedAt, lastByCard.get(guestCardId) ?? 0));
  }
  for (const card of cards) {
    const own = card.customerId === null ? [] : (vehiclesByCustomer.get(card.customerId) ?? []);
    entries.set(card.id, toEntry(card, own, lastByCard.get(card.id) ?? null));
  }
}

async function refresh(db: DeskDatabase, keys: readonly string[]): Promise<void> {
  const ids = (entity: string) =>
    keys.filter((key) => key.startsWith(`${entity}:`)).map((key) => key.slice(entity.length + 1));
  const [vehicles, visits] = await Promise.all([
    db.vehicle.bulkGet(ids('vehicle')),
    db.visit.bulkGet(ids('visit')),
  ]);
  const customerIds = vehicles.flatMap((vehicle) => vehicle?.customerId ?? []);
  const ofVehicles =
    customerIds.length > 0 ? await db.guestCard.where('customerId').anyOf(customerIds).primaryKeys() : [];
  const cardIds = new Set([
    ...ids('guestCard'),
    ...ofVehicles,
    ...visits.flatMap((visit) => visit?.guestCardId ?? []),
  ]);
  for (const cardId of cardIds) await refreshCard(db, cardId);
}

async function refreshCard(db: DeskDatabase, cardId: string): Promise<void> {
  const card = await db.guestCard.get(cardId);
  if (!card) {
    entries.delete(cardId);
    return;
  }
  const [vehicles, visits] = await Promise.all([
    card.customerId === null ? [] : db.vehicle.where('customerId').equals(card.customerId).toArray(),
    db.visit.where('guestCardId').equals(cardId).toArray(),
  ]);
  const last = visits.filter((visit) => visit.cancelledAt === null).map((visit) => visit.arrivedAt);
  entries.set(cardId, toEntry(card, vehicles, last.length > 0 ? Math.max(...last) : null));
}

function toEntry(
  card: LocalRow<'guestCard'>,
  vehicles: readonly LocalRow<'vehicle'>[],
  lastVisitAt: number | null,
): SearchEntry {
  const known = entries.get(card.id);
  const isSameName = known?.name === card.name && known.kind === card.kind;
  return {
    guestCardId: card.id,
    name: card.name,
    kind: card.kind,
    readings: isSameName ? known.readings : nameReadings(card.name, card.kind),
    phoneLast4: card.phoneLast4,
    vehicles: vehicles.map(({ id, plate, vin, model }) => ({ id, plate, vin, model })),
    lastVisitAt,
  };
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string | null): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = key(item);
    if (name === null) continue;
    const group = groups.get(name) ?? [];
    group.push(item);
    groups.set(name, group);
  }
  return groups;
}
