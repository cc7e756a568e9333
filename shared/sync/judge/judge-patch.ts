/**
 * One patch on one row: the new row and what lost, or the code it is refused with (R3, R4, R5).
 *
 * Purpose: what each merge kind makes of create, update and remove.
 * Invariants: pure; knows nothing of who may write (judge-change.ts asks that first); the merged row always
 * fits its entity's schema; the same history makes the same rows, conflict rows and their ids among them.
 *
 *             no row     row                                 removed row
 *   create    new row    exists (by rule: no effect)         gone
 *   update    missing    merged, losses; guarded: or stale   gone
 *   remove    missing    removed; guarded: or stale          no effect
 *   (guarded: the row itself, or the whole change since it writes such a row)
 *   fact      new row    same: no effect, else immutable     gone       (create; update, remove: immutable)
 */
import { v5 as uuidV5 } from 'uuid';
import type { z } from 'zod';
import type { EntityDefinition } from '../../entities/define.ts';
import type { EntityName } from '../../entities/registry.ts';
import type { VerdictCode } from '../../errors.ts';
import { completeFields } from '../wire/complete-fields.ts';
import { cameSince, initialStamps, mergeUpdate, overtaken, type Loss } from './merge.ts';
import type { ConflictNote, Patch } from '../wire/protocol.ts';
import { sameJson } from '../wire/same-json.ts';
import {
  createdStamp,
  decidedStamp,
  returnedStamp,
  unknownWriter,
  type ServerFields,
  type ServerRow,
  type Stamp,
  type Stamps,
} from './server-row.ts';
import { messageUnits, toldText } from '../wire/told-text.ts';

export interface PatchEffect {
  /** The row and the `conflict` rows; none where the patch has no effect. */
  readonly rows: readonly ServerRow[];
  readonly conflicts: readonly ConflictNote[];
}

export interface PatchRefusal {
  readonly code: VerdictCode;
  readonly message: string;
}

export interface Edit {
  /** The site's number that altered rows take; its stamp has an older one where a restore made it come again (R8). */
  readonly seq: number;
  readonly stamp: Stamp;
  /** Position of the patch in its change; tells two losses of one field apart. */
  readonly index: number;
  /** What the server has against a fact. */
  readonly flags: readonly string[];
  /** Fields and groups in which it lost in an ended life (R8). */
  readonly lost?: readonly string[];
  /** Its base is of a life that is none of this database's past (R8). */
  readonly isForeign?: boolean;
  /** Whether that life gave the number. */
  isOfThatLife?(came: number): boolean;
  /** Whether it stands only where nobody else changed the row meanwhile (R4): its change writes a guarded row. */
  readonly isGuarded?: boolean;
}

export const noEffect: PatchEffect = { rows: [], conflicts: [] };

/** @param row the row as it is now, undefined where the server never had it */
export function judgePatch(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  edit: Edit,
): PatchEffect | PatchRefusal {
  const unknown = refusedFields(definition, patch.set ?? {});
  if (unknown) return unknown;
  if (definition.merge === 'append') return judgeAppend(definition, row, patch, edit);
  switch (patch.op) {
    case 'create':
      return judgeCreate(definition, row, patch, edit);
    case 'update':
      return judgeUpdate(definition, row, patch, edit);
    case 'remove':
      return judgeRemove(definition, row, patch, edit);
  }
}

export function refused(code: VerdictCode, message: string): PatchRefusal {
  return { code, message: toldText(message, messageUnits) };
}

/** What a value may not be, it may not be either where another one wins: it would be kept as the loser (R4). */
function refusedFields(definition: EntityDefinition, set: ServerFields): PatchRefusal | null {
  const shape = definition.schema.shape as Readonly<Record<string, z.ZodType>>;
  for (const [field, value] of Object.entries(set)) {
    const type = Object.hasOwn(shape, field) && shape[field];
    if (!type) return refused('invalid', `${definition.name}.${field}: unknown field`);
    if (definition.serverSet.includes(field)) {
      return refused('invalid', `${definition.name}.${field}: set by the server alone`);
    }
    const checked = type.safeParse(value);
    if (!checked.success) return misfit([definition.name, field], checked.error);
  }
  return null;
}

