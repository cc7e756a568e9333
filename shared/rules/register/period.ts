/** Which business days the visit register is read over (登记表): a day, a week, a month, or any range of dates. */

export const periodKinds = ['day', 'week', 'month', 'range'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Both ends are part of it: business days, `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface Period extends Days {
  readonly kind: PeriodKind;
}

const dayMs = 24 * 60 * 60_000;
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** @param day business day @param by days, negative for earlier ones */
export function addDays(day: string, by: number): string {
  return new Date(noon(day) + by * dayMs).toISOString().slice(0, 10);
}

/** How many days, both ends counted; 0 where the end lies before the beginning. */
export function dayCount({ from, to }: Days): number {
  return Math.max(0, Math.round((noon(to) - noon(from)) / dayMs) + 1);
}

export function daysOf(days: Days): string[] {
  return Array.from({ length: dayCount(days) }, (_, index) => addDays(days.from, index));
}

/** The Monday of its week (as the dealership's reports do). */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(noon(day)).getUTCDay() + 6) % 7));
}

function monthOf(day: string): Days {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const prefix = day.slice(0, 7);
  return { from: `${prefix}-01`, to: `${prefix}-${last}` };
}

/** The period of that kind which the business day lies in. */
export function periodOf(kind: Exclude<PeriodKind, 'range'>, day: string): Period {
  if (kind === 'day') return { kind, from: day, to: day };
  if (kind === 'month') return { kind, ...monthOf(day) };
  const from = mondayOf(day);
  return { kind, from, to: addDays(from, 6) };
}

/** The days between two, whichever was named first. */
export function rangeOf(one: string, other: string): Period {
  const [from, to] = one <= other ? [one, other] : [other, one];
  return { kind: 'range', from, to };
}

/** The period beside it, of the same kind; of a range the one of equal length. @param by 1 for later, -1 for earlier */
export function neighbour(period: Period, by: 1 | -1): Period {
  const { kind, from, to } = period;
  if (kind === 'range') {
    const length = dayCount(period);
    return { kind, from: addDays(from, by * length), to: addDays(to, by * length) };
  }
  return periodOf(kind, by === 1 ? addDays(to, 1) : addDays(from, -1));
}

/** The days that both have; null where there are none. */
export function overlap(one: Days, other: Days): Days | null {
  const from = one.from > other.from ? one.from : other.from;
  const to = one.to < other.to ? one.to : other.to;
  return from <= to ? { from, to } : null;
}

/** Of more days than that a chart shows weeks, and months. Our choice. */
const mostDays = 31;
const mostWeeks = 26;

export type Grain = 'day' | 'week' | 'month';

export interface Bucket extends Days {
  readonly grain: Grain;
}

/** The period in parts that a chart can show: days, weeks from Monday, or months; the first and the last may be cut. */
export function bucketsOf(period: Days): Bucket[] {
  const count = dayCount(period);
  const grain: Grain = count <= mostDays ? 'day' : count <= mostWeeks * 7 ? 'week' : 'month';
  const buckets: Bucket[] = [];
  for (let from = period.from; from <= period.to;) {
    const whole = periodOf(grain, from).to;
    const to = whole < period.to ? whole : period.to;
    buckets.push({ grain, from, to });
    from = addDays(to, 1);
  }
  return buckets;
}
