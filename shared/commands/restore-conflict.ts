/** What lost when two desks edited one field stands again (R4): a new change on today's row, and its way back. */
import { z } from 'zod';
import type { EntityDefinition } from '../entities/define.ts';
import { id, requiredText } from '../entities/fields.ts';
import { entityByName, entityNames, type EntityName } from '../entities/registry.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import {
  defineCommand,
  isFailure,
  type CommandContext,
  type CommandOutcome,
  type DraftPatch,
} from './define.ts';

type Values = Readonly<Record<string, unknown>>;

const place = { entity: z.enum(entityNames), rowId: id() };
const permission = ({ entity }: { readonly entity: EntityName }) => entityByName(entity).permission;

/** What undo needs to know. */
export interface Restored {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly field: string;
  /** Of the field or group, before it was restored; a group's values are an object by field. */
  readonly before: z.core.util.JSONType;
}

/**
 * Writes back the lost value of a conflict; a group as a whole, since its fields win and lose together (R4).
 * Nothing where it stands already. Fails with `row_missing` where conflict or row are not here (any more), with
 * `input_invalid` where this version knows no such field, with `not_permitted` for what only the server writes.
 */
export const restoreConflict = defineCommand({
  name: 'restoreConflict',
  version: 1,
  input: z.object({ conflictId: id(), ...place }),
  permission,
  reads: ({ conflictId, entity, rowId }) => [
    { entity: 'conflict', id: conflictId },
    { entity, id: rowId },
  ],
  plan({ conflictId, entity, rowId }, context): CommandOutcome<Restored> | Failure<DeviceErrorCode> {
    const conflict = context.row('conflict', conflictId);
    if (conflict?.entity !== entity || conflict.rowId !== rowId) return { code: 'row_missing' };
    return writeField('restoreConflict', { entity, rowId, field: conflict.field }, conflict.lost, context);
  },
});

/** Undo of a restored conflict: what stood there before. Fails as `restoreConflict`. */
export const undoRestoreConflict = defineCommand({
  name: 'undoRestoreConflict',
  version: 1,
  input: z.object({ ...place, field: requiredText(60), before: z.json() }),
  permission,
  reads: ({ entity, rowId }) => [{ entity, id: rowId }],
  plan: ({ before, ...target }, context) => writeField('undoRestoreConflict', target, before, context),
});

interface Target {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly field: string;
}

function writeField(
  name: string,
  { entity, rowId, field }: Target,
  value: unknown,
  context: CommandContext,
): CommandOutcome<Restored> | Failure<DeviceErrorCode> {
  const definition = entityByName(entity);
  const row: Values | undefined = context.row(entity, rowId);
  if (!row) return { code: 'row_missing' };
  const set = checkedFields(definition, field, value);
  if (isFailure(set)) return set as Failure<DeviceErrorCode>;
  const before = Object.fromEntries(Object.keys(set).map((one) => [one, row[one] ?? null]));
  const patch = { entity, id: rowId, op: 'update', set } as DraftPatch;
  const output = { entity, rowId, field, before: valueOf(definition, field, before) } as Restored;
  return { changes: sameJson(before, set) ? [] : [{ name, version: 1, patches: [patch] }], output };
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
 * The fields that a value of a conflict stands for: of a group each of its own, else the one.
 * @returns null for a field or group that this version does not know
 */
export function fieldsOfValue(definition: EntityDefinition, field: string, value: unknown): Values | null {
  const group = definition.groups[field];
  if (!group) return Object.hasOwn(definition.schema.shape, field) ? { [field]: value } : null;
  if (!(value instanceof Object)) return null;
  return Object.fromEntries(group.map((one) => [one, (value as Values)[one] ?? null]));
}

function valueOf(definition: EntityDefinition, field: string, fields: Values): unknown {
  return definition.groups[field] ? fields : fields[field];
}
