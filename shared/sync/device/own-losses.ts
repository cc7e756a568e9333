/**
 * Which of a change's own values did not stand when it was applied (R4, R8).
 *
 * Purpose: after a restore the server knows no more who had won; the device was told.
 * Invariants: pure; names only fields and groups whose losing value is the change's own.
 *
 *   verdict's conflicts ── lost is what a patch set ─▶ named    lost is another's ─▶ not
 */
import type { AppliedMark, ChangeResult, ConflictNote, Patch } from '../wire/protocol.ts';
import { sameJson } from '../wire/same-json.ts';

type Written = Pick<Patch, 'entity' | 'id' | 'set'>;

/** @returns the part of the mark that tells of it; empty where all stood */
export function ownLosses(
  patches: readonly Written[],
  { conflicts }: ChangeResult,
): Pick<AppliedMark, 'lost'> {
  const lost = (conflicts ?? [])
    .filter((note) => patches.some((patch) => isOwn(patch, note)))
    .map(({ entity, id, field }) => ({ entity, id, field }));
  return lost.length > 0 ? { lost } : {};
}

function isOwn({ entity, id, set = {} }: Written, note: ConflictNote): boolean {
  if (entity !== note.entity || id !== note.id) return false;
  if (Object.hasOwn(set, note.field)) return sameJson(set[note.field], note.lost);
  // A group's value is told whole, fields that the patch left out among them.
  const written = Object.entries(note.lost ?? {}).filter(([field]) => Object.hasOwn(set, field));
  return written.length > 0 && written.every(([field, value]) => sameJson(set[field], value));
}
