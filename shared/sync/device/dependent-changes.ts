/**
 * What hangs on a rejected change: later changes of this device that touch its rows (R3).
 *
 * Purpose: a person who decides on a change sees what else is in doubt with it.
 * Invariants: pure; knows nothing of what changes mean; each rejected change stands in one place; a change
 * depends on earlier ones only, so that there is no circle.
 *
 *   rejected: creates V ──▶ later patch of V                       depends
 *                       ──▶ later patch that names V in a field    depends, and so does what names that one
 *   rejected: edits V   ──▶ later patch of V                       depends; what only names V does not
 */
import type { LocalPatch, OutboxEntry, RejectedChange } from './device-store.ts';

interface WrittenChange {
  readonly opId: string;
  readonly occurredAt: number;
  /** Order of writing; absent for a change rejected before it was kept. */
  readonly localSeq?: number;
  readonly patches: readonly LocalPatch[];
}

export interface RejectedWithDependents {
  readonly change: RejectedChange;
  /** Rejected or still waiting, in the order they were written. */
  readonly dependents: readonly (RejectedChange | OutboxEntry)[];
}

/** Rejected changes, newest first, each with what depends on it under it. */
export function withDependents(
  rejected: readonly RejectedChange[],
  waiting: readonly OutboxEntry[],
): RejectedWithDependents[] {
  const inOrder = [...rejected].sort(byWriting);
  const placed = new Set<string>();
  const roots: RejectedWithDependents[] = [];
  for (const change of inOrder) {
    if (placed.has(change.opId)) continue;
    const others = [...inOrder, ...waiting].filter(({ opId }) => !placed.has(opId));
    const dependents = dependentsOf(change, others);
    for (const { opId } of dependents) placed.add(opId);
    roots.push({ change, dependents });
  }
  return roots.reverse();
}

function dependentsOf<Other extends WrittenChange>(change: WrittenChange, others: readonly Other[]): Other[] {
  const touched = new Set(change.patches.map(({ id }) => id));
  const created = new Set(createdIds(change));
  const later = others.filter((other) => byWriting(change, other) < 0).sort(byWriting);
  return later.filter((other) => {
    const depends = other.patches.some((patch) => touched.has(patch.id) || names(patch, created));
    if (!depends) return false;
    for (const id of createdIds(other)) {
      touched.add(id);
      created.add(id);
    }
    return true;
  });
}

const createdIds = ({ patches }: WrittenChange) =>
  patches.filter(({ op }) => op === 'create').map(({ id }) => id);

const names = ({ set = {} }: LocalPatch, ids: ReadonlySet<string>) =>
  Object.values(set).some((value) => typeof value === 'string' && ids.has(value));

/** Of one device: by its own order, and where that is not known of both by their times. */
function byWriting(a: WrittenChange, b: WrittenChange): number {
  if (a.localSeq !== undefined && b.localSeq !== undefined) return a.localSeq - b.localSeq;
  return a.occurredAt - b.occurredAt || (a.opId < b.opId ? -1 : a.opId > b.opId ? 1 : 0);
}
