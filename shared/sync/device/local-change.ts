/**
 * A change made on this device: visible rows, their base and the outbox entry, in one transaction.
 *
 * Purpose: the only way into the outbox, for commands and for the retry of a rejected change.
 * Invariants: rows and entry commit together; `base` of a patch is the server's version of the row as this
 * device knows it, 0 where it knows none; an entry once written is never withdrawn (undo is a further change);
 * nothing gets in that the server could not take for its size, since it would wedge all that comes after it.
 *
 *   command, retry ──▶ patches + base ──▶ fits entity and limits? ──▶ rows, bases, outbox: one transaction
 *                                              └── no ──▶ failure: the caller aborts
 */
import { entityByName } from '../../entities/registry.ts';
import type { DeviceErrorCode, Failure } from '../../errors.ts';
import type { DraftChange, DraftPatch } from '../../commands/define.ts';
import { heldTokens } from './claims.ts';
import type { BaseRow, DeviceTransaction, LocalPatch, StoredRow } from './device-store.ts';
import { addressKey, fieldsOf, patched, storedRow } from './overlay.ts';
import { limits } from '../wire/protocol.ts';

export interface LocalChange extends DraftChange {
  readonly opId: string;
  readonly actor: string;
  readonly occurredAt: number;
  readonly retryOf: string | null;
  /** Versions of rows as the person saw them, by id, where that was earlier than now (`SeenVersions`). */
  readonly seen?: SeenVersions;
}

/**
 * Which version of a row a form showed when it was opened. What another desk wrote since was not seen: it must count
 * as a conflict (R4), although it has reached this device meanwhile.
 */
export type SeenVersions = Readonly<Record<string, number>>;

interface RowState {
  base: BaseRow;
  fields: BaseRow['fields'];
  /** Edits of the row that wait or are not covered yet, from the oldest. */
  hiding: LocalPatch[];
}

/** Ids that cannot be stored yet, so that the store need not be asked for them. */
export type IsFresh = (id: string) => boolean;

/**
 * Writes the changes in order.
 * @returns null, or why nothing may be kept (`row_missing`, `input_invalid` with the field): the caller then
 * aborts the transaction.
 */
export async function writeLocalChanges(
  transaction: DeviceTransaction,
  changes: readonly LocalChange[],
  isFresh: IsFresh = () => false,
): Promise<Failure<DeviceErrorCode> | null> {
  const { states, wholeTo } = await readStates(
    transaction,
    changes.flatMap((change) => change.patches),
    isFresh,
  );
  const isClaimable = ({ entity }: DraftPatch) => entityByName(entity).merge === 'claim';
  const isAsked = changes.some((change) => change.patches.some(isClaimable));
  const tokens = isAsked ? await heldTokens(transaction) : new Map<string, string>();
  for (const change of changes) {
    const patches = change.patches.map((patch) => {
      const state = states.get(addressKey(patch)) as RowState;
      const known = Math.min(state.base.version, wholeTo, ...hiddenAt(state, patch));
      const based = basedPatch(patch, Math.min(known, change.seen?.[patch.id] ?? known));
      const claim = patch.op === 'update' ? tokens.get(addressKey(patch)) : undefined;
      return claim === undefined ? based : { ...based, claim };
    });
    const failure = refusedSize(patches) ?? applyPatches(states, patches);
    if (failure) return failure;
    const localSeq = await transaction.addToOutbox({
      opId: change.opId,
      name: change.name,
      version: change.version,
      actor: change.actor,
      occurredAt: change.occurredAt,
      retryOf: change.retryOf,
      patches,
      overlay: true,
    });
    for (const key of new Set(patches.map(addressKey))) {
      const state = states.get(key) as RowState;
      state.base = { ...state.base, pending: [...state.base.pending, localSeq] };
      state.hiding.push(...patches.filter((patch) => addressKey(patch) === key));
    }
  }
  await writeStates(transaction, [...states.values()]);
  return null;
}

/**
 * An edit that waits hides what comes meanwhile to the fields it set: whoever edits them again has seen no more of the
 * row than who made that edit. @returns its base, of each such edit
 */
function hiddenAt({ hiding }: RowState, patch: DraftPatch): number[] {
  const { groups } = entityByName(patch.entity);
  const namesOf = (fields: object) =>
    Object.keys(fields).map(
      (field) => Object.keys(groups).find((group) => groups[group]?.includes(field)) ?? field,
    );
  const names = namesOf(patch.op === 'update' ? patch.set : {});
  return hiding
    .filter(({ op, set }) => op === 'update' && namesOf(set ?? {}).some((name) => names.includes(name)))
    .map(({ base }) => base);
}

