/**
 * A push: verdict per change, at most 100 changes a transaction (R1, R2, R3).
 *
 * The answer covers the processed prefix; whatever is the database's own trouble is `retry`, never a verdict.
 */
import { entityByName, isEntityName } from '../../shared/entities/registry.ts';
import { receivedScopes, type Station } from '../../shared/entities/stations.ts';
import { id } from '../../shared/entities/fields.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { judgeChange, type Judge } from '../../shared/sync/judge-change.ts';
import {
  limits,
  type ChangeResult,
  type LooseChange,
  type PushAnswer,
  type PushRequest,
} from '../../shared/sync/protocol.ts';
import { rowKey, type ServerRow } from '../../shared/sync/server-row.ts';
import { RequestFailure } from '../request-failure.ts';
import {
  DataRefused,
  StoreBusy,
  type ChangeRecord,
  type RolesSince,
  type RowKey,
  type SiteStore,
  type SiteTransaction,
  type StoredVerdict,
} from './site-store.ts';

export interface PushContext {
  readonly siteId: string;
  readonly deviceId: string;
  readonly station: Station;
  /** The server's own device: writes what devices may not, with nobody's rights asked. */
  readonly isServer: boolean;
  /** Ids the same installation had before: a renewed desk may still mend what it created (R9). */
  readonly earlierIds: readonly string[];
  /** Server's clock, UTC ms. */
  readonly now: number;
  /** Trouble of the database, for the log. */
  onTrouble(error: unknown): void;
}

/** @throws RequestFailure epoch_changed, op_seq_gap, device_cloned, malformed */
export async function pushChanges(
  store: SiteStore,
  context: PushContext,
  request: PushRequest,
): Promise<PushAnswer> {
  const epoch = await store.epoch();
  if (request.epoch !== epoch)
    throw new RequestFailure('epoch_changed', 'The server was restored.', { epoch });
  requireConsecutive(request.changes);

  const results: ChangeResult[] = [];
  let position = { head: 0, lastOpSeq: 0 };
  let size: number = limits.changesPerTransaction;
  let rest = request.changes;
  do {
    const chunk = rest.slice(0, size);
    const done = await takeChunk(store, context, chunk, request.ackedOpSeq);
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
    rest = rest.slice(chunk.length);
  } while (rest.length > 0);
  return { epoch, serverTime: context.now, ...position, results };
}

interface ChunkDone {
  readonly results: ChangeResult[];
  readonly head: number;
  readonly lastOpSeq: number;
}

/** The database is in trouble: the prefix ends here. */
interface ChunkBusy {
  readonly results: ChangeResult[];
  readonly isBusy: true;
}

/** Where site and device stand, for an answer that only says `retry`; a database that is away is 503. */
function positionOf(store: SiteStore, context: PushContext) {
  return store.pull(context.siteId, async (snapshot) => ({
    head: snapshot.head,
    lastOpSeq: await snapshot.lastOpSeq(context.deviceId),
  }));
}

async function takeChunk(
  store: SiteStore,
  context: PushContext,
  chunk: readonly LooseChange[],
  ackedOpSeq: number,
): Promise<ChunkDone | ChunkBusy | 'dataRefused'> {
  try {
    const done = await store.push(context.siteId, (transaction) =>
      pushChunk(transaction, context, chunk, ackedOpSeq),
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
  context.onTrouble(error);
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
    return await store.push(context.siteId, (transaction) => rejectBad(transaction, context, chunk, cause));
  } catch (error) {
    return askToRetry(context, chunk, error);
  }
}

function requireConsecutive(changes: readonly LooseChange[]): void {
  const first = changes[0]?.opSeq ?? 1;
  const isConsecutive = changes.every((change, index) => change.opSeq === first + index);
  if (!isConsecutive) throw new RequestFailure('malformed', 'The opSeqs of a push follow each other.');
}

async function pushChunk(
  transaction: SiteTransaction,
  context: PushContext,
  chunk: readonly LooseChange[],
  ackedOpSeq: number,
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
  const judge = await createJudge(transaction, context, fresh);
  const changes: ChangeRecord[] = [];
  for (const change of fresh) {
    // The same opId twice in one push: the first one counts.
    if (verdicts.has(change.opId)) continue;
    const record = judge.take(change);
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
      ackedOpSeq,
    });
  }
  return {
    ...done,
    results: chunk.map((change) => toResult(context, change, verdicts.get(change.opId) as StoredVerdict)),
  };
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

