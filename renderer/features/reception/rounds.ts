/** 巡台: who wants something now, who soon, and the rest; each in the order of time, or as one walks through the house. */
import { awaySince, refillFrom } from '../../../shared/rules/away.ts';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { nextTasks } from './next-tasks.ts';
import type { Floor, Party } from './use-floor.ts';

export const roundsOrders = ['due', 'walking'] as const;
export type RoundsOrder = (typeof roundsOrders)[number];

export interface Rounds {
  readonly now: readonly Party[];
  readonly soon: readonly Party[];
  /** Who is out, or was left open overnight, stands last: nobody sits there. */
  readonly rest: readonly Party[];
}

export interface Clock {
  /** UTC ms. */
  readonly now: number;
  /** The site's setting. */
  readonly refillMinutes: number;
  /** Today's. */
  readonly businessDay: string;
}

interface Stop {
  readonly party: Party;
  readonly group: keyof Rounds;
  /** UTC ms of what comes next, if only the next refill. */
  readonly dueAt: number;
  /** Along the way through the house: who has no seat yet first, then seat after seat. */
  readonly place: number;
}

export function roundsOf(floor: Pick<Floor, 'parties' | 'seats'>, order: RoundsOrder, clock: Clock): Rounds {
  const places = new Map(floor.seats.map(({ id }, place) => [id, place]));
  const stops = floor.parties
    .map((party): Stop => ({
      ...{ party, place: places.get(party.visit.seatId ?? '') ?? -1 },
      ...whatNext(party, clock),
    }))
    .sort((a, b) => Number(a.dueAt === Infinity) - Number(b.dueAt === Infinity) || along(order, a, b));
  const of = (group: keyof Rounds) => stops.filter((one) => one.group === group).map(({ party }) => party);
  return { now: of('now'), soon: of('soon'), rest: of('rest') };
}

/** The earlier first; as one walks, who sits at one table one after the other. */
function along(order: RoundsOrder, a: Stop, b: Stop): number {
  const byTime = a.dueAt === b.dueAt ? 0 : a.dueAt - b.dueAt;
  return order === 'walking' ? a.place - b.place || byTime : byTime || a.place - b.place;
}

function whatNext(party: Party, { now, refillMinutes, businessDay }: Clock): Pick<Stop, 'group' | 'dueAt'> {
  if (isOvernight(party.visit, businessDay)) return { group: 'rest', dueAt: Infinity };
  const [next] = nextTasks([party], now, refillMinutes, businessDay);
  if (next) return { group: next.dueAt <= now ? 'now' : 'soon', dueAt: next.dueAt };
  if (awaySince(party.visit) !== null) return { group: 'rest', dueAt: Infinity };
  const servedAt = refillFrom(party.visit, party.lastServing?.servedAt ?? party.visit.arrivedAt, now) ?? now;
  return { group: 'rest', dueAt: servedAt + refillMinutes * 60_000 };
}

/**
 * Who is looked after next: as one walks, whoever comes after the chosen party on the way, and from the end of the way
 * its beginning; else the one that is due longest, or the next after it where that is the chosen one.
 */
export function nextOnRounds(
  floor: Pick<Floor, 'parties' | 'seats'>,
  order: RoundsOrder,
  clock: Clock,
  chosenId: string | null,
): Party | undefined {
  const { now, soon, rest } = roundsOf(floor, order, clock);
  const at = now.findIndex(({ visit }) => visit.id === chosenId);
  if (at >= 0) return now[(at + 1) % now.length];
  const chosen = [...soon, ...rest].find(({ visit }) => visit.id === chosenId);
  if (order === 'due' || !chosen) return now[0];
  const place = ({ visit }: Party) => floor.seats.findIndex(({ id }) => id === visit.seatId);
  return now.find((party) => place(party) >= place(chosen)) ?? now[0];
}
