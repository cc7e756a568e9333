/**
 * The engine's store, on IndexedDB itself: Dexie opens the database and reads for the screens, but its tables would
 * cost the first load and each command more than the disk does (docs/decisions/0005-device-store-without-dexie.md).
 * Inside a transaction nothing but its own requests is awaited.
 */
import type { EntityName } from '../../shared/entities/registry.ts';
import {
  StorageFailure,
  type AcknowledgedEntry,
  type BaseRow,
  type DeviceStore,
  type DeviceTransaction,
  type HeldClaim,
  type KeptEntry,
  type OutboxEntry,
  type PendingChange,
  type RejectedChange,
  type RowAddress,
  type StoredRow,
} from '../../shared/sync/device/device-store.ts';
import type { DeskDatabase, MetaRow } from './database.ts';
import { createMutationNotes, type MutationNotes } from './mutation-notes.ts';
import { toOpenFailure, toStorageFailure } from './storage-failure.ts';

const ownStores = ['meta', 'base', 'outbox', 'acknowledged', 'kept', 'claim', 'attention'] as const;

export function createIdbDeviceStore(db: DeskDatabase): DeviceStore {
  return {
    async transact(mode, touches, work) {
      const attempt = async () => {
        const transaction = await begin(db, mode === 'read' ? 'readonly' : 'readwrite', touches);
        const notes = createMutationNotes(db.name);
        const value = await kept(transaction, () => work(operationsOn(transaction, notes)));
        notes.tell();
        return value;
      };
      try {
        return await attempt().catch((error: unknown) => {
          if (!wasCutOff(db, error) && !isRefusedOnce(mode, error)) throw error;
          // Not on a connection that the browser is just about to close: it would never answer.
          db.close({ disableAutoOpen: false });
          return attempt().catch((later: unknown) => {
            // A full disk is what is the matter, also where the database is shut for it by now.
            throw isRefusedOnce(mode, error) && toStorageFailure(later) ? error : later;
          });
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

/**
 * Once a write found no space, Chromium refuses the next one as well, with room or without, and only then opens its
 * files anew: the second try tells the truth.
 */
function isRefusedOnce(mode: 'read' | 'write', error: unknown): boolean {
  return mode === 'write' && toStorageFailure(error)?.code === 'storage_full';
}

async function begin(
  db: DeskDatabase,
  mode: IDBTransactionMode,
  touches: readonly EntityName[],
): Promise<IDBTransaction> {
  const open = () => db.backendDB().transaction([...ownStores, ...touches], mode, { durability: 'strict' });
  await openUnlessClosed(db);
  try {
    return open();
  } catch (error) {
    // The browser itself may drop a connection, and says so to the next who uses it.
    if ((error as { name?: string }).name !== 'InvalidStateError') throw error;
    db.close({ disableAutoOpen: false });
    await openUnlessClosed(db);
    return open();
  }
}

async function openUnlessClosed(db: DeskDatabase): Promise<void> {
  if (db.isOpen()) return;
  // Closed on purpose, for a newer window: it stays so.
  if (db.hasBeenClosed()) throw new StorageFailure('storage_unavailable', 'closed');
  try {
    // Also after an opening that failed, say on a full disk.
    await db.open();
  } catch (error) {
    throw toOpenFailure(error) ?? error;
  }
}

/** What `work` gives, once all it wrote is on the disk; nothing of it is kept where it throws. */
function kept<Value>(transaction: IDBTransaction, work: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    let outcome: { readonly value: Value } | { readonly error: unknown } | null = null;
    transaction.addEventListener('complete', () => {
      if (outcome && 'value' in outcome) resolve(outcome.value);
      // It committed without waiting: something else than its own requests was awaited.
      else reject(new Error('The transaction ended before its work.'));
    });
    // The request that failed says why, rather than those that were given up with it.
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? (outcome && 'error' in outcome ? outcome.error : cutOff())),
    );
    // By then the browser has ended all that it knows of; one begun just before is known to nobody.
    transaction.db.addEventListener('close', () => reject(cutOff()));
    work().then(
      (value) => {
        outcome = { value };
        end(() => transaction.commit());
      },
      (error: unknown) => {
        outcome = { error };
        end(() => transaction.abort());
      },
    );
  });
}

const cutOff = () => new DOMException('The transaction was cut off.', 'AbortError');

/** Where it is over already, its event has told or will tell. */
function end(ending: () => void): void {
  try {
    ending();
  } catch (error) {
    if ((error as { name?: string }).name !== 'InvalidStateError') throw error;
  }
}

function operationsOn(transaction: IDBTransaction, notes: MutationNotes): DeviceTransaction {
  const on = <Item>(name: string) => storeOn<Item>(transaction, name, notes);
  const rowsOf = (entity: EntityName) => on<StoredRow>(entity);
  const base = on<BaseRow>('base');
  const outbox = on<OutboxEntry>('outbox');
  const acknowledged = on<AcknowledgedEntry>('acknowledged');
  const keptChanges = on<KeptEntry>('kept');
  const attention = on<RejectedChange>('attention');
  const claims = on<HeldClaim>('claim');
  const meta = on<MetaRow>('meta');
  return {
    async getDevice() {
      const [row] = await meta.get(['device']);
      return row?.key === 'device' ? row.value : null;
    },
    putDevice: (device) => meta.put([{ key: 'device', value: device }], 'key'),
    getRows: (entity, ids) => rowsOf(entity).get(ids),
    putRows: (entity, rows) => rowsOf(entity).put(rows, 'id'),
    deleteRows: (entity, ids) => rowsOf(entity).remove(ids),
    rowIds: (entity, after, through) => rowsOf(entity).keys(rangeOf(after, through)),
    // To IndexedDB no limit at all is one of 0.
    rowsAfter: async (entity, after, limit) =>
      limit === 0 ? [] : rowsOf(entity).all(rangeOf(after, null) ?? null, limit),
    rowsBy: (entity, index, value) => rowsOf(entity).under(index, value),
    getBases: (addresses) => base.get(addresses.map(baseKey)),
    basesOf: async (entity, after, through) => {
      const last = through ?? '\uffff';
      // Neither does IndexedDB take a range in which nothing can be.
      if (after !== null && after >= last) return [];
      return base.all(IDBKeyRange.bound([entity, after ?? ''], [entity, last], after !== null));
    },
    putBases: (bases) => base.put(bases, baseKey),
    deleteBases: (addresses) => base.remove(addresses.map(baseKey)),
    addToOutbox: (change) => outbox.add(change as OutboxEntry),
    oldestInOutbox: async (limit, above = 0) =>
      limit === 0 ? [] : outbox.all(above === 0 ? null : IDBKeyRange.lowerBound(above, true), limit),
    outboxSeqs: async () => (await outbox.keys(undefined)) as unknown as number[],
    getFromOutbox: async (localSeqs) => (await outbox.get(localSeqs)).filter((entry) => entry !== undefined),
    putInOutbox: (entries) => outbox.put(entries, 'localSeq'),
    deleteFromOutbox: (localSeqs) => outbox.remove(localSeqs),
    async getPending(localSeqs) {
      const waiting: (PendingChange | undefined)[] = await outbox.get(localSeqs);
      const others = await acknowledged.get(localSeqs.filter((_, index) => !waiting[index]));
      return [...waiting, ...others].filter((change) => change !== undefined);
    },
    allAcknowledged: () => acknowledged.all(null),
    putAcknowledged: (entries) => acknowledged.put(entries, 'localSeq'),
    deleteAcknowledged: (localSeqs) => acknowledged.remove(localSeqs),
    oldestKept: async (limit) => (limit === 0 ? [] : keptChanges.all(null, limit)),
    putKept: (entries) => keptChanges.put(entries, 'localSeq'),
    deleteKept: (localSeqs) => keptChanges.remove(localSeqs),
    allClaims: () => claims.all(null),
    putClaims: (held) => claims.put(held, baseKey),
    deleteClaims: (addresses) => claims.remove(addresses.map(baseKey)),
    rejectedIds: () => attention.keys(undefined),
    getRejected: async (opId) => (await attention.get([opId]))[0],
    putRejected: (changes) => attention.put(changes, 'opId'),
    deleteRejected: (opId) => attention.remove([opId]),
  };
}

const baseKey = ({ entity, id }: RowAddress): IDBValidKey & string[] => [entity, id];

type Key = string | number | string[];

interface StoreInTransaction<Item> {
  /** In the order of the keys. */
  get(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** null for no range at all: nothing. */
  keys(range: IDBKeyRange | undefined | null): Promise<string[]>;
  all(range: IDBKeyRange | null, limit?: number): Promise<Item[]>;
  under(index: string, value: Key): Promise<Item[]>;
  /** @param key where an item has its key */
  put(items: readonly Item[], key: (keyof Item & string) | ((item: Item) => Key)): Promise<void>;
  add(item: Item): Promise<number>;
  remove(keys: readonly Key[]): Promise<void>;
}

function storeOn<Item>(
  transaction: IDBTransaction,
  name: string,
  notes: MutationNotes,
): StoreInTransaction<Item> {
  let store: IDBObjectStore | null = null;
  const opened = () => (store ??= transaction.objectStore(name));
  return {
    async get(keys) {
      const requests = keys.map((key) => opened().get(key) as IDBRequest<Item | undefined>);
      const last = requests.at(-1);
      if (!last) return [];
      // They are answered in order: the last one's answer is the end of all.
      await answerOf(last);
      return requests.map((request) => request.result);
    },
    async keys(range) {
      if (range === null) return [];
      return (await answerOf(opened().getAllKeys(range))) as string[];
    },
    all: (range, limit = Infinity) =>
      answerOf<Item[]>(opened().getAll(range, limit === Infinity ? undefined : limit)),
    under: (index, value) => answerOf<Item[]>(opened().index(index).getAll(value)),
    // Not waited for: requests are done in order, and one that fails takes the transaction with it.
    async put(items, key) {
      for (const item of items) opened().put(item);
      const keyOf = typeof key === 'function' ? key : (item: Item) => item[key] as Key;
      if (items.length > 0) notes.written(opened(), items.map(keyOf), items);
    },
    async add(item) {
      const key = (await answerOf(opened().add(item))) as number;
      notes.written(opened(), [key], [item]);
      return key;
    },
    async remove(keys) {
      for (const key of keys) opened().delete(key);
      if (keys.length > 0) notes.removed(opened(), keys);
    },
  };
}

/** `after < id ≤ through`; undefined where both are open, null where nothing can be between. */
function rangeOf(after: string | null, through: string | null): IDBKeyRange | undefined | null {
  if (after === null) return through === null ? undefined : IDBKeyRange.upperBound(through);
  if (through === null) return IDBKeyRange.lowerBound(after, true);
  return after < through ? IDBKeyRange.bound(after, through, true, false) : null;
}

function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });
}
