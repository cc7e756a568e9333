/**
 * The site store in plain maps, for the simulation: the server's own push and pull without a database.
 *
 * Invariants: transactions of a site run one after the other; what a failed one wrote is not seen; a pull sees
 * one moment. Rows are replaced, never altered in place.
 */
import type { Scope } from '../../shared/entities/scopes.ts';
import { bucketOf, rowChecksum } from '../../shared/sync/wire/row-checksum.ts';
import type { Patch } from '../../shared/sync/wire/protocol.ts';
import type { Claim } from '../../shared/sync/judge/claim.ts';
import { rowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import { nextStart, outlivedRestore, type Restore } from './restores.ts';
import type {
  BucketSum,
  ChangeRecord,
  PulledRow,
  PushWrites,
  RolesSince,
  SiteSnapshot,
  SiteStore,
  SiteTransaction,
  TailPosition,
} from './site-store.ts';

export interface MemoryStore extends SiteStore {
  epochNow(): string;
  addRoles(siteId: string, entry: RolesSince): void;
  isRetired(siteId: string, deviceId: string): boolean;
  /** Everything kept of a site, for assertions. */
  rowsOf(siteId: string): readonly ServerRow[];
  changesOf(siteId: string): readonly ChangeRecord[];
  changeOf(siteId: string, opId: string): ChangeRecord | undefined;
  /** What the device sent under that number. */
  opUnder(siteId: string, deviceId: string, opSeq: number): string | undefined;
  /** All sites as they are now; devices are told from here on that it covers their changes. */
  backUp(): MemoryBackup;
  /** Begins a new life from the backup, as `server/backup/restore.ts` does in PostgreSQL. */
  restore(backup: MemoryBackup, epoch: string): void;
  backedUpTo(siteId: string): number;
  restoresOf(siteId: string): readonly Restore[];
}

export interface MemoryBackup {
  readonly epoch: string;
  readonly sites: ReadonlyMap<string, Site>;
}

interface MemoryStoreOptions {
  /** Random id of this life of the store (R8). */
  readonly epoch: string;
  /** Called after each commit that moved the site's head, as NOTIFY would be. */
  readonly onHead?: (siteId: string, head: number) => void;
  /** Called before each commit; throws StoreBusy or DataRefused to make it fail. */
  readonly beforeCommit?: (siteId: string, writes: PushWrites) => void;
}

interface Site {
  head: number;
  backedUpTo: number;
  compactedTo: number;
  readonly restores: Restore[];
  readonly rows: Map<string, ServerRow>;
  readonly changes: Map<string, ChangeRecord>;
  readonly opIdBySeq: Map<number, string>;
  /** opIds by device and opSeq. */
  readonly ops: Map<string, Map<number, string>>;
  readonly opSeqs: Map<string, number>;
  readonly roles: RolesSince[];
  readonly retired: Set<string>;
  readonly claims: Map<string, Claim>;
  /** The transaction the next one waits for. */
  last: Promise<unknown>;
}

/** Sites come into being when they are first named. */
export function createMemoryStore({ onHead, beforeCommit, ...options }: MemoryStoreOptions): MemoryStore {
  let { epoch } = options;
  let sites = new Map<string, Site>();
  const siteOf = (siteId: string): Site => {
    const site = sites.get(siteId) ?? emptySite();
    sites.set(siteId, site);
    return site;
  };
  return {
    epoch: async () => epoch,
    epochNow: () => epoch,
    push(siteId, work) {
      const site = siteOf(siteId);
      const run = site.last.then(async () => {
        const written: PushWrites[] = [];
        const claimed: (() => void)[] = [];
        const value = await work(transactionOn(site, epoch, { written, claimed }));
        for (const writes of written) beforeCommit?.(siteId, writes);
        const before = site.head;
        for (const writes of written) commit(site, writes);
        for (const keep of claimed) keep();
        if (site.head > before) onHead?.(siteId, site.head);
        return value;
      });
      site.last = run.catch(() => undefined);
      return run;
    },
    // Reads wait their turn too, so that they see no half of a commit.
    pull(siteId, work) {
      const site = siteOf(siteId);
      const run = site.last.then(() => work(snapshotOf(site, epoch)));
      site.last = run.catch(() => undefined);
      return run;
    },
    compact(siteId, before, limit) {
      const site = siteOf(siteId);
      const run = site.last.then(() => forgetRemovals(site, before, limit));
      site.last = run.catch(() => undefined);
      return run;
    },
    async retire(siteId, deviceId) {
      siteOf(siteId).retired.add(deviceId);
    },
    addRoles(siteId, entry) {
      const { roles } = siteOf(siteId);
      roles.push(entry);
      roles.sort((a, b) => a.since - b.since);
    },
    isRetired: (siteId, deviceId) => siteOf(siteId).retired.has(deviceId),
    rowsOf: (siteId) => [...siteOf(siteId).rows.values()],
    changeOf: (siteId, opId) => siteOf(siteId).changes.get(opId),
    opUnder: (siteId, deviceId, opSeq) => siteOf(siteId).ops.get(deviceId)?.get(opSeq),
    changesOf: (siteId) => [...siteOf(siteId).changes.values()],
    backUp() {
      const backup = { epoch, sites: copyOf(sites) };
      for (const site of sites.values()) site.backedUpTo = site.head;
      return backup;
    },
    restore(backup, next) {
      const heads = new Map([...sites].map(([siteId, { head }]) => [siteId, head]));
      sites = copyOf(backup.sites);
      for (const [siteId, site] of sites) beginLife(site, backup.epoch, heads.get(siteId) ?? 0);
      epoch = next;
    },
    backedUpTo: (siteId) => siteOf(siteId).backedUpTo,
    restoresOf: (siteId) => siteOf(siteId).restores,
  };
}

/** Stored values are never changed in place, so copying the collections is enough. */
function copyOf(sites: ReadonlyMap<string, Site>): Map<string, Site> {
  return new Map(
    [...sites].map(([siteId, site]) => [
      siteId,
      {
        ...site,
        restores: [...site.restores],
        rows: new Map(site.rows),
        changes: new Map(site.changes),
        opIdBySeq: new Map(site.opIdBySeq),
        ops: new Map([...site.ops].map(([deviceId, ops]) => [deviceId, new Map(ops)])),
        opSeqs: new Map(site.opSeqs),
        roles: [...site.roles],
        retired: new Set(site.retired),
        claims: new Map(site.claims),
        last: Promise.resolve(),
      },
    ]),
  );
}

function beginLife(site: Site, endedEpoch: string, replacedHead: number): void {
  const restoredTo = site.head;
  const lastChangeAt = Math.max(0, ...[...site.changes.values()].map(({ receivedAt }) => receivedAt));
  site.head = nextStart([restoredTo, replacedHead], 0);
  site.backedUpTo = restoredTo;
  site.restores.push({ endedEpoch, restoredTo, startsAt: site.head, lastChangeAt });
  // Counts of devices belong to an epoch, and so do claims.
  site.claims.clear();
  site.ops.clear();
  site.opSeqs.clear();
}

function emptySite(): Site {
  return {
    head: 0,
    backedUpTo: 0,
    compactedTo: 0,
    restores: [],
    rows: new Map(),
    changes: new Map(),
    opIdBySeq: new Map(),
    ops: new Map(),
    opSeqs: new Map(),
    roles: [],
    retired: new Set(),
    claims: new Map(),
    last: Promise.resolve(),
  };
}

/** What a transaction does once it commits. */
interface Effects {
  readonly written: PushWrites[];
  readonly claimed: (() => void)[];
}

function transactionOn(site: Site, epoch: string, { written, claimed }: Effects): SiteTransaction {
  return {
    epoch,
    head: site.head,
    lastOpSeq: async (deviceId) => site.opSeqs.get(deviceId) ?? 0,
    async opIdsAt(deviceId, from, to) {
      const ops = [...(site.ops.get(deviceId) ?? [])];
      return new Map(ops.filter(([opSeq]) => opSeq >= from && opSeq <= to));
    },
    async verdicts(opIds) {
      const found = opIds.flatMap((opId) => site.changes.get(opId) ?? []);
      return new Map(found.map((change) => [change.opId, change]));
    },
    rows: async (keys) => keys.flatMap((key) => site.rows.get(rowKey(key)) ?? []),
    async conflictsOf(keys) {
      const wanted = new Set(keys.map(rowKey));
      return [...site.rows.values()].filter(({ entity, data }) => {
        const told = { entity: String(data?.['entity']), id: String(data?.['rowId']) };
        return entity === 'conflict' && wanted.has(rowKey(told));
      });
    },
    roles: async (userIds) => site.roles.filter((entry) => userIds.includes(entry.userId)),
    claims: async (keys) => keys.flatMap((key) => site.claims.get(rowKey(key)) ?? []),
    async putClaim(claim) {
      claimed.push(() => site.claims.set(rowKey(claim), claim));
    },
    async endClaim(key) {
      claimed.push(() => site.claims.delete(rowKey(key)));
    },
    restores: async () => [...site.restores],
    async write(writes) {
      written.push(writes);
    },
  };
}

function commit(site: Site, writes: PushWrites): void {
  site.head = writes.head;
  site.opSeqs.set(writes.deviceId, writes.opSeq);
  const ops = site.ops.get(writes.deviceId) ?? new Map<number, string>();
  site.ops.set(writes.deviceId, ops);
  for (const { opSeq, opId } of writes.ops) ops.set(opSeq, opId);
  for (const change of writes.changes) {
    site.changes.set(change.opId, change);
    if (change.seq !== null) site.opIdBySeq.set(change.seq, change.opId);
  }
  for (const row of writes.rows) site.rows.set(rowKey(row), row);
  for (const key of writes.erased) site.claims.delete(rowKey(key));
  prune(site, ops, writes.ackedOpSeq);
  if (writes.erased.length > 0) erase(site, new Set(writes.erased.map(rowKey)));
}

function forgetRemovals(site: Site, before: number, limit: number): number {
  const receivedAt = ({ version }: ServerRow) =>
    site.changes.get(site.opIdBySeq.get(version) ?? '')?.receivedAt ?? Infinity;
  const old = [...site.rows.values()]
    .filter((row) => row.data === null && receivedAt(row) < before && !outlivedRestore(row, site.restores))
    .sort(byPosition)
    .slice(0, limit);
  for (const row of old) site.rows.delete(rowKey(row));
  for (const [key, { until }] of site.claims) if (until < before) site.claims.delete(key);
  site.compactedTo = Math.max(site.compactedTo, ...old.map(({ version }) => version));
  return old.length;
}

/** Verdict, opId and number of a change stay; what it said of an erased row goes (R5). */
function erase(site: Site, erased: ReadonlySet<string>): void {
  for (const change of site.changes.values()) {
    const payload = (change.payload as readonly Patch[] | null)?.map(({ set, ...patch }) =>
      set === undefined || erased.has(rowKey(patch)) ? patch : { ...patch, set },
    );
    const conflicts = change.conflicts?.filter((note) => !erased.has(rowKey(note)));
    site.changes.set(change.opId, {
      ...change,
      payload: payload ?? null,
      conflicts: conflicts && conflicts.length > 0 ? conflicts : null,
    });
  }
}

function prune(site: Site, ops: ReadonlyMap<number, string>, ackedOpSeq: number): void {
  for (let opSeq = ackedOpSeq; opSeq > 0; opSeq -= 1) {
    const change = site.changes.get(ops.get(opSeq) ?? '');
    if (!change || change.payload === null) return;
    site.changes.set(change.opId, { ...change, payload: null });
  }
}

function snapshotOf(site: Site, epoch: string): SiteSnapshot {
  return {
    epoch,
    head: site.head,
    backedUpTo: site.backedUpTo,
    compactedTo: site.compactedTo,
    lastOpSeq: async (deviceId) => site.opSeqs.get(deviceId) ?? 0,
    opIdOf: async (seq) => site.opIdBySeq.get(seq) ?? null,
    async tail(scopes, after, limit) {
      const above = visible(site, scopes).filter((row) => isAbove(row, after));
      return above.sort(byPosition).slice(0, limit);
    },
    async range(scopes, entity, after, limit) {
      const within = visible(site, scopes).filter(
        (row) => row.entity === entity && row.data !== null && (after === null || row.id > after),
      );
      return within.sort((a, b) => compare(a.id, b.id)).slice(0, limit);
    },
    async bucketSums(scopes, upTo) {
      const sums = new Map<string, BucketSum>();
      for (const row of visible(site, scopes)) {
        const { entity, id, version, data } = row;
        const bucket = bucketOf(id);
        const { sum } = sums.get(`${entity}:${bucket}`) ?? { sum: 0 };
        const own = data === null ? 0 : rowChecksum(entity, id, version, data);
        const isSettled = version <= upTo && sum !== null;
        sums.set(`${entity}:${bucket}`, { entity, bucket, sum: isSettled ? sum ^ own : null });
      }
      return [...sums.values()];
    },
    async bucket(scopes, { entity, bucket, after }, limit) {
      const within = visible(site, scopes).filter(
        ({ id, ...row }) =>
          row.entity === entity && bucketOf(id) === bucket && (after === null || id > after),
      );
      return within.sort((a, b) => compare(a.id, b.id)).slice(0, limit);
    },
  };
}

function visible(site: Site, scopes: readonly Scope[]): ServerRow[] {
  return [...site.rows.values()].filter((row) => scopes.includes(row.scope));
}

function isAbove(row: PulledRow, after: TailPosition): boolean {
  if (after.entity === null || after.id === null) return row.version > after.version;
  const { version, entity, id } = after;
  return byPosition(row, { version, entity, id, data: null }) > 0;
}

function byPosition(a: PulledRow, b: PulledRow): number {
  return a.version - b.version || compare(a.entity, b.entity) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
