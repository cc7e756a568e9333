/** Parties that joined another one (并到): whose card their people stand on. */
import type { Visit } from '../entities/visit.ts';

type Joining = Pick<Visit, 'joinedVisitId' | 'leftAt' | 'cancelledAt'> & {
  readonly id: string;
  /** Not of a row from before the field. */
  readonly keepsPeople?: boolean | null;
};

/** What joined is closed: one that a colleague brought back meanwhile is a party of its own again. */
export function hasJoined({ joinedVisitId, leftAt, cancelledAt }: Omit<Joining, 'id'>): boolean {
  // Of a row from before the field it says nothing.
  return Boolean(joinedVisitId) && leftAt !== null && cancelledAt === null;
}

/** Whether the people of a visit count in the number of another one, as an earlier version wrote it. */
export function isCountedElsewhere(visit: Joining, find: (id: string) => Joining | undefined): boolean {
  return visit.keepsPeople !== true && standsElsewhere(visit, find);
}

/**
 * Whether the people of a visit stand on the card of another one, so that nobody stands on two, and nobody on none: not
 * where that check-in was undone; and of two parties that two desks apart sent to each other one stands for all.
 * @param find undefined for a visit that is not on this device
 */
export function standsElsewhere(visit: Joining, find: (id: string) => Joining | undefined): boolean {
  const way = [visit];
  for (;;) {
    const last = way.at(-1) ?? visit;
    if (!hasJoined(last)) return last.id !== visit.id;
    const next = find(last.joinedVisitId ?? '');
    if (!next) return true;
    if (next.cancelledAt !== null) return last.id !== visit.id;
    const round = way.slice(way.findIndex(({ id }) => id === next.id));
    if (way.some(({ id }) => id === next.id)) return visit.id !== firstOf(round);
    way.push(next);
  }
}

/**
 * Whether a visit that says it joined is in the house all the same: of parties that desks apart sent to each other all
 * are closed, and nobody has left. The first of the round by its id, the one that came first, stays and stands for all:
 * every desk that holds the rows finds the same one, whichever join came last.
 * @param find undefined for a visit that is not on this device
 */
export function isStillHere(visit: Joining, find: (id: string) => Joining | undefined): boolean {
  const round = [visit];
  for (;;) {
    const last = round.at(-1) ?? visit;
    const next = hasJoined(last) ? find(last.joinedVisitId ?? '') : undefined;
    if (!next || next.cancelledAt !== null) return false;
    if (next.id === visit.id) return firstOf(round) === visit.id;
    // It leads into a round of others.
    if (round.some(({ id }) => id === next.id)) return false;
    round.push(next);
  }
}

const firstOf = (visits: readonly Joining[]) => visits.map(({ id }) => id).toSorted()[0];

/** Who joined that visit, and who had joined those. @param visits among which they are looked for */
export function whoJoined<Visited extends Joining>(id: string, visits: readonly Visited[]): Visited[] {
  const found = new Set<Visited>();
  const hosts = new Set([id]);
  for (const host of hosts)
    for (const visit of visits) {
      if (visit.joinedVisitId !== host || !hasJoined(visit) || hosts.has(visit.id)) continue;
      hosts.add(visit.id);
      found.add(visit);
    }
  return [...found];
}
