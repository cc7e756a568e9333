/** What the attendant does next in the whole house, the most overdue first. */
import { awaySince, refillFrom } from '../../../shared/rules/away.ts';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { dueTasks, type DueTask } from '../../../shared/rules/next-tasks.ts';
import type { Party } from './use-floor.ts';

export interface NextTask extends DueTask {
  readonly party: Party;
}

/** @param now UTC ms @param refillMinutes the site's setting @param today business day */
export function nextTasks(
  parties: readonly Party[],
  now: number,
  refillMinutes: number,
  today: string,
): NextTask[] {
  return parties
    .flatMap((party) => {
      const { arrivedAt, expectedReadyAt } = party.visit;
      const waiting = {
        ...{ arrivedAt, expectedReadyAt, isOvernight: isOvernight(party.visit, today) },
        lastServedAt: refillFrom(party.visit, party.lastServing?.servedAt ?? null, now),
        isAway: awaySince(party.visit) !== null,
      };
      return dueTasks(waiting, now, refillMinutes).map((task) => ({ ...task, party }));
    })
    .sort((a, b) => a.dueAt - b.dueAt);
}

/** How many parties want a refill now. */
export function refillsDue(...given: Parameters<typeof nextTasks>): number {
  const [, now] = given;
  return nextTasks(...given).filter(({ kind, dueAt }) => kind === 'refill' && dueAt <= now).length;
}
