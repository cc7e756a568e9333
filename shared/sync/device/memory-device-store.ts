/**
 * A device's store in plain maps, for the simulation and the unit tests of the engine.
 *
 * Purpose: answers as IndexedDB does (one contract for both: test/contract/device-store.test.ts), and can be copied.
 * Invariants: transactions run one after the other, as IndexedDB's would on the same tables; what a failed
 * one wrote is undone, its numbers too.
 *
 *   transact ─▶ copy of the maps ─▶ work ─ kept ───▶ the copy is what there is
 *                                       └─ failed ─▶ the copy is dropped
 */
import type { EntityName } from '../../entities/registry.ts';
import { entityNames } from '../../entities/registry.ts';
import type {
  AcknowledgedEntry,
  BaseRow,
  DeviceRecord,
  DeviceStore,
  DeviceTransaction,
  HeldClaim,
  KeptEntry,
  OutboxEntry,
  RejectedChange,
  StoredRow,
} from './device-store.ts';
import { addressKey } from './overlay.ts';

interface Tables {
  device: DeviceRecord | null;
  nextLocalSeq: number;
  rows: Map<EntityName, Map<string, StoredRow>>;
  bases: Map<string, BaseRow>;
  outbox: Map<number, OutboxEntry>;
  acknowledged: Map<number, AcknowledgedEntry>;
  kept: Map<number, KeptEntry>;
  claims: Map<string, HeldClaim>;
  attention: Map<string, RejectedChange>;
}

export interface MemoryDeviceStore extends DeviceStore {
  /** Everything kept, for assertions and for copying a profile. */
  snapshot(): Tables;
  restore(tables: Tables): void;
}

export function createMemoryDeviceStore(): MemoryDeviceStore {
  let tables = emptyTables();
  let last: Promise<unknown> = Promise.resolve();
  return {
    transact(mode, _touches, work) {
      const run = last.then(async () => {
        const working = mode === 'write' ? copyOf(tables) : tables;
        const value = await work(transactionOn(working));
        tables = working;
        return value;
      });
      last = run.catch(() => undefined);
      return run;
    },
    snapshot: () => copyOf(tables),
    restore: (saved) => {
      tables = copyOf(saved);
    },
  };
}

function emptyTables(): Tables {
  return {
    device: null,
    nextLocalSeq: 1,
    rows: new Map(entityNames.map((name) => [name, new Map<string, StoredRow>()])),
    bases: new Map(),
    outbox: new Map(),
    acknowledged: new Map(),
    kept: new Map(),
    claims: new Map(),
    attention: new Map(),
  };
}

/** Stored values are never changed in place, so copying the maps is enough. */
function copyOf(tables: Tables): Tables {
  return {
    ...tables,
    rows: new Map([...tables.rows].map(([entity, rows]) => [entity, new Map(rows)])),
    bases: new Map(tables.bases),
    outbox: new Map(tables.outbox),
    acknowledged: new Map(tables.acknowledged),
    kept: new Map(tables.kept),
    claims: new Map(tables.claims),
    attention: new Map(tables.attention),
  };
}

function transactionOn(tables: Tables): DeviceTransaction {
  const rowsOf = (entity: EntityName) => tables.rows.get(entity) as Map<string, StoredRow>;
  const bySeq = <Entry extends { localSeq: number }>(entries: Map<number, Entry>) =>
    [...entries.values()].sort((a, b) => a.localSeq - b.localSeq);
  return {
    getDevice: async () => tables.device,
    putDevice: async (device) => void (tables.device = device),
    getRows: async (entity, ids) => ids.map((id) => rowsOf(entity).get(id)),
    putRows: async (entity, rows) => rows.forEach((row) => rowsOf(entity).set(row.id, row)),
    deleteRows: async (entity, ids) => ids.forEach((id) => rowsOf(entity).delete(id)),
    rowIds: async (entity, after, through) =>
      [...rowsOf(entity).keys()].filter((id) => isWithin(id, after, through)).sort(),
    rowsAfter: async (entity, after, limit) =>
      [...rowsOf(entity).values()]
        .filter((row) => isWithin(row.id, after, null))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    rowsBy: async (entity, index, value) =>
      [...rowsOf(entity).values()]
        .filter((row) => row[index] === value)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    getBases: async (addresses) => addresses.map((address) => tables.bases.get(addressKey(address))),
    basesOf: async (entity, after, through) =>
      [...tables.bases.values()]
        .filter((base) => base.entity === entity && isWithin(base.id, after, through))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    putBases: async (bases) => bases.forEach((base) => tables.bases.set(addressKey(base), base)),
    deleteBases: async (addresses) =>
      addresses.forEach((address) => tables.bases.delete(addressKey(address))),
    addToOutbox: async (change) => {
      const localSeq = tables.nextLocalSeq++;
      tables.outbox.set(localSeq, { ...change, localSeq });
      return localSeq;
    },
    oldestInOutbox: async (limit, above = 0) =>
      bySeq(tables.outbox)
        .filter(({ localSeq }) => localSeq > above)
        .slice(0, limit),
    outboxSeqs: async () => [...tables.outbox.keys()].sort((a, b) => a - b),
    getFromOutbox: async (localSeqs) => localSeqs.flatMap((localSeq) => tables.outbox.get(localSeq) ?? []),
    putInOutbox: async (entries) => entries.forEach((entry) => tables.outbox.set(entry.localSeq, entry)),
    deleteFromOutbox: async (localSeqs) => localSeqs.forEach((localSeq) => tables.outbox.delete(localSeq)),
    getPending: async (localSeqs) =>
      localSeqs.flatMap((localSeq) => tables.outbox.get(localSeq) ?? tables.acknowledged.get(localSeq) ?? []),
    allAcknowledged: async () => bySeq(tables.acknowledged),
    putAcknowledged: async (entries) =>
      entries.forEach((entry) => tables.acknowledged.set(entry.localSeq, entry)),
    deleteAcknowledged: async (localSeqs) =>
      localSeqs.forEach((localSeq) => tables.acknowledged.delete(localSeq)),
    oldestKept: async (limit) => bySeq(tables.kept).slice(0, limit),
    putKept: async (entries) => entries.forEach((entry) => tables.kept.set(entry.localSeq, entry)),
    deleteKept: async (localSeqs) => localSeqs.forEach((localSeq) => tables.kept.delete(localSeq)),
    allClaims: async () => [...tables.claims.values()],
    putClaims: async (claims) => claims.forEach((claim) => tables.claims.set(addressKey(claim), claim)),
    deleteClaims: async (addresses) =>
      addresses.forEach((address) => tables.claims.delete(addressKey(address))),
    rejectedIds: async () => [...tables.attention.keys()].sort(),
    getRejected: async (opId) => tables.attention.get(opId),
    putRejected: async (changes) => changes.forEach((change) => tables.attention.set(change.opId, change)),
    deleteRejected: async (opId) => void tables.attention.delete(opId),
  };
}

function isWithin(id: string, after: string | null, through: string | null): boolean {
  return (after === null || id > after) && (through === null || id <= through);
}
