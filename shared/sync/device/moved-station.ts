/**
 * This desk was moved to another station: what it holds follows (R9).
 *
 * Purpose: rows of a scope that was left go, in the transaction that takes on the new scopes and the cursor that
 * stands for them, so that a desk moved back at once asks for what it has let go.
 * Invariants: `scopes` of the record are those whose rows may be here; a row with pending changes stays as it is until
 * the last of them has its verdict, and then goes like the others.
 *
 *   page: station, scopes, left ─ as before ─▶ nothing
 *                               └─ others ──▶ rows of what was left: nothing pending ─▶ gone
 *                                                                    pending ─▶ base stays ─ last one ends ─▶ gone
 */
import { entityByName, entityNames, isEntityName, type EntityName } from '../../entities/registry.ts';
import type { Scope } from '../../entities/scopes.ts';
import { heldClaims } from './claims.ts';
import type { BaseRow, DeviceRecord, DeviceTransaction } from './device-store.ts';
import { replayedFields } from './overlay.ts';

export type Place = Pick<DeviceRecord, 'station' | 'scopes'>;

export interface Move extends Place {
  readonly left: readonly Scope[];
}

/**
 * @param before what the desk was when it asked
 * @param told scopes that the pages of this run named as left
 * @returns null where it is what it was
 */
export function moveOf(before: Place, { station, scopes }: Place, told: readonly Scope[]): Move | null {
  // A cursor that was forgotten tells the server nothing: then the desk knows by itself.
  const gone = before.scopes.filter((scope) => !scopes.includes(scope));
  const all = [...new Set([...told, ...gone])];
  const isSame = station === before.station && scopes.join() === before.scopes.join();
  return isSame && all.length === 0 ? null : { station, scopes, left: all };
}

/** Whether the rows of the entity are of one of these scopes. */
export const isOfScopes = (scopes: readonly Scope[], entity: EntityName): boolean =>
  scopes.includes(entityByName(entity).scope);

/** Takes away what nothing is pending on. The transaction touches every entity. @returns the ids that went */
export async function leaveScopes(
  transaction: DeviceTransaction,
  left: readonly Scope[],
): Promise<Map<EntityName, string[]>> {
  const gone = new Map<EntityName, string[]>();
  for (const entity of entityNames) {
    const ids =
      entity === 'conflict'
        ? await conflictsOf(transaction, left)
        : isOfScopes(left, entity)
          ? await transaction.rowIds(entity, null, null)
          : [];
    if (ids.length === 0) continue;
    const based = new Set((await transaction.basesOf(entity, null, null)).map((base) => base.id));
    const free = ids.filter((id) => !based.has(id));
    await transaction.deleteRows(entity, free);
    gone.set(entity, free);
  }
  return gone;
}

/** Whoever stands at the station it left may take the work on, once all that carries its token had its verdict. */
export async function endClaimsOf(transaction: DeviceTransaction, left: readonly Scope[]): Promise<void> {
  const claims = (await heldClaims(transaction)).filter(({ entity }) => isOfScopes(left, entity));
  if (claims.length > 0) await transaction.putClaims(claims.map((claim) => ({ ...claim, isDone: true })));
}

/** A conflict has the scope of the row it tells of. */
async function conflictsOf(transaction: DeviceTransaction, left: readonly Scope[]): Promise<string[]> {
  const ids = await transaction.rowIds('conflict', null, null);
  const rows = await transaction.getRows('conflict', ids);
  return rows.flatMap((row) => {
    const told = String(row?.['entity']);
    return row && isEntityName(told) && isOfScopes(left, told) ? [row.id] : [];
  });
}

/**
 * What of `ended` was pending on a row whose scope the desk does not receive, while more waits on it: the server tells
 * nothing of it, so the row stays as its people made it until the last of them has its verdict.
 */
export async function withEnded(
  transaction: DeviceTransaction,
  base: BaseRow,
  ended: ReadonlySet<number>,
): Promise<BaseRow> {
  const pending = base.pending.filter((localSeq) => ended.has(localSeq));
  const changes = await transaction.getPending(pending);
  const bySeq = new Map(changes.map((change) => [change.localSeq, change]));
  return { ...base, fields: replayedFields({ ...base, pending }, bySeq) };
}

/** Bases whose last pending change has ended: the server's row of a scope that was left is none of this desk's. */
export function withoutLeft(bases: readonly BaseRow[], scopes: readonly Scope[]): BaseRow[] {
  return bases.map((base) =>
    base.pending.length === 0 && !isOfScopes(scopes, base.entity)
      ? { ...base, fields: null, version: 0 }
      : base,
  );
}
