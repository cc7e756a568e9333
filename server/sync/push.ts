/**
 * A push: verdict per change, at most 100 changes and 1,000 patches a transaction (R1, R2, R3).
 *
 * The answer covers a prefix, and ends where it grows too long; whatever is the database's own trouble is `retry`, never a verdict.
 *
 *   push.ts  cuts into transactions, repeats one by one what the database refused
 *     └─ push-chunk.ts  one transaction: repetitions, clones, what is written
 *          └─ judge-chunk.ts  the verdict on each change, on the rows the earlier ones left
 */
import {
  claimsSince,
  limits,
  type ChangeResult,
  type LooseChange,
  type PushAnswer,
  type PushRequest,
} from '../../shared/sync/wire/protocol.ts';
import { RequestFailure } from '../request-failure.ts';
import { keysNamed, patchesOf } from './judge-chunk.ts';
import { requireEpoch } from './pull.ts';
import { pushChunk, rejectChange, type ChunkDone, type PushSoFar } from './push-chunk.ts';
import type { PushContext } from './push-context.ts';
import { DataRefused, StoreBusy, type SiteStore } from './site-store.ts';

/** @throws RequestFailure epoch_changed, op_seq_gap, device_cloned, malformed */
export async function pushChanges(
  store: SiteStore,
  context: PushContext,
  request: PushRequest,
): Promise<PushAnswer> {
  const { epoch } = request;
  // At once, before a place in the queue is taken; and once more within each transaction.
  requireEpoch(request, await store.epoch());
  requireConsecutive(request.changes);

  const results: ChangeResult[] = [];
  const rejected = new Set<string>();
  let position = { head: 0, lastOpSeq: 0 };
  let size: number = limits.changesPerTransaction;
  let rest = request.protocol < claimsSince ? request.changes.map(withoutClaims) : request.changes;
  do {
    const chunk = firstChunk(rest, size);
    const { ackedOpSeq } = request;
    const done = await takeChunk(ofEpoch(store, request), context, chunk, { ackedOpSeq, rejected });
    if (done === 'dataRefused') {
      // One of them is bad: find out which by taking them one by one.
      size = 1;
      continue;
    }
    results.push(...done.results);
    if ('isBusy' in done) {
      if (results.length === done.results.length) position = await positionOf(store, context);
      break;
    }
    position = done;
    for (const [index, { verdict }] of done.results.entries())
      if (verdict === 'rejected') keysNamed(chunk[index] as LooseChange).forEach((key) => rejected.add(key));
    rest = rest.slice(chunk.length);
  } while (rest.length > 0 && bytesOf(results) <= answerBytes);
  return { epoch, serverTime: context.now, ...position, results: withinAnswer(results) };
}

/** Another server may begin a new life of the database at any time (R8). */
function ofEpoch(store: SiteStore, request: PushRequest): SiteStore {
  return {
    ...store,
    push: (siteId, work) =>
      store.push(siteId, (transaction) => {
        requireEpoch(request, transaction.epoch);
        return work(transaction);
      }),
  };
}

/** UTF-8 bytes of the results of one answer, the first of them aside: the rest is asked for again. */
const answerBytes = limits.largePageBytes;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function withinAnswer(results: readonly ChangeResult[]): ChangeResult[] {
  let bytes = 0;
  const after = results.findIndex((result, index) => {
    bytes += bytesOf(result) + 1;
    return index > 0 && bytes > answerBytes;
  });
  return after === -1 ? [...results] : results.slice(0, after);
}

/** Never nothing: one change may have as many patches as a transaction. */
function firstChunk(changes: readonly LooseChange[], size: number): LooseChange[] {
  let patches = 0;
  const after = changes.findIndex((change, index) => {
    patches += patchesOf(change).length;
    return index > 0 && (index >= size || patches > limits.patchesPerChange);
  });
  return after === -1 ? [...changes] : changes.slice(0, after);
}

/** A client of a version without claims means nothing by the word: it edits what nobody has claimed (R12). */
function withoutClaims(change: LooseChange): LooseChange {
  const patches = change['patches'];
  if (!Array.isArray(patches)) return change;
  const plain = patches.map((patch: unknown) => {
    if (!(patch instanceof Object)) return patch;
    const { claim: _, ...rest } = patch as { readonly claim?: unknown };
    return rest;
  });
  return { ...change, patches: plain };
}

function requireConsecutive(changes: readonly LooseChange[]): void {
  const first = changes[0]?.opSeq ?? 1;
  const isConsecutive = changes.every((change, index) => change.opSeq === first + index);
  if (!isConsecutive) throw new RequestFailure('malformed', 'The opSeqs of a push follow each other.');
}

/** The database is in trouble: the prefix ends here. */
interface ChunkBusy {
  readonly results: ChangeResult[];
  readonly isBusy: true;
}

async function takeChunk(
  store: SiteStore,
  context: PushContext,
  chunk: readonly LooseChange[],
  soFar: PushSoFar,
): Promise<ChunkDone | ChunkBusy | 'dataRefused'> {
  try {
    const done = await store.push(context.siteId, (transaction) =>
      pushChunk(transaction, context, chunk, soFar),
    );
    if (!('cloned' in done)) return done;
  } catch (error) {
    if (!(error instanceof DataRefused)) return askToRetry(context, chunk, error);
    return chunk.length > 1 ? 'dataRefused' : takeBad(store, context, chunk, error);
  }
  await store.retire(context.siteId, context.deviceId);
  throw new RequestFailure('device_cloned', 'Another desk uses this profile: enrol again with renew.');
}

/** @throws what is no trouble of the database, a bug or a refusal of the request */
function askToRetry(context: PushContext, chunk: readonly LooseChange[], error: unknown): ChunkBusy {
  if (!(error instanceof StoreBusy)) throw error;
  context.onBusy(error);
  const [first] = chunk;
  if (!first) throw new RequestFailure('unavailable', 'The database is in trouble.', { retryAfter: 2 });
  return { results: [{ opId: first.opId, opSeq: first.opSeq, verdict: 'retry' }], isBusy: true };
}

async function takeBad(
  store: SiteStore,
  context: PushContext,
  chunk: readonly LooseChange[],
  cause: Error,
): Promise<ChunkDone | ChunkBusy> {
  try {
    const done = await store.push(context.siteId, (transaction) => rejectChange(transaction, context, chunk));
    context.onRefused(cause);
    return done;
  } catch (error) {
    return askToRetry(context, chunk, error);
  }
}

/** Where site and device stand, for an answer that only says `retry`; a database that is away is 503. */
function positionOf(store: SiteStore, context: PushContext) {
  return store.pull(context.siteId, async (snapshot) => ({
    head: snapshot.head,
    lastOpSeq: await snapshot.lastOpSeq(context.deviceId),
  }));
}
