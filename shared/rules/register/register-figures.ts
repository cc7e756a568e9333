/** What the visit register adds up to (登记表): how many came and when, how long they waited and stayed. */
import { visitPurposes, type VisitPurpose } from '../../entities/visit.ts';
import { wallTime } from '../time-zone.ts';
import { bucketsOf, dayCount, overlap, type Bucket, type Days } from './period.ts';
import type { DrinkCount, RegisterEntry } from './register-entry.ts';

export interface RegisterFigures {
  /** Parties. */
  readonly visits: number;
  readonly people: number;
  /** Of these. */
  readonly children: number;
  readonly cups: number;
  /** The most served first. */
  readonly byDrink: readonly DrinkCount[];
  readonly firstDrink: {
    /** ms; null where nobody was served. */
    readonly medianMs: number | null;
    readonly served: number;
    /**
     * Parties that the site's standard was kept or missed with: served, or without a drink for longer than it. Who left
     * or joined another party before that, and who has only just come, is none of them.
     */
    readonly due: number;
    readonly inStandard: number;
    /** Parties that were not served; who joined another one may have had theirs there. */
    readonly unserved: number;
  };
  readonly refills: { readonly due: number; readonly inTime: number };
  readonly stay: {
    /** ms; null where nobody left. */
    readonly medianMs: number | null;
    /** Parties that left, their time being known. */
    readonly left: number;
  };
  /** Each hour from the first to the last with an arrival, in the order of the business day. */
  readonly byHour: readonly { readonly hour: number; readonly visits: number }[];
  /** The most frequent first; those that occurred. */
  readonly byPurpose: readonly { readonly purpose: VisitPurpose; readonly visits: number }[];
  readonly byTime: readonly (Bucket & { readonly visits: number; readonly people: number })[];
}

export interface FigureRules {
  /** Minutes. */
  readonly firstDrinkMinutes: number;
  /** IANA name. */
  readonly timeZone: string;
  /** `HH:MM`; the hours after midnight that still belong to the day come last. */
  readonly dayCutOff: string;
}

export function registerFigures(
  entries: readonly RegisterEntry[],
  period: Days,
  rules: FigureRules,
): RegisterFigures {
  const waits = entries.flatMap(({ firstDrinkMs }) => firstDrinkMs ?? []);
  const stays = entries.flatMap(({ stayMs }) => stayMs ?? []);
  const isLate = lateBy(rules.firstDrinkMinutes);
  return {
    visits: entries.length,
    people: sumOf(entries, ({ people }) => people),
    children: sumOf(entries, ({ children }) => children),
    cups: sumOf(entries, ({ cups }) => cups),
    byDrink: byDrink(entries),
    firstDrink: {
      medianMs: median(waits),
      served: waits.length,
      due: entries.filter((entry) => entry.firstDrinkMs !== null || isLate(entry)).length,
      inStandard: entries.filter((entry) => entry.firstDrinkMs !== null && !isLate(entry)).length,
      unserved: entries.filter((entry) => entry.firstDrinkMs === null && !entry.hasJoined).length,
    },
    refills: {
      due: sumOf(entries, ({ refillsDue }) => refillsDue),
      inTime: sumOf(entries, ({ refillsInTime }) => refillsInTime),
    },
    stay: { medianMs: median(stays), left: stays.length },
    byHour: byHour(entries, rules),
    byPurpose: byPurpose(entries),
    byTime: byTime(entries, period),
  };
}

/** Whether a party had, or still has, to wait longer than the standard. @param minutes the site's */
export function lateBy(minutes: number): (entry: WaitingEntry) => boolean {
  return ({ firstDrinkMs, unservedMs }) => (firstDrinkMs ?? unservedMs ?? 0) > minutes * 60_000;
}

type WaitingEntry = Pick<RegisterEntry, 'firstDrinkMs' | 'unservedMs'>;

/** The middle one, or the mean of the two in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [lower = 0, upper = 0] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (lower + upper) / 2;
}

function sumOf(entries: readonly RegisterEntry[], of: (entry: RegisterEntry) => number): number {
  return entries.reduce((sum, entry) => sum + of(entry), 0);
}

function byDrink(entries: readonly RegisterEntry[]): DrinkCount[] {
  const cupsOf = new Map<string | null, number>();
  for (const { drinks } of entries)
    for (const { menuItemId, cups } of drinks) cupsOf.set(menuItemId, (cupsOf.get(menuItemId) ?? 0) + cups);
  return [...cupsOf].map(([menuItemId, cups]) => ({ menuItemId, cups })).toSorted((a, b) => b.cups - a.cups);
}

function byHour(entries: readonly RegisterEntry[], { timeZone, dayCutOff }: FigureRules) {
  const cutOff = Number(dayCutOff.slice(0, 2));
  /** Hours since the business day began. */
  const place = (hour: number) => (hour - cutOff + 24) % 24;
  const visits = new Map<number, number>();
  for (const { arrivedAt } of entries) {
    const at = place(Number(wallTime(arrivedAt, timeZone).slice(0, 2)));
    visits.set(at, (visits.get(at) ?? 0) + 1);
  }
  if (visits.size === 0) return [];
  const [first, last] = [Math.min(...visits.keys()), Math.max(...visits.keys())];
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    hour: (first + index + cutOff) % 24,
    visits: visits.get(first + index) ?? 0,
  }));
}

function byPurpose(entries: readonly RegisterEntry[]) {
  return visitPurposes
    .map((purpose) => ({ purpose, visits: entries.filter((entry) => entry.purpose === purpose).length }))
    .filter(({ visits }) => visits > 0)
    .sort((a, b) => b.visits - a.visits);
}

function byTime(entries: readonly RegisterEntry[], period: Days) {
  const buckets = bucketsOf(period).map((bucket) => ({ ...bucket, visits: 0, people: 0 }));
  for (const { businessDay, people } of entries) {
    const bucket = buckets.find(({ from, to }) => from <= businessDay && businessDay <= to);
    if (!bucket) continue;
    bucket.visits += 1;
    bucket.people += people;
  }
  return buckets;
}

/** What this desk can tell of at all. */
export interface Reach {
  /** The first business day that a visit is known of; null where none is. */
  readonly firstDay: string | null;
  readonly today: string;
}

/** The days of a period that are past or today and that there are data for: what an average is taken over. */
export function countedDays(period: Days, { firstDay, today }: Reach): number {
  const known = firstDay === null ? null : overlap(period, { from: firstDay, to: today });
  return known ? dayCount(known) : 0;
}

export interface Comparison {
  /** Guests a day; null where no day counts. */
  readonly perDay: number | null;
  /** Of the period before; null where its data do not reach back to its beginning. */
  readonly perDayBefore: number | null;
}

/** Guests a day against the period before. A period that is not over is taken as far as it goes. */
export function comparePeriods(
  now: { readonly period: Days; readonly people: number },
  before: { readonly period: Days; readonly people: number },
  reach: Reach,
): Comparison {
  const days = countedDays(now.period, reach);
  const isWhole = reach.firstDay !== null && reach.firstDay <= before.period.from;
  return {
    perDay: days === 0 ? null : now.people / days,
    perDayBefore: isWhole ? before.people / dayCount(before.period) : null,
  };
}
