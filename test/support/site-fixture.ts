/** A site on one of the two stores, and devices that push to it and pull from it without a network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Station } from '../../shared/entities/stations.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type {
  AppliedMark,
  Change,
  ClaimAnswer,
  Patch,
  PullAnswer,
  PushAnswer,
  RecoverAnswer,
} from '../../shared/sync/wire/protocol.ts';
import { restoreBackup } from '../../server/backup/restore-backup.ts';
import { writeBackup } from '../../server/backup/write-backup.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import { protocolVersion } from '../../shared/sync/wire/protocol.ts';
import { migrate } from '../../server/db/migrations.ts';
import { claimRow, releaseClaim } from '../../server/sync/claims.ts';
import { createMemoryStore } from '../../server/sync/memory-store.ts';
import { createPgStore } from '../../server/sync/pg-store.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { pushChanges } from '../../server/sync/push.ts';
import { recoverRows } from '../../server/sync/recover.ts';
import type { SiteStore } from '../../server/sync/site-store.ts';
import { startPostgres } from './postgres.ts';

export interface StoreHost {
  readonly store: SiteStore;
  newSite(): Promise<string>;
  addDevice(siteId: string, deviceId: string, station: Station): Promise<void>;
  addUser(siteId: string, userId: string, roles: readonly Role[], since: number): Promise<void>;
  payloadOf(siteId: string, opId: string): Promise<unknown>;
  /** @returns puts everything back as it was, into a new epoch */
  backUp(): Promise<() => Promise<void>>;
  /** All that is kept of the site, as text. */
  kept(siteId: string): Promise<string>;
  stop(): Promise<void>;
}

export async function memoryHost(): Promise<StoreHost> {
  const store = createMemoryStore({ epoch: uuidv7() });
  return {
    store,
    newSite: async () => uuidv7(),
    addDevice: async () => undefined,
    addUser: async (siteId, userId, roles, since) => store.addRoles(siteId, { userId, roles, since }),
    payloadOf: async (siteId, opId) =>
      store.changesOf(siteId).find((change) => change.opId === opId)?.payload ?? null,
    async backUp() {
      const backup = store.backUp();
      return async () => store.restore(backup, uuidv7());
    },
    kept: async (siteId) => JSON.stringify([store.rowsOf(siteId), store.changesOf(siteId)]),
    stop: async () => undefined,
  };
}

export async function postgresHost(): Promise<
  StoreHost & { readonly connectionString: string; readonly pool: Pool }
> {
  const postgres = await startPostgres();
  const connectionString = await postgres.freshDatabase();
  const { db, pool, close } = connectDatabase({ connectionString }, 20);
  await migrate(pool);
  const store = createPgStore(db);
  const folder = await mkdtemp(join(tmpdir(), 'cr-desk-backup-'));
  return {
    ...{ connectionString, pool },
    store,
    async newSite() {
      const id = uuidv7();
      await db.insertInto('site').values({ id, name: 'Test', head: 0, created_at: 0 }).execute();
      return id;
    },
    async addDevice(siteId, deviceId, station) {
      const fixed = { name: 'desk', state: 'active', op_seq: 0, created_at: 0, last_seen_at: null } as const;
      const row = { site_id: siteId, id: deviceId, station, install_id: deviceId, token_hash: deviceId };
      await db
        .insertInto('device')
        .values({ ...fixed, ...row, op_epoch: await store.epoch() })
        .execute();
    },
    async addUser(siteId, userId, roles, since) {
      const row = { site_id: siteId, user_id: userId, since, roles: JSON.stringify(roles) };
      await db.insertInto('account_roles').values(row).execute();
    },
    async payloadOf(siteId, opId) {
      const found = await db
        .selectFrom('change')
        .select('payload')
        .where('site_id', '=', siteId)
        .where('op_id', '=', opId)
        .executeTakeFirst();
      return found?.payload ?? null;
    },
    async backUp() {
      const path = join(folder, uuidv7());
      await writeBackup({ pool, clock: Date.now, version: '9.9.9' }, { path, overwrite: false });
      const deps = { pool, clock: Date.now, notedHeads: new Map<string, number>() };
      return async () => void (await restoreBackup(deps, { path, replace: true }));
    },
    async kept(siteId) {
      const records = await db.selectFrom('record').selectAll().where('site_id', '=', siteId).execute();
      const changes = await db.selectFrom('change').selectAll().where('site_id', '=', siteId).execute();
      return JSON.stringify([records, changes]);
    },
    async stop() {
      await rm(folder, { recursive: true, force: true });
      await close();
      await postgres.stop();
    },
  };
}

/** A change as a test writes it; what it leaves out is filled in. */
export type ChangeDraft = Partial<Omit<Change, 'patches'>> & { readonly patches: readonly Patch[] };