/** Judges changes one after the other, each on the rows the earlier ones left. */
async function createJudge(
  transaction: SiteTransaction,
  context: PushContext,
  changes: readonly LooseChange[],
) {
  const rows = new Map<string, ServerRow>();
  const touched = new Map<string, ServerRow>();
  for (const row of await transaction.rows(keysOf(changes))) rows.set(rowKey(row), row);
  const roles = await transaction.roles(actorsOf(changes));
  const { deviceId, station, isServer } = context;
  const judge: Judge = {
    device: { id: deviceId, station, isServer, earlierIds: context.earlierIds },
    now: context.now,
    rolesOf: (userId, at) => rolesAt(roles, userId, at),
    row: (entity, rowId) => rows.get(rowKey({ entity, id: rowId })),
    // No entity is guarded yet: what such a change builds on is asked for with the first of them.
    buildsOnRejected: () => false,
  };
  let head = transaction.head;
  return {
    take(change: LooseChange): ChangeRecord {
      const judgement = judgeChange(judge, change, head + 1);
      const base = { opId: change.opId, deviceId, receivedAt: context.now, ...auditOf(change) };
      if (judgement.verdict === 'rejected') {
        const { verdict, code, message } = judgement;
        // Its content may be anything, and the device keeps it: only the verdict is stored.
        return { ...base, payload: null, verdict, code, message, seq: null, conflicts: null };
      }
      head += 1;
      for (const row of judgement.rows) {
        rows.set(rowKey(row), row);
        touched.set(rowKey(row), row);
      }
      const conflicts = judgement.conflicts.length > 0 ? judgement.conflicts : null;
      return { ...base, verdict: 'applied', code: null, message: null, seq: head, conflicts };
    },
    head: () => head,
    rows: () => [...touched.values()],
  };
}

function rolesAt(
  history: readonly RolesSince[],
  userId: string,
  instant: number,
): readonly Role[] | undefined {
  const own = history.filter((entry) => entry.userId === userId);
  const current = own.filter((entry) => entry.since <= instant).at(-1);
  // Before the account was made the first roles count: a desk's clock may run behind the server's.
  return (current ?? own[0])?.roles;
}

/** What can be read of a change that may be malformed. */
function auditOf(change: LooseChange) {
  const { name, actor, occurredAt } = change;
  return {
    name: storable(name) ?? '',
    actor: storable(actor),
    occurredAt: Number.isSafeInteger(occurredAt) ? (occurredAt as number) : null,
    payload: change['patches'] ?? null,
  };
}

/** PostgreSQL keeps no U+0000, and no half of a surrogate pair. */
function storable(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed().slice(0, 100) : null;
}

function patchesOf(change: LooseChange): { entity?: unknown; id?: unknown }[] {
  const patches = change['patches'];
  return Array.isArray(patches) ? patches.filter((patch) => patch instanceof Object) : [];
}

function keysOf(changes: readonly LooseChange[]): RowKey[] {
  const keys = new Map<string, RowKey>();
  for (const { entity, id } of changes.flatMap(patchesOf)) {
    if (typeof entity !== 'string' || !isId(id) || !isEntityName(entity)) continue;
    keys.set(`${entity}:${id}`, { entity, id });
  }
  return [...keys.values()];
}

function actorsOf(changes: readonly LooseChange[]): string[] {
  return [...new Set(changes.map((change) => change['actor']).filter(isId))];
}

const idSchema = id();

/** What is no id is left to the change's own verdict; the database would take offence at it. */
function isId(value: unknown): value is string {
  return idSchema.safeParse(value).success;
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

/** The database took offence at this one change's data: rejected, so that it wedges nobody. */
async function rejectBad(
  transaction: SiteTransaction,
  context: PushContext,
  chunk: readonly LooseChange[],
  cause: Error,
): Promise<ChunkDone> {
  context.onTrouble(cause);
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
    ackedOpSeq: 0,
  });
  return { results: [toResult(context, change, record)], head: transaction.head, lastOpSeq: opSeq };
}
