/** The server writes through the same door as every desk: its own device, one a site. */
import { v7 as uuidv7 } from 'uuid';
import { sql, type Kysely } from 'kysely';
import type { DraftPatch } from '../../shared/commands/define.ts';
import { limits, protocolVersion, type LooseChange } from '../../shared/sync/wire/protocol.ts';
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

interface ServerWriter {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
}

/**
 * Applies changes in order, in the name of the site's own device. Several processes may (the command line beside
 * a running server): one after the other, since the device has one count.
 * @param writer its database a transaction of `asTheServer`, or none: then a few changes commit at a time
 * @throws Error where one is rejected: what the server writes is its own business to get right
 */
export async function applyAsServer(
  writer: ServerWriter,
  siteId: string,
  changes: Iterable<ServerChange>,
): Promise<void> {
  if (writer.db.isTransaction) return applyAlone(writer, siteId, changes);
  await writer.db.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(hashtextextended(${siteId}, 0))`.execute(holder);
    try {
      await applyAlone(writer, siteId, changes);
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${siteId}, 0))`.execute(holder);
    }
  });
}

/** What the server writes, inside and outside the rows of the site, as one transaction. */
export async function asTheServer(
  { db, clock }: ServerWriter,
  siteId: string,
  work: (writer: ServerWriter) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Before anything refers to the site's row, or two of these would wait for each other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${siteId}, 0))`.execute(trx);
    await work({ db: trx, clock });
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
      protocol: protocolVersion,
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
    .where('is_server', '=', true)
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
      is_server: true,
      renewed_from: null,
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