interface States {
  readonly states: Map<string, RowState>;
  /**
   * No row counts as seen beyond it: while a bootstrap replaces rows range by range, one row of a change may be as of
   * now and the other as of long ago, and a conflict would be decided for half of it.
   */
  readonly wholeTo: number;
}

async function readStates(
  transaction: DeviceTransaction,
  patches: readonly DraftPatch[],
  isFresh: IsFresh,
): Promise<States> {
  const addresses = [...new Map(patches.map((patch) => [addressKey(patch), patch])).values()];
  const known = addresses.filter((address) => !isFresh(address.id));
  const rowsByKey = new Map<string, StoredRow>();
  for (const entity of new Set(known.map((address) => address.entity))) {
    const ids = known.filter((address) => address.entity === entity).map((address) => address.id);
    for (const row of await transaction.getRows(entity, ids)) {
      if (row) rowsByKey.set(addressKey({ entity, id: row.id }), row);
    }
  }
  const basesByKey = new Map<string, BaseRow>();
  const hidingByKey = new Map<string, LocalPatch[]>();
  let wholeTo = Infinity;
  if (known.length > 0) {
    const [bases, device] = await Promise.all([transaction.getBases(known), transaction.getDevice()]);
    for (const base of bases) if (base) basesByKey.set(addressKey(base), base);
    const pending = bases.flatMap((base) => base?.pending ?? []);
    const waiting = pending.length > 0 ? await transaction.getPending(pending) : [];
    for (const patch of waiting.flatMap((change) => change.patches)) {
      const key = addressKey(patch);
      hidingByKey.set(key, [...(hidingByKey.get(key) ?? []), patch]);
    }
    wholeTo = device?.ready === false ? 0 : (device?.wholeTo ?? Infinity);
  }
  const states = new Map(
    addresses.map(({ entity, id }) => {
      const row = rowsByKey.get(addressKey({ entity, id }));
      const fields = row ? fieldsOf(entityByName(entity), row) : null;
      const base = basesByKey.get(addressKey({ entity, id })) ?? {
        entity,
        id,
        fields,
        version: row?.rowVersion ?? 0,
        ...(row?.rowPast ? { past: row.rowPast } : {}),
        pending: [],
      };
      const key = addressKey({ entity, id });
      return [key, { base, fields, hiding: hidingByKey.get(key) ?? [] }];
    }),
  );
  return { states, wholeTo };
}

function basedPatch(patch: DraftPatch, base: number): LocalPatch {
  const { entity, id, op } = patch;
  return op === 'remove'
    ? { entity, id, op, base }
    : { entity, id, op, base, set: patch.set as NonNullable<LocalPatch['set']> };
}

/** What surrounds the patches of a change as JSON is small, but counts (R3, `too_large`). */
const envelopeChars = 1_000;

function refusedSize(patches: readonly LocalPatch[]): Failure<DeviceErrorCode> | null {
  const fits =
    patches.length <= limits.patchesPerChange &&
    JSON.stringify(patches).length <= limits.changeChars - envelopeChars;
  return fits ? null : { code: 'input_invalid', message: 'change: larger than the protocol allows' };
}

/** Folds the patches into `states`; each row must still be one that its entity allows. */
function applyPatches(
  states: Map<string, RowState>,
  patches: readonly LocalPatch[],
): Failure<DeviceErrorCode> | null {
  for (const patch of patches) {
    const state = states.get(addressKey(patch)) as RowState;
    const definition = entityByName(state.base.entity);
    if (patch.op !== 'create' && !state.fields) return { code: 'row_missing' };
    state.fields = patched(definition, state.fields, patch);
    const checked = state.fields && definition.schema.safeParse(state.fields);
    if (checked && !checked.success) {
      const issue = checked.error.issues[0];
      return { code: 'input_invalid', field: String(issue?.path[0] ?? ''), message: issue?.message ?? '' };
    }
  }
  return null;
}

async function writeStates(transaction: DeviceTransaction, states: readonly RowState[]): Promise<void> {
  const entityNames = new Set(states.map((state) => state.base.entity));
  const writes: Promise<void>[] = [transaction.putBases(states.map((state) => state.base))];
  for (const entity of entityNames) {
    const ofEntity = states.filter((state) => state.base.entity === entity);
    const definition = entityByName(entity);
    const rows = ofEntity.flatMap(({ base, fields }) =>
      fields ? [storedRow(definition, base.id, base.version, fields, base.past)] : [],
    );
    const gone = ofEntity.filter((state) => !state.fields).map((state) => state.base.id);
    writes.push(transaction.putRows(entity, rows), transaction.deleteRows(entity, gone));
  }
  await Promise.all(writes);
}
