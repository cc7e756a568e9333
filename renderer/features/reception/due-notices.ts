/** What the system is asked to tell: each thing once, when it falls due, and by its seat: the screen may be anyone's to see. */
import type { NextTask } from './next-tasks.ts';

/** A refill that is late by more was told before, or the window was not there. */
const newsMs = 5 * 60_000;

/** @param told keys told before @param now UTC ms @returns what is news */
export function newlyDue(
  tasks: readonly NextTask[],
  told: ReadonlySet<string>,
  now: number,
): readonly NextTask[] {
  return tasks.filter((task) => {
    const isKind = task.kind === 'refill' || task.kind === 'ready';
    return isKind && task.dueAt <= now && now - task.dueAt < newsMs && !told.has(dueKey(task));
  });
}

/** With its time: the next refill of the same party is news again. */
export function dueKey({ kind, dueAt, party }: NextTask): string {
  return `${kind} ${party.visit.id} ${dueAt}`;
}