function judgeAppend(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  edit: Edit,
): PatchEffect | PatchRefusal {
  if (patch.op !== 'create') return refused('immutable', `${definition.name}: written once`);
  if (!row) return created(definition, patch, edit);
  if (!row.data) return refused('gone', `${definition.name}: removed`);
  const content = withoutServerSet(definition, completeFields(definition, patch.set ?? {}));
  return sameJson(content, withoutServerSet(definition, row.data))
    ? noEffect
    : refused('immutable', `${definition.name}: exists with other content`);
}

function withoutServerSet(definition: EntityDefinition, fields: ServerFields): ServerFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([field]) => !definition.serverSet.includes(field)),
  );
}

function judgeCreate(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  edit: Edit,
): PatchEffect | PatchRefusal {
  if (!row) {
    // Its desk had been told of it: it was removed, and the removal is forgotten (R6.9).
    const wasThere = patch.base > 0 && edit.stamp.epoch === undefined;
    return wasThere ? refused('gone', `${definition.name}: removed`) : created(definition, patch, edit);
  }
  // Returned by a desk after a restore, and here is the change that had made it (R8).
  if (row.stamps[returnedStamp]) return { rows: [], conflicts: overtakenNotes(definition, row, patch) };
  if (definition.idByRule) return noEffect;
  return row.data
    ? refused('exists', `${definition.name}: exists`)
    : refused('gone', `${definition.name}: removed`);
}

function created(definition: EntityDefinition, patch: Patch, edit: Edit): PatchEffect | PatchRefusal {
  const fields = completeFields(definition, patch.set ?? {});
  if (definition.serverSet.includes('flags')) fields['flags'] = [...edit.flags];
  const checked = validated(definition, fields);
  if ('code' in checked) return checked;
  const row: ServerRow = {
    entity: definition.name as EntityName,
    id: patch.id,
    scope: definition.scope,
    version: edit.seq,
    data: checked.data,
    // Facts are never merged; only who wrote them is kept.
    stamps: definition.merge === 'append' ? { '@created': edit.stamp } : stampsOfNew(definition, patch, edit),
  };
  return { rows: [row], conflicts: [] };
}

/** What had been overtaken in an ended life stands until somebody brings that back (R8). */
function stampsOfNew(definition: EntityDefinition, { base }: Patch, { stamp, lost = [] }: Edit): Stamps {
  const low = lost.map((name) => [name, { ...stamp, version: base }] as const);
  return { ...initialStamps(definition, stamp), ...Object.fromEntries(low) };
}

/**
 * What stands by now over what a change did that had been applied in an ended life, and which the row came back with.
 * Nobody's conflict of today, but told: after a further restore the change comes under the number it takes here, which
 * is above what had overtaken it, and must go under that again (R8).
 */
export function overtakenNotes(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
): ConflictNote[] {
  if (patch.op === 'remove' || !row?.data || definition.merge === 'append') return [];
  return overtaken(definition, row.data, patch.set ?? {}).map(({ field, kept, lost }) => ({
    entity: row.entity,
    id: row.id,
    field,
    kept: kept as ConflictNote['kept'],
    lost: lost as ConflictNote['lost'],
  }));
}

function judgeUpdate(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  edit: Edit,
): PatchEffect | PatchRefusal {
  if (!row) return refused('missing', `${definition.name}: the server has no such row`);
  if (!row.data) return refused('gone', `${definition.name}: removed`);
  if (edit.isGuarded && isStale(row, patch, edit)) {
    return refused('stale', `${definition.name}: changed by another device`);
  }
  const merged = mergeUpdate(
    definition,
    { data: completeFields(definition, row.data), stamps: row.stamps },
    patch.base,
    patch.set ?? {},
    edit.stamp,
    edit,
  );
  const checked = validated(definition, merged.data);
  if ('code' in checked) return checked;
  // What a decision rests on is another decision's business too, where it wrote no field.
  const stamps = edit.isGuarded ? { ...merged.stamps, [decidedStamp]: edit.stamp } : merged.stamps;
  const after: ServerRow = { ...row, version: edit.seq, data: checked.data, stamps };
  return withLosses(after, merged.losses, edit);
}

