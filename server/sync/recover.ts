/**
 * After a restore: takes what desks held beyond the backup (R8). A batch takes one number of the site, and is safe
 * to send again.
 */
import { v5 as uuidV5 } from 'uuid';
import { isEntityName } from '../../shared/entities/registry.ts';
import type { VerdictCode } from '../../shared/errors.ts';
import { judgeReturned, type ReturnRules } from '../../shared/sync/judge/judge-returned.ts';
import type { RecoverAnswer, RecoverRequest, ReturnedRow } from '../../shared/sync/wire/protocol.ts';
import { rowKey, type RowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import { RequestFailure } from '../request-failure.ts';
import type { PullContext } from './pull.ts';
import { isForeign, returnAbove } from './restores.ts';
import { DataRefused, StoreBusy, type SiteStore, type SiteTransaction } from './site-store.ts';

export interface RecoverContext extends PullContext {
  /** Trouble of the database, for the log. */
  onTrouble(error: unknown): void;
}

type Refused = RecoverAnswer['refused'][number];

/** @throws RequestFailure unavailable */
export async function recoverRows(
  store: SiteStore,
  context: RecoverContext,
  request: RecoverRequest,
): Promise<RecoverAnswer> {
  const taken = await takeRows(store, context, request);
  return { serverTime: context.now, ...taken };
}

interface Batch {
  /** The device's. */
  readonly epoch: string;
  readonly rows: readonly ReturnedRow[];
  readonly partial?: boolean | undefined;
}

interface Taken {
  /** The server's. */
  readonly epoch: string;
  readonly head: number;
  readonly above: number;
  readonly startsAt: number;
  readonly refused: Refused[];
}

async function takeRows(store: SiteStore, context: RecoverContext, batch: Batch): Promise<Taken> {
  try {
    return await store.push(context.siteId, (transaction) => takeBatch(transaction, context, batch));
  } catch (error) {
    if (!(error instanceof StoreBusy || error instanceof DataRefused)) throw error;
    context.onTrouble(error);
    if (error instanceof StoreBusy) {
      throw new RequestFailure('unavailable', 'The database is in trouble.', { retryAfter: 2 });
    }
    return takeAround(store, context, batch);
  }
}

/** The database took offence at a row: the others are taken without it. */
async function takeAround(
  store: SiteStore,
  context: RecoverContext,
  { rows, ...batch }: Batch,
): Promise<Taken> {
  const [only, second] = rows;
  if (only && !second) {
    const none = await takeRows(store, context, { ...batch, rows: [] });
    return { ...none, refused: [refusal(only, 'server_error')] };
  }
  const middle = Math.ceil(rows.length / 2);
  const first = await takeRows(store, context, { ...batch, rows: rows.slice(0, middle) });
  const rest = await takeRows(store, context, { ...batch, rows: rows.slice(middle) });
  return { ...rest, refused: [...first.refused, ...rest.refused] };
}

async function takeBatch(
  transaction: SiteTransaction,
  context: RecoverContext,
  { epoch: from, rows, partial = false }: Batch,
): Promise<Taken> {
  const { head, epoch } = transaction;
  // A device of this very life holds nothing that is not known here.
  const restores = await transaction.restores();
  const last = restores.at(-1);
  if (from === epoch) return { epoch, head, above: head, startsAt: last?.startsAt ?? 0, refused: [] };
  if (!last) throw new RequestFailure('unavailable', 'The epoch is changing just now.', { retryAfter: 2 });
  const rules: ReturnRules = {
    station: context.station,
    epoch: from,
    isPartial: partial,
    above: returnAbove(restores, from),
    upTo: last.startsAt,
    aboveOf: (epoch) => returnAbove(restores, epoch),
    since: last.lastChangeAt,
    isForeign: (version) => isForeign(restores, version),
    seq: head + 1,
    opId: uuidV5(`${epoch}:${head + 1}`, bytesOf(context.siteId)),
  };
  const known = new Map<string, ServerRow>();
  for (const row of await transaction.rows(keysOf(rows))) known.set(rowKey(row), row);
  const touched = new Map<string, ServerRow>();
  const refused: Refused[] = [];
  for (const row of rows) {
    const effect = judgeReturned(rules, row, touched.get(rowKey(row)) ?? known.get(rowKey(row)));
    if ('code' in effect) refused.push(refusal(row, effect.code));
    else for (const after of effect.rows) touched.set(rowKey(after), after);
  }
  if (touched.size > 0) await write(transaction, context, rules, [...touched.values()]);
  const reached = touched.size > 0 ? rules.seq : head;
  return { epoch, head: reached, above: rules.above, startsAt: rules.upTo, refused };
}

async function write(
  transaction: SiteTransaction,
  { deviceId, now }: RecoverContext,
  { seq, opId }: ReturnRules,
  rows: readonly ServerRow[],
): Promise<void> {
  const verdict = { opId, verdict: 'applied', code: null, message: null, seq, conflicts: null } as const;
  const audit = {
    deviceId,
    name: 'recover',
    actor: deviceId,
    occurredAt: now,
    receivedAt: now,
    payload: null,
  };
  await transaction.write({
    deviceId,
    opSeq: await transaction.lastOpSeq(deviceId),
    head: seq,
    ops: [],
    changes: [{ ...verdict, ...audit }],
    rows,
    // A removal that comes back was erased when it was made.
    erased: rows.filter((row) => row.data === null),
    ackedOpSeq: 0,
  });
}

function refusal({ entity, id }: ReturnedRow, code: VerdictCode): Refused {
  return { entity, id, code };
}

function keysOf(rows: readonly ReturnedRow[]): RowKey[] {
  const keys = new Map<string, RowKey>();
  for (const { entity, id } of rows)
    if (isEntityName(entity)) keys.set(rowKey({ entity, id }), { entity, id });
  return [...keys.values()];
}

/** A site's id may be a UUID of a variant the library refuses as a namespace. */
function bytesOf(id: string): Uint8Array {
  return Uint8Array.from(Buffer.from(id.replaceAll('-', ''), 'hex'));
}
