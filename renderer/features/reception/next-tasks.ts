/** What the attendant does next in the whole house, the most overdue first. */
import { dueTasks, type DueTask } from '../../../shared/rules/next-tasks.ts';
import type { Party } from './use-floor.ts';

export interface NextTask extends DueTask {
  readonly party: Party;
}

/** @param now UTC ms @param refillMinutes the site's setting */
export function nextTasks(parties: readonly Party[], now: number, refillMinutes: number): NextTask[] {
  return parties
    .flatMap((party) => {
      const { arrivedAt, expectedReadyAt } = party.visit;
      const waiting = { arrivedAt, expectedReadyAt, lastServedAt: party.lastServing?.servedAt ?? null };
      return dueTasks(waiting, now, refillMinutes).map((task) => ({ ...task, party }));
    })
    .sort((a, b) => a.dueAt - b.dueAt);
}