function judgeRemove(
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  edit: Edit,
): PatchEffect | PatchRefusal {
  if (!row) return refused('missing', `${definition.name}: the server has no such row`);
  if (!row.data) return noEffect;
  if (edit.isGuarded && isStale(row, patch, edit)) {
    return refused('stale', `${definition.name}: changed by another device`);
  }
  // Erasure: what others wrote since `base` goes with it, or it would not be one (R5).
  // Since when there had been a row says which lives of the server may know it (R6.9).
  const { [createdStamp]: created } = row.stamps;
  const stamps = created ? { [createdStamp]: { ...created, version: knownSince(created, patch, edit) } } : {};
  const after: ServerRow = { ...row, version: edit.seq, data: null, stamps };
  return { rows: [after], conflicts: [] };
}

/**
 * The lowest number that the row is known to have existed under. Its create may have come again after a restore, under
 * a number of this life; who removes it may have seen it, or removed it, in the life before.
 */
function knownSince(created: Stamp, { base }: Patch, { stamp }: Edit): number {
  return Math.min(created.version, stamp.version, base > 0 ? base : created.version);
}

/** Another device wrote any field above `base`. */
function isStale(row: ServerRow, patch: Patch, edit: Edit): boolean {
  return Object.entries(row.stamps).some(
    ([name, stamp]) =>
      stamp.device !== edit.stamp.device &&
      (stamp.version > patch.base || (!name.startsWith('@') && cameSince(stamp, patch.base, edit))),
  );
}

export function validated(
  definition: EntityDefinition,
  fields: ServerFields,
): { readonly data: ServerFields } | PatchRefusal {
  const checked = definition.schema.safeParse(fields);
  if (checked.success) return { data: checked.data };
  return misfit([definition.name], checked.error);
}

function misfit(place: readonly string[], error: z.ZodError): PatchRefusal {
  const issue = error.issues[0];
  const field = [...place, ...(issue?.path ?? [])].join('.');
  return refused('invalid', `${field}: ${issue?.message ?? 'does not fit'}`);
}

const known = (writer: string) => (writer === unknownWriter ? null : writer);

/** The row, and a row of `conflict` for each loss. */
export function withLosses(row: ServerRow, losses: readonly Loss[], edit: Edit): PatchEffect {
  return {
    rows: [row, ...losses.map((loss) => conflictRow(row, loss, edit))],
    conflicts: losses.map(({ field, kept, lost }) => ({
      entity: row.entity,
      id: row.id,
      field,
      kept: kept as ConflictNote['kept'],
      lost: lost as ConflictNote['lost'],
    })),
  };
}

/**
 * Derived from what made it, so that the same history makes the same ids. What was lost is a part of it: judged again
 * in another life the same change may meet something else, and must not take the place of what is told already.
 */
function conflictRow(row: ServerRow, loss: Loss, edit: Edit): ServerRow {
  const name = [row.entity, row.id, loss.field, edit.index, JSON.stringify(loss.lost)].join('|');
  return {
    entity: 'conflict',
    id: uuidV5(name, opNamespace(edit.stamp.opId)),
    scope: row.scope,
    version: edit.seq,
    data: {
      entity: row.entity,
      rowId: row.id,
      field: loss.field,
      kept: loss.kept,
      lost: loss.lost,
      keptDevice: known(loss.keptStamp.device),
      lostDevice: known(loss.lostStamp.device),
      keptAt: loss.keptStamp.at,
      lostAt: loss.lostStamp.at,
      keptActor: known(loss.keptStamp.actor),
      lostActor: known(loss.lostStamp.actor),
      keptStation: loss.keptStamp.station ?? null,
      lostStation: loss.lostStamp.station ?? null,
    },
    stamps: { '@created': edit.stamp },
  };
}

/** An opId may be a UUID of a variant the library refuses as a namespace; its bytes serve all the same. */
function opNamespace(opId: string): Uint8Array {
  return Uint8Array.from(opId.replaceAll('-', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