export interface TestDevice {
  readonly id: string;
  readonly siteId: string;
  /** Pushes each draft as the device's next change. */
  push(...drafts: ChangeDraft[]): Promise<PushAnswer>;
  /** Pushes these changes as they are. */
  pushRaw(changes: readonly unknown[], ackedOpSeq?: number): Promise<PushAnswer>;
  /** The draft as the change that `push` would send next. */
  numbered(draft: ChangeDraft): Change;
  pull(cursor: string | null, limit?: number): Promise<PullAnswer>;
  /** Returns rows to a server that was restored since the device last knew its epoch. */
  recover(...rows: readonly unknown[]): Promise<RecoverAnswer>;
  /** The same of a bootstrap that has not come to its end. */
  recoverPart(...rows: readonly unknown[]): Promise<RecoverAnswer>;
  /** Asks for the row alone, for the desk itself. */
  claim(entity: string, id: string): Promise<ClaimAnswer>;
  release(entity: string, id: string, token: string): Promise<void>;
  /** Takes the server's epoch on; counts from 1. @returns the mark of a change that had number `seq` before */
  adopt(): Promise<(seq: number | undefined) => { readonly applied: AppliedMark }>;
  /** All pages until `more: false`. */
  pullAll(cursor: string | null, limit?: number): Promise<PullAnswer[]>;
}

export interface DeviceOptions {
  readonly station?: Station;
  readonly isServer?: boolean;
  readonly id?: string;
  /** Who acts where a draft names nobody; the desk itself where left out. */
  readonly actor?: string;
  readonly earlierIds?: readonly string[];
  /** The server's clock, UTC ms. */
  readonly now?: () => number;
  /** Today's where left out. */
  readonly protocol?: number;
}

export async function newDevice(
  host: StoreHost,
  siteId: string,
  options: DeviceOptions = {},
): Promise<TestDevice> {
  const { station = 'bar', isServer = false, id = uuidv7(), earlierIds = [], now = Date.now } = options;
  const { protocol = protocolVersion } = options;
  await host.addDevice(siteId, id, station);
  const { store } = host;
  let epoch = await store.epoch();
  const context = () => ({ siteId, deviceId: id, station, isServer, earlierIds, now: now(), ...logs });
  const claiming = () => ({ ...context(), newToken: uuidv7 });
  let opSeq = 0;
  const numbered = (draft: ChangeDraft): Change => {
    opSeq += 1;
    const fixed = { name: 'test', version: 1, actor: options.actor ?? id, occurredAt: now() };
    return { ...fixed, opId: uuidv7(), opSeq, ...draft, patches: [...draft.patches] };
  };
  const pushRaw = (changes: readonly unknown[], ackedOpSeq = 0) =>
    pushChanges(store, context(), { protocol, epoch, ackedOpSeq, changes: changes as Change[] });
  const pull = (cursor: string | null, limit = 1000) =>
    pullRows(store, context(), { protocol, epoch, cursor, limit });
  const recover = (rows: readonly unknown[], partial: boolean) =>
    recoverRows(
      store,
      { ...context(), onTrouble: () => undefined },
      { protocol, epoch, rows: rows as never, partial },
    );
  return {
    id,
    siteId,
    numbered,
    push: (...drafts) => pushRaw(drafts.map(numbered)),
    pushRaw,
    pull,
    recover: (...rows) => recover(rows, false),
    recoverPart: (...rows) => recover(rows, true),
    claim: (entity, rowId) =>
      claimRow(store, claiming(), { protocol, epoch, entity, id: rowId, actor: options.actor ?? id }),
    async release(entity, rowId, token) {
      await releaseClaim(store, claiming(), { protocol, epoch, entity, id: rowId, token });
    },
    async adopt() {
      const ended = epoch;
      epoch = await store.epoch();
      opSeq = 0;
      return (seq) => ({ applied: { epoch: ended, seq: seq ?? 0 } });
    },
    async pullAll(cursor, limit) {
      const pages = [await pull(cursor, limit)];
      for (let last = pages[0]; last?.more; last = pages.at(-1)) pages.push(await pull(last.cursor, limit));
      return pages;
    },
  };
}

/** A head at an office desk, who may erase. */
export async function newEraser(host: StoreHost, siteId: string): Promise<TestDevice> {
  const actor = uuidv7();
  await host.addUser(siteId, actor, ['head'], 0);
  return newDevice(host, siteId, { station: 'office', actor });
}

export const erasePatch = (entity: string, id: string, base = 0): Patch => ({
  entity,
  id,
  op: 'remove',
  base,
});

const logs = { onBusy: () => undefined, onRefused: () => undefined };

/** An anonymous guest's visit; the one entity most tests write. */
export function visitPatch(id: string, set: Record<string, unknown> = {}): Patch {
  const visit = { purpose: 'service', arrivedAt: 1_000, businessDay: '2026-11-24', ...set };
  return { entity: 'visit', id, op: 'create', base: 0, set: visit as NonNullable<Patch['set']> };
}

export function updatePatch(entity: string, id: string, base: number, set: Record<string, unknown>): Patch {
  return { entity, id, op: 'update', base, set: set as NonNullable<Patch['set']> };
}
