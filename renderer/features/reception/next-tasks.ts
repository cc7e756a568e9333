/** What the attendant does next, the most overdue first: first drinks, refills, cars about to be ready. */
import type { Party } from './use-floor.ts';

export interface NextTask {
  readonly kind: 'firstDrink' | 'refill' | 'ready';
  readonly party: Party;
  /** UTC ms; in the past where it is late. */
  readonly dueAt: number;
}

/** Refills are announced this long before they are due, cars this long before they are ready. */
const refillAheadMs = 5 * 60_000;
const readyAheadMs = 30 * 60_000;

/** @param now UTC ms @param refillMinutes the site's setting */
export function nextTasks(parties: readonly Party[], now: number, refillMinutes: number): NextTask[] {
  return parties
    .flatMap((party): NextTask[] => {
      const { visit, lastServing } = party;
      const drink: NextTask = lastServing
        ? { kind: 'refill', party, dueAt: lastServing.servedAt + refillMinutes * 60_000 }
        : { kind: 'firstDrink', party, dueAt: visit.arrivedAt };
      const tasks = drink.dueAt - refillAheadMs <= now ? [drink] : [];
      const ready = visit.expectedReadyAt;
      if (ready !== null && ready - readyAheadMs <= now) tasks.push({ kind: 'ready', party, dueAt: ready });
      return tasks;
    })
    .sort((a, b) => a.dueAt - b.dueAt);
}
