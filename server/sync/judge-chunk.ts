/**
 * The judging of a chunk: every change on the rows that the ones before it left, each with the site's next number (R1).
 *
 * Reads what the changes name in one go, writes nothing: verdicts and rows are handed back.
 */
import { id } from '../../shared/entities/fields.ts';
import { entityByName, isEntityName } from '../../shared/entities/registry.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type { Claim } from '../../shared/sync/judge/claim.ts';
import { judgeChange, type Judge } from '../../shared/sync/judge/judge-change.ts';
import type { LooseChange } from '../../shared/sync/wire/protocol.ts';
import { rowKey, type RowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import { toldText } from '../../shared/sync/wire/told-text.ts';
import type { PushContext } from './push-context.ts';
import { isForeign, isOneLife, restoreGap } from './restores.ts';
import type { ChangeRecord, RolesSince, SiteTransaction } from './site-store.ts';

/** Conflicts named in the verdict on one change. */
const conflictsTold = 100;

/**
 * Judges changes one after the other, each on the rows the earlier ones left.
 * @param rejectedBefore keys of the rows that changes of this push, rejected by now, would have written
 */
export async function createJudge(
  transaction: SiteTransaction,
  context: PushContext,
  changes: readonly LooseChange[],
  rejectedBefore: ReadonlySet<string>,
) {
  const rows = new Map<string, ServerRow>();
  const touched = new Map<string, ServerRow>();
  const erased: RowKey[] = [];
  const rejectedKeys = new Set(rejectedBefore);
  const patches = changes.flatMap(patchesOf);
  for (const row of await transaction.rows(keysOf(patches))) rows.set(rowKey(row), row);
  const removals = keysOf(patches.filter(({ op }) => op === 'remove'));
  for (const row of await transaction.conflictsOf(removals)) rows.set(rowKey(row), row);
  const claimable = keysOf(patches).filter(({ entity }) => entityByName(entity).merge === 'claim');
  const claims = new Map<string, Claim>();
  if (claimable.length > 0)
    for (const claim of await transaction.claims(claimable)) claims.set(rowKey(claim), claim);
  const roles = await transaction.roles(actorsOf(changes));
  const { deviceId, station, isServer } = context;
  // No life but the first has a head below the first gap.
  const restores = transaction.head >= restoreGap ? await transaction.restores() : [];
  const judge: Judge = {
    device: { id: deviceId, station, isServer, earlierIds: context.earlierIds },
    now: context.now,
    rolesOf: (userId, at) => rolesAt(roles, userId, at),
    row: (entity, rowId) => rows.get(rowKey({ entity, id: rowId })),
    conflictsOf: (entity, rowId) =>
      [...rows.values()].filter(
        (row) => row.entity === 'conflict' && row.data?.['entity'] === entity && row.data['rowId'] === rowId,
      ),
    claim: (entity, rowId) => claims.get(rowKey({ entity, id: rowId })),
    // What was rejected in an earlier push is off the desk's screen: nothing more is decided on it from then on (R3.7).
    buildsOnRejected: (patch) => rejectedKeys.has(rowKey(patch)),
    wasApplied: ({ epoch, seq }) => epoch !== transaction.epoch && seq <= (restores.at(-1)?.startsAt ?? 0),
    isForeign: (version) => isForeign(restores, version),
    isOneLife: (version, other) => isOneLife(restores, version, other),
  };
  let head = transaction.head;
  return {
    take(change: LooseChange): ChangeRecord {
      const judgement = judgeChange(judge, change, head + 1);
      const base = { opId: change.opId, deviceId, receivedAt: context.now, ...auditOf(change) };
      if (judgement.verdict === 'rejected') {
        const { verdict, code, message } = judgement;
        for (const key of keysNamed(change)) rejectedKeys.add(key);
        // Its content may be anything, and the device keeps it: only the verdict is stored.
        return { ...base, payload: null, verdict, code, message, seq: null, conflicts: null };
      }
      head += 1;
      for (const row of judgement.rows) {
        rows.set(rowKey(row), row);
        touched.set(rowKey(row), row);
      }
      erased.push(...judgement.erased);
      // The conflict rows tell of all; the verdict stays short.
      const told = judgement.conflicts.slice(0, conflictsTold);
      const conflicts = told.length > 0 ? told : null;
      return { ...base, verdict: 'applied', code: null, message: null, seq: head, conflicts };
    },
    head: () => head,
    rows: () => [...touched.values()],
    erased: () => erased,
  };
}

export function rolesAt(
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
export function auditOf(change: LooseChange) {
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
  return typeof value === 'string' ? toldText(value, 100) : null;
}

interface LoosePatch {
  readonly entity?: unknown;
  readonly id?: unknown;
  readonly op?: unknown;
}

export function patchesOf(change: LooseChange): LoosePatch[] {
  const patches = change['patches'];
  return Array.isArray(patches) ? patches.filter((patch) => patch instanceof Object) : [];
}

function keysOf(patches: readonly LoosePatch[]): RowKey[] {
  const keys = new Map<string, RowKey>();
  for (const { entity, id } of patches) {
    if (typeof entity !== 'string' || !isId(id) || !isEntityName(entity)) continue;
    keys.set(`${entity}:${id}`, { entity, id });
  }
  return [...keys.values()];
}

/** Keys of the rows that a change would write. */
export const keysNamed = (change: LooseChange) => keysOf(patchesOf(change)).map(rowKey);

function actorsOf(changes: readonly LooseChange[]): string[] {
  return [...new Set(changes.map((change) => change['actor']).filter(isId))];
}

const idSchema = id();

/** What is no id is left to the change's own verdict; the database would take offence at it. */
function isId(value: unknown): value is string {
  return idSchema.safeParse(value).success;
}
