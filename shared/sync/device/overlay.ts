/**
 * Pending patches on top of the server's rows: what a screen shows before the verdict is in.
 *
 * Purpose: one pure function from (server's row, patches) to the visible row.
 * Invariants: never throws on a patch that no longer fits (its row was removed elsewhere, say): such a patch
 * has no effect here, and the server's verdict will name the reason; a base without pending changes is dropped.
 *
 *   base (server's row) ─ patches of pending 1 ─ patches of pending 2 ─▶ visible row, or none
 */
import type { EntityDefinition } from '../../entities/define.ts';
import { entityByName } from '../../entities/registry.ts';
import { completeFields } from '../wire/complete-fields.ts';
import type {
  BaseRow,
  DeviceTransaction,
  PendingChange,
  RowAddress,
  RowFields,
  StoredRow,
} from './device-store.ts';
import type { FieldNumbers, Patch } from '../wire/protocol.ts';

/** The row after one patch; null where there is none. */
export function patched(
  definition: EntityDefinition,
  fields: RowFields | null,
  patch: Patch,
): RowFields | null {
  switch (patch.op) {
    case 'create':
      return fields ?? completeFields(definition, patch.set ?? {});
    case 'update':
      return fields && { ...fields, ...patch.set };
    case 'remove':
      return null;
  }
}

/** As the device stores it: fields, id, version, and what its indexes need. */
export function storedRow(
  definition: EntityDefinition,
  id: string,
  version: number,
  fields: RowFields,
  past?: FieldNumbers,
): StoredRow {
  const known = { ...fields, ...definition.derive(fields), id, rowVersion: version };
  return past ? { ...known, rowPast: past } : known;
}

/**
 * The fields of a stored row, without id, version and derived index values. One that was written before its entity
 * got a field has that field empty, as the server has it: it can be edited like any other.
 */
export function fieldsOf(definition: EntityDefinition, row: RowFields): RowFields {
  const known = Object.keys(definition.schema.shape).map((field) => [field, row[field]] as const);
  return completeFields(definition, Object.fromEntries(known));
}

export const addressKey = (address: RowAddress) => `${address.entity}:${address.id}`;

/** Writes the visible rows that follow from `bases`, and drops the bases that nothing is pending on. */
export async function showBases(transaction: DeviceTransaction, bases: readonly BaseRow[]): Promise<void> {
  const pending = new Map<number, PendingChange>();
  const localSeqs = [...new Set(bases.flatMap((base) => base.pending))];
  for (const change of await transaction.getPending(localSeqs)) pending.set(change.localSeq, change);

  const visible = new Map<BaseRow['entity'], { put: StoredRow[]; drop: string[] }>();
  for (const base of bases) {
    const group = visible.get(base.entity) ?? { put: [], drop: [] };
    visible.set(base.entity, group);
    const row = replayed(base, pending);
    if (row) group.put.push(row);
    else group.drop.push(base.id);
  }
  for (const [entity, { put, drop }] of visible) {
    await transaction.putRows(entity, put);
    await transaction.deleteRows(entity, drop);
  }
  await transaction.putBases(bases.filter((base) => base.pending.length > 0));
  await transaction.deleteBases(bases.filter((base) => base.pending.length === 0));
}

function replayed(base: BaseRow, pending: ReadonlyMap<number, PendingChange>): StoredRow | null {
  const fields = replayedFields(base, pending);
  return fields && storedRow(entityByName(base.entity), base.id, base.version, fields, base.past);
}

/** The base with what is pending on it. */
export function replayedFields(base: BaseRow, pending: ReadonlyMap<number, PendingChange>): RowFields | null {
  const definition = entityByName(base.entity);
  let fields = base.fields;
  for (const localSeq of base.pending) {
    for (const patch of pending.get(localSeq)?.patches ?? []) {
      if (patch.entity === base.entity && patch.id === base.id) fields = patched(definition, fields, patch);
    }
  }
  return fields;
}
