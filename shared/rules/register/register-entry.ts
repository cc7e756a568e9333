/**
 * One line of the visit register (登记表): a visit with what was served, and how long each took.
 *
 * Undone check-ins are no line at all, undone servings count nowhere; a guest without a name counts as any other.
 */
import type { Row } from '../../commands/define.ts';
import type { Absence, VisitPurpose } from '../../entities/visit.ts';
import { absencesOf, awayMs } from '../away.ts';
import { businessDayOf } from '../business-day.ts';
import { hasJoined } from '../joined-visits.ts';
import { childrenOf } from '../party-people.ts';
import { standingServings } from '../refill.ts';

export const guestKinds = ['private', 'organisation', 'anonymous'] as const;
export type GuestKind = (typeof guestKinds)[number];

export interface DrinkCount {
  readonly menuItemId: string | null;
  readonly cups: number;
}

export interface RegisterEntry {
  readonly visitId: string;
  readonly businessDay: string;
  /** UTC ms. */
  readonly arrivedAt: number;
  /** UTC ms; null while the party is here. */
  readonly leftAt: number | null;
  readonly guestCardId: string | null;
  readonly guestKind: GuestKind;
  /** As registered; empty where nothing was. */
  readonly partyName: string;
  /** At least one; none of a party whose people an earlier version added to the one they joined. */
  readonly people: number;
  /** Of these. */
  readonly children: number;
  readonly purpose: VisitPurpose;
  readonly seatId: string | null;
  /** User id. */
  readonly receivedBy: string | null;
  /** In the order of their first serving. */
  readonly drinks: readonly DrinkCount[];
  readonly cups: number;
  /** From the arrival to the first serving, ms; null where nothing was served. */
  readonly firstDrinkMs: number | null;
  /** How long they have waited or had waited for nothing, ms; null where something was served. */
  readonly unservedMs: number | null;
  /** Refills that fell due while the party was here, and those of them that came in time. */
  readonly refillsDue: number;
  readonly refillsInTime: number;
  /** ms; null while the party is here, and where nobody noted when it left. */
  readonly stayMs: number | null;
  /** They went over to another party: the stay ended there for no one. */
  readonly hasJoined: boolean;
  /** The check-in was undone: nobody was there, whatever else it says. */
  readonly isUndone: boolean;
  /** Left open, or seen off only, after its business day had ended. */
  readonly isOvernight: boolean;
}

export interface EntryRules {
  /** UTC ms. */
  readonly now: number;
  /** Minutes, the site's setting. */
  readonly refillMinutes: number;
  /** IANA name. */
  readonly timeZone: string;
  /** `HH:MM` */
  readonly dayCutOff: string;
}

type Visit = Row<'visit'>;
type Serving = Row<'serving'>;

/** @param servings of this visit, in any order, with those that take others back */
export function toRegisterEntry(
  visit: Visit,
  guestKind: GuestKind,
  servings: readonly Serving[],
  rules: EntryRules & { readonly isCountedElsewhere?: boolean },
): RegisterEntry {
  const standing = standingServings(servings);
  const isOvernight = isLeftover(visit, rules);
  const { arrivedAt, leftAt } = visit;
  const [first] = standing;
  const hasGoneOver = hasJoined(visit);
  const people = rules.isCountedElsewhere
    ? { people: 0, children: 0 }
    : { people: visit.partySize ?? 1, children: childrenOf(visit) };
  return {
    ...{ visitId: visit.id, businessDay: visit.businessDay, arrivedAt, leftAt, guestKind, isOvernight },
    ...{ guestCardId: visit.guestCardId, partyName: visit.partyName ?? '', purpose: visit.purpose },
    ...{ ...people, seatId: visit.seatId, receivedBy: visit.receivedBy, hasJoined: hasGoneOver },
    isUndone: visit.cancelledAt !== null,
    drinks: drinksOf(standing),
    cups: standing.reduce((sum, { quantity }) => sum + quantity, 0),
    firstDrinkMs: first ? Math.max(0, first.servedAt - arrivedAt) : null,
    unservedMs: first ? null : Math.max(0, (leftAt ?? rules.now) - arrivedAt),
    ...refillsOf(
      standing,
      isOvernight ? null : (leftAt ?? rules.now),
      rules.refillMinutes,
      absencesOf(visit),
    ),
    stayMs: leftAt === null || isOvernight || hasGoneOver ? null : Math.max(0, leftAt - arrivedAt),
  };
}

/** When it really left nobody noted: its stay would say how long the house was closed. */
function isLeftover({ leftAt, businessDay }: Visit, { now, timeZone, dayCutOff }: EntryRules): boolean {
  return businessDayOf(leftAt ?? now, timeZone, dayCutOff) > businessDay;
}

function drinksOf(standing: readonly Serving[]): DrinkCount[] {
  const cupsById = new Map<string | null, number>();
  for (const { menuItemId, quantity } of standing)
    cupsById.set(menuItemId, (cupsById.get(menuItemId) ?? 0) + quantity);
  return [...cupsById].map(([menuItemId, cups]) => ({ menuItemId, cups }));
}

/** Servings so close are one round: tea for one, coffee for the other. Our choice. */
const roundMs = 3 * 60_000;

/**
 * A refill is due when the site's minutes have passed since the last cup of a round, the party being still here; it
 * is in time in that very minute too, for the ring on the card turns red only then. Who left before owes none; while
 * they were out the clock stood still.
 * @param until when the party left, or now, UTC ms; null where nobody knows: then only what was refilled counts
 */
function refillsOf(
  standing: readonly Serving[],
  until: number | null,
  refillMinutes: number,
  absences: readonly Absence[],
): Pick<RegisterEntry, 'refillsDue' | 'refillsInTime'> {
  let refillsDue = 0;
  let refillsInTime = 0;
  for (const [index, { servedAt }] of standing.entries()) {
    const next = standing[index + 1]?.servedAt ?? null;
    if (next !== null && next - servedAt <= roundMs) continue;
    const minutes = (end: number) => Math.floor((end - servedAt - awayMs(absences, servedAt, end)) / 60_000);
    if (next !== null && minutes(next) <= refillMinutes) refillsInTime += 1;
    if (next !== null || (until !== null && minutes(until) > refillMinutes)) refillsDue += 1;
  }
  return { refillsDue, refillsInTime };
}
