/**
 * A row's fields in full, from what a `create` says.
 *
 * Purpose: device and server fill in the same, so that an overlay looks as the row will.
 * Invariants: what is given stays, null among it; the given object is not touched.
 *
 *   {name} ──▶ {name, note: null, flags: []}
 */
import type { EntityDefinition } from '../../entities/define.ts';

/** `set` with every absent field of the entity filled in: lists empty, all else null (R4). */
export function completeFields(
  definition: EntityDefinition,
  set: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const complete: Record<string, unknown> = { ...set };
  for (const [field, type] of Object.entries(definition.schema.shape)) {
    if (complete[field] === undefined) complete[field] = isList(type) ? [] : null;
  }
  return complete;
}

function isList(type: unknown): boolean {
  return (type as { def?: { type?: string } }).def?.type === 'array';
}
