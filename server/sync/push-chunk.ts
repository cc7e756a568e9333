/**
 * One transaction of a push: what was sent before, what is new, and everything that is written of it (R1, R2).
 *
 * Rows, verdicts, the device's position and the site's head commit together, or not at all.
 */
import { entityByName, isEntityName } from '../../shared/entities/registry.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import type { ChangeResult, LooseChange } from '../../shared/sync/wire/protocol.ts';
import { RequestFailure } from '../request-failure.ts';
import { auditOf, createJudge, keysNamed } from './judge-chunk.ts';
import type { PushContext } from './push-context.ts';
import type { ChangeRecord, SiteTransaction, StoredVerdict } from './site-store.ts';

export interface ChunkDone {
  readonly results: ChangeResult[];
  readonly head: number;
  readonly lastOpSeq: number;
}

export interface PushSoFar {
  readonly ackedOpSeq: number;
  /** Keys of the rows that changes of this push, rejected by now, would have written: no decision rests on them (R4). */
  readonly rejected: ReadonlySet<string>;
}

export async function pushChunk(
  transaction: SiteTransaction,
  context: PushContext,
  chunk: readonly LooseChange[],
  { ackedOpSeq, rejected }: PushSoFar,
): Promise<ChunkDone | { readonly cloned: true }> {
  const lastOpSeq = await transaction.lastOpSeq(context.deviceId);
  const first = chunk[0];
  if (!first) return { results: [], head: transaction.head, lastOpSeq };
  if (first.opSeq > lastOpSeq + 1) {
    throw new RequestFailure('op_seq_gap', `The next opSeq is ${lastOpSeq + 1}.`, { lastOpSeq });
  }
  if (await isCloned(transaction, context, chunk, lastOpSeq)) return { cloned: true };

  const verdicts = await transaction.verdicts(chunk.map((change) => change.opId));
  const fresh = chunk.filter((change) => !verdicts.has(change.opId));
  const again = chunk.filter((change) => verdicts.get(change.opId)?.verdict === 'rejected');
  const rejectedBefore = new Set([...rejected, ...again.flatMap(keysNamed)]);
  const judge = await createJudge(transaction, context, fresh, rejectedBefore);
  const changes: ChangeRecord[] = [];
  for (const change of fresh) {
    // The same opId twice in one push: the first one counts.
    if (verdicts.has(change.opId)) continue;
    const judged = judge.take(change);
    // Who knows the verdict beforehand, as the server's own device does, needs no payload kept for it (R2).
    const record = change.opSeq <= ackedOpSeq ? { ...judged, payload: null } : judged;
    changes.push(record);
    verdicts.set(change.opId, record);
  }
  const last = chunk.at(-1) as LooseChange;
  const done = { head: judge.head(), lastOpSeq: Math.max(lastOpSeq, last.opSeq) };
  const ops = chunk.filter((change) => change.opSeq > lastOpSeq).map(({ opSeq, opId }) => ({ opSeq, opId }));
  if (ops.length > 0) {
    const { deviceId } = context;
    await transaction.write({
      deviceId,
      opSeq: done.lastOpSeq,
      head: done.head,
      ops,
      changes,
      rows: judge.rows(),
      erased: judge.erased(),
      ackedOpSeq,
    });
  }
  return {
    ...done,
    results: chunk.map((change) => toResult(context, change, verdicts.get(change.opId) as StoredVerdict)),
  };
}

/** The database took offence at this one change's data: rejected, so that it wedges nobody. */
export async function rejectChange(
  transaction: SiteTransaction,
  context: PushContext,
  chunk: readonly LooseChange[],
): Promise<ChunkDone> {
  const change = chunk[0] as LooseChange;
  const record: ChangeRecord = {
    ...auditOf(change),
    payload: null,
    opId: change.opId,
    deviceId: context.deviceId,
    receivedAt: context.now,
    verdict: 'rejected',
    code: 'server_error',
    message: 'The database refused the data of this change.',
    seq: null,
    conflicts: null,
  };
  const { opSeq, opId } = change;
  await transaction.write({
    deviceId: context.deviceId,
    opSeq,
    head: transaction.head,
    ops: [{ opSeq, opId }],
    changes: [record],
    rows: [],
    erased: [],
    ackedOpSeq: 0,
  });
  return { results: [toResult(context, change, record)], head: transaction.head, lastOpSeq: opSeq };
}

/** A repetition has the same opSeq and the same opId; the same opSeq with another opId is a copied profile (R2). */
async function isCloned(
  transaction: SiteTransaction,
  context: PushContext,
  chunk: readonly LooseChange[],
  lastOpSeq: number,
): Promise<boolean> {
  const repeated = chunk.filter((change) => change.opSeq <= lastOpSeq);
  if (repeated.length === 0) return false;
  const known = await transaction.opIdsAt(
    context.deviceId,
    repeated[0]?.opSeq ?? 0,
    repeated.at(-1)?.opSeq ?? 0,
  );
  return repeated.some((change) => known.get(change.opSeq) !== change.opId);
}

function toResult(context: PushContext, { opId, opSeq }: LooseChange, stored: StoredVerdict): ChangeResult {
  // A station that may write a row but not read it is not told what others wrote there (R9).
  const scopes = receivedScopes(context.station);
  const conflicts = (stored.conflicts ?? []).filter(
    ({ entity }) => isEntityName(entity) && scopes.includes(entityByName(entity).scope),
  );
  return {
    opId,
    opSeq,
    verdict: stored.verdict,
    ...(stored.code ? { code: stored.code } : {}),
    ...(stored.message ? { message: stored.message } : {}),
    ...(stored.seq === null ? {} : { seq: stored.seq }),
    ...(conflicts.length > 0 ? { conflicts } : {}),
  };
}
