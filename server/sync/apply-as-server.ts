/** The server writes through the same door as every desk: its own device, one a site (design.md §4). */
import { v7 as uuidv7 } from 'uuid';
import { sql, type Kysely } from 'kysely';
import type { DraftPatch } from '../../shared/commands/define.ts';
import { limits, type LooseChange } from '../../shared/sync/protocol.ts';
import { hashSecret, newToken } from '../auth/tokens.ts';
import type { Database } from '../db/schema.ts';
import { createPgStore } from './pg-store.ts';
import { pushChanges } from './push.ts';

export interface ServerChange {
  readonly name: string;
  /** UTC ms. */
  readonly occurredAt: number;
  readonly patches: readonly DraftPatch[];
}

export interface ServerWriter {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
}

/**
 * Applies changes in order, in the name of the site's own device. Several processes may (the command line beside
 * a running server): one after the other, since the device has one count.
 * @throws Error where one is rejected: what the server writes is its own business to get right
 */
export async function applyAsServer(
  writer: ServerWriter,
  siteId: string,
  changes: Iterable<ServerChange>,
): Promise<void> {
  await writer.db.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(hashtextextended(${siteId}, 0))`.execute(holder);
    try {
      await applyAlone(writer, siteId, changes);
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${siteId}, 0))`.execute(holder);
    }
  });
}

async function applyAlone(
  writer: ServerWriter,
  siteId: string,
  changes: Iterable<ServerChange>,
): Promise<void> {
  const store = createPgStore(writer.db);
  const epoch = await store.epoch();
  const deviceId = await serverDevice(writer, siteId, epoch);
  let opSeq = await store.push(siteId, (transaction) => transaction.lastOpSeq(deviceId));
  for (const batch of inBatches(changes, limits.changesPerTransaction)) {
    const sent = batch.map((change): LooseChange => toWire(change, deviceId, ++opSeq));
    const context = {
      siteId,
      deviceId,
      station: 'office' as const,
      isServer: true,
      earlierIds: [],
      now: writer.clock(),
      onBusy: raise,
      onRefused: raise,
    };
    const answer = await pushChanges(store, context, {
      protocol: 1,
      epoch,
      ackedOpSeq: opSeq,
      changes: sent,
    });
    const refused = answer.results.find((result) => result.verdict !== 'applied');
    if (refused)
      throw new Error(`The server's own change was not applied: ${refused.code} ${refused.message}`);
  }
}

function raise(error: unknown): never {
  throw error;
}

/** Nobody has its token: only this process acts for it. */
async function serverDevice({ db, clock }: ServerWriter, siteId: string, epoch: string): Promise<string> {
  const known = await db
    .selectFrom('device')
    .select('id')
    .where('site_id', '=', siteId)
    .where('install_id', '=', siteId)
    .executeTakeFirst();
  if (known) return known.id;
  const id = uuidv7();
  await db
    .insertInto('device')
    .values({
      site_id: siteId,
      id,
      name: 'server',
      station: 'office',
      install_id: siteId,
      token_hash: hashSecret(newToken()),
      state: 'active',
      op_seq: 0,
      op_epoch: epoch,
      created_at: clock(),
      last_seen_at: null,
    })
    .execute();
  return id;
}

function toWire({ name, occurredAt, patches }: ServerChange, deviceId: string, opSeq: number): LooseChange {
  const based = patches.map((patch) => ({ ...patch, base: 0 }));
  return { opId: uuidv7(), opSeq, name, version: 1, actor: deviceId, occurredAt, patches: based };
}

function* inBatches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
