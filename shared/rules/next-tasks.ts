/** What the attendant does next for a party. */
import { refillState } from './refill.ts';

export interface WaitingParty {
  /** UTC ms. */
  readonly arrivedAt: number;
  /** UTC ms of the last serving that stands, null where nothing was served. */
  readonly lastServedAt: number | null;
  /** When the car is expected to be ready, UTC ms. */
  readonly expectedReadyAt: number | null;
  /** Of an earlier business day: nobody sits there, somebody was not seen off. */
  readonly isOvernight: boolean;
  /** Out for a while: nobody is there to be served. */
  readonly isAway?: boolean;
}

export interface DueTask {
  readonly kind: 'firstDrink' | 'refill' | 'ready' | 'overnight';
  /** UTC ms; in the past where it is late. */
  readonly dueAt: number;
}

/** A car is announced this long before it is ready. */
const readyAheadMs = 30 * 60_000;

/**
 * Of a party left open overnight that it is seen off, and nothing else. Else a first drink from the arrival on, a refill from when it is coming up (`soon`), a car half an hour ahead.
 * @param now UTC ms
 * @param refillMinutes setting of the site
 */
export function dueTasks(party: WaitingParty, now: number, refillMinutes: number): DueTask[] {
  const { arrivedAt, lastServedAt } = party;
  if (party.isOvernight) return [{ kind: 'overnight', dueAt: now }];
  const { level, dueAt } = refillState(lastServedAt, now, refillMinutes);
  const tasks: DueTask[] = [];
  if (party.isAway) return readyTasks(party, now);
  if (dueAt === null) tasks.push({ kind: 'firstDrink', dueAt: arrivedAt });
  else if (level !== 'fresh') tasks.push({ kind: 'refill', dueAt });
  return [...tasks, ...readyTasks(party, now)];
}

function readyTasks({ expectedReadyAt }: WaitingParty, now: number): DueTask[] {
  return expectedReadyAt !== null && expectedReadyAt - readyAheadMs <= now
    ? [{ kind: 'ready', dueAt: expectedReadyAt }]
    : [];
}
