/** What lost when two desks edited one field stands again (R4): a new change on today's row, and its way back. */
import { z } from 'zod';
import { permissionsFor, type EntityDefinition } from '../entities/define.ts';
import { id, requiredText } from '../entities/fields.ts';
import { entityByName, entityNames, type EntityName } from '../entities/registry.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import type { Permission } from '../rules/permissions.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import type { Undone } from './arranging.ts';
import {
  defineCommand,
  isFailure,
  type CommandOutcome,
  type DraftChange,
  type DraftPatch,
} from './define.ts';

type Values = Readonly<Record<string, unknown>>;

const target = { entity: z.enum(entityNames), rowId: id(), field: requiredText(60) };
interface Target {
  readonly entity: EntityName;
  readonly rowId: string;
  /** Or a group. */
  readonly field: string;
}

/** What undo needs to know; the values are of the field, or of a group an object by field. */
export interface Restored extends Target {
  /** Before it was restored. */
  readonly before: z.core.util.JSONType;
  /** What stands since. */
  readonly ifStill: z.core.util.JSONType;
}

/** What an edit of the field asks for; of a group, of all its fields. */
export function restoringAsksFor({ entity, field }: Pick<Target, 'entity' | 'field'>): readonly Permission[] {
  const definition = entityByName(entity);
  const fields = definition.groups[field] ?? [field];
  return permissionsFor(definition, {
    op: 'update',
    set: Object.fromEntries(fields.map((one) => [one, null])),
  });
}

/**
 * Writes back the lost value of a conflict; a group as a whole, since its fields win and lose together (R4).
 * Nothing where it stands already. Fails with `row_missing` where conflict or row are not here (any more), with
 * `input_invalid` where this version knows no such field, with `not_permitted` for what only the server writes.
 */
export const restoreConflict = defineCommand({
  name: 'restoreConflict',
  version: 1,
  input: z.object({ conflictId: id(), ...target }),
  permission: restoringAsksFor,
  reads: ({ conflictId, entity, rowId }) => [
    { entity: 'conflict', id: conflictId },
    { entity, id: rowId },
  ],
  plan({ conflictId, ...at }, context): CommandOutcome<Restored> | Failure<DeviceErrorCode> {
    const conflict = context.row('conflict', conflictId);
    const isOfIt =
      conflict?.entity === at.entity && conflict.rowId === at.rowId && conflict.field === at.field;
    const row: Values | undefined = context.row(at.entity, at.rowId);
    if (!isOfIt || !row) return { code: 'row_missing' };
    const definition = entityByName(at.entity);
    const set = checkedFields(definition, at.field, conflict.lost);
    if (isFailure(set)) return set as Failure<DeviceErrorCode>;
    const before = Object.fromEntries(Object.keys(set).map((one) => [one, row[one] ?? null]));
    const valueOf = (fields: Values) => (definition.groups[at.field] ? fields : fields[at.field]);
    const output = { ...at, before: valueOf(before), ifStill: valueOf(set) } as Restored;
    return { changes: changeTo('restoreConflict', at, row, set), output };
  },
});

/**
 * Undo of a restored conflict: what stood there before. Where anything else stands by now it is a colleague's, and all
 * of it stays, since a group is one value. Output: whether it was taken back. Fails as `restoreConflict`.
 */
export const undoRestoreConflict = defineCommand({
  name: 'undoRestoreConflict',
  version: 1,
  input: z.object({ ...target, before: z.json(), ifStill: z.json() }),
  permission: restoringAsksFor,
  reads: ({ entity, rowId }) => [{ entity, id: rowId }],
  plan({ before, ifStill, ...at }, context): CommandOutcome<Undone> | Failure<DeviceErrorCode> {
    const row: Values | undefined = context.row(at.entity, at.rowId);
    if (!row) return { code: 'row_missing' };
    const definition = entityByName(at.entity);
    const set = checkedFields(definition, at.field, before);
    if (isFailure(set)) return set as Failure<DeviceErrorCode>;
    const left = fieldsOfValue(definition, at.field, ifStill);
    const isWhole = left !== null && says(row, left);
    return { changes: isWhole ? changeTo('undoRestoreConflict', at, row, set) : [], output: { isWhole } };
  },
});

const says = (row: Values, fields: Values) =>
  Object.entries(fields).every(([field, value]) => sameJson(row[field] ?? null, value));

/** None where it stands already. */
function changeTo(name: string, { entity, rowId }: Target, row: Values, set: Values): DraftChange[] {
  const patch = { entity, id: rowId, op: 'update', set } as DraftPatch;
  return says(row, set) ? [] : [{ name, version: 1, patches: [patch] }];
}

function checkedFields(
  definition: EntityDefinition,
  field: string,
  value: unknown,
): Values | Failure<DeviceErrorCode> {
  if (definition.writtenBy === 'server' || definition.merge === 'append') return { code: 'not_permitted' };
  const fields = fieldsOfValue(definition, field, value);
  const isFit = fields !== null && definition.schema.partial().safeParse(fields).success;
  return isFit ? fields : { code: 'input_invalid', field };
}

/**
 * The fields that a value of a conflict stands for: of a group those it tells of, else the one. A conflict from before
 * its group got a field says nothing of that.
 * @returns null for a field or group that this version does not know
 */
export function fieldsOfValue(definition: EntityDefinition, field: string, value: unknown): Values | null {
  const group = definition.groups[field];
  if (!group) return Object.hasOwn(definition.schema.shape, field) ? { [field]: value } : null;
  if (!(value instanceof Object)) return null;
  const told = group.filter((one) => Object.hasOwn(value, one));
  return Object.fromEntries(told.map((one) => [one, (value as Values)[one]]));
}
