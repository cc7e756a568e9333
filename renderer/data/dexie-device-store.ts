/** The engine's store on IndexedDB. Inside a transaction only Dexie's promises are awaited. */
import type { Table } from 'dexie';
import type { EntityName } from '../../shared/entities/registry.ts';
import type {
  DeviceStore,
  DeviceTransaction,
  OutboxEntry,
  PendingChange,
  StoredRow,
} from '../../shared/sync/device-store.ts';
import { openAgain, type DeskDatabase } from './database.ts';
import { toStorageFailure } from './storage-failure.ts';

export function createDexieDeviceStore(db: DeskDatabase): DeviceStore {
  const operations = operationsOn(db);
  return {
    async transact(mode, touches, work) {
      const tables = [
        db.meta,
        db.base,
        db.outbox,
        db.acknowledged,
        db.attention,
        ...touches.map((entity) => db.table(entity)),
      ];
      const attempt = async () => {
        await openAgain(db);
        // An async function: by that Dexie knows to follow native awaits.
        return db.transaction(mode === 'read' ? 'r' : 'rw', tables, async () => work(operations));
      };
      try {
        return await attempt().catch((error: unknown) => {
          if (!wasCutOff(db, error)) throw error;
          return attempt();
        });
      } catch (error) {
        throw toStorageFailure(error) ?? error;
      }
    },
  };
}

/**
 * The browser closed the database by force under the transaction, which kept nothing: what is the matter, if
 * anything still is, shows in the next one.
 */
function wasCutOff(db: DeskDatabase, error: unknown): boolean {
  return toStorageFailure(error)?.code === 'storage_unavailable' && !db.hasBeenClosed();
}

function operationsOn(db: DeskDatabase): DeviceTransaction {
  const rowsOf = (entity: EntityName) => db.table(entity) as Table<StoredRow, string>;
  return {
    getDevice: () => db.meta.get('device').then((row) => (row?.key === 'device' ? row.value : null)),
    putDevice: async (device) => void (await db.meta.put({ key: 'device', value: device })),
    getRows: (entity, ids) => bulkGet(rowsOf(entity), [...ids]),
    putRows: (entity, rows) => bulkPut(rowsOf(entity), rows),
    deleteRows: async (entity, ids) => {
      if (ids.length > 0) await rowsOf(entity).bulkDelete([...ids]);
    },
    rowIds: (entity, after, through) => keysWithin(rowsOf(entity), after, through),
    getBases: (addresses) =>
      bulkGet(
        db.base,
        addresses.map(({ entity, id }): [EntityName, string] => [entity, id]),
      ),
    basesOf: (entity) => db.base.where('[entity+id]').between([entity, ''], [entity, '\uffff']).toArray(),
    putBases: (bases) => bulkPut(db.base, bases),
    deleteBases: async (addresses) => {
      if (addresses.length > 0) await db.base.bulkDelete(addresses.map(({ entity, id }) => [entity, id]));
    },
    addToOutbox: (change) => db.outbox.add(change as OutboxEntry),
    oldestInOutbox: async (limit) =>
      limit === 0 ? [] : db.outbox.orderBy('localSeq').limit(limit).toArray(),
    putInOutbox: (entries) => bulkPut(db.outbox, entries),
    deleteFromOutbox: async (localSeqs) => {
      if (localSeqs.length > 0) await db.outbox.bulkDelete([...localSeqs]);
    },
    getPending: async (localSeqs) => {
      if (localSeqs.length === 0) return [];
      const waiting: (PendingChange | undefined)[] = await db.outbox.bulkGet([...localSeqs]);
      const missing = localSeqs.filter((_, index) => !waiting[index]);
      const acknowledged: (PendingChange | undefined)[] = await bulkGet(db.acknowledged, missing);
      return [...waiting, ...acknowledged].filter((change) => change !== undefined);
    },
    allAcknowledged: () => db.acknowledged.toArray(),
    putAcknowledged: (entries) => bulkPut(db.acknowledged, entries),
    deleteAcknowledged: async (localSeqs) => {
      if (localSeqs.length > 0) await db.acknowledged.bulkDelete([...localSeqs]);
    },
    getRejected: (opId) => db.attention.get(opId),
    putRejected: (changes) => bulkPut(db.attention, changes),
    deleteRejected: (opId) => db.attention.delete(opId),
  };
}

/** One request where one will do: a command's path is short. */
async function bulkGet<Item, Key>(table: Table<Item, Key>, keys: Key[]): Promise<(Item | undefined)[]> {
  if (keys.length === 0) return [];
  if (keys.length === 1) return [await table.get(keys[0] as Key)];
  return table.bulkGet(keys);
}

async function bulkPut<Item, Key>(table: Table<Item, Key>, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  if (items.length === 1) await table.put(items[0] as Item);
  else await table.bulkPut(items);
}

function keysWithin(
  table: Table<StoredRow, string>,
  after: string | null,
  through: string | null,
): Promise<string[]> {
  if (after === null && through === null) return table.toCollection().primaryKeys();
  if (through === null)
    return table
      .where('id')
      .above(after ?? '')
      .primaryKeys();
  return table
    .where('id')
    .between(after ?? '', through, after === null, true)
    .primaryKeys();
}
