/** How fast something that is counted down goes, by what was seen of late. */

export interface Seen {
  /** Device ms. */
  readonly at: number;
  readonly left: number;
}

export interface Pace {
  readonly perSecond: number;
  /** Until nothing is left. */
  readonly seconds: number;
}

/** A line that was down, or a PC that slept, says nothing of how fast it goes now. */
const windowMs = 30_000;

/** @param before in order of time @returns what is of use from here on, `now` at its end */
export function withSeen(before: readonly Seen[], now: Seen): readonly Seen[] {
  const recent = before.filter(({ at }) => at >= now.at - windowMs);
  return [...recent, now];
}

/** @returns null where nothing moved of late: then nobody knows */
export function paceOf(seen: readonly Seen[]): Pace | null {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || last.left >= first.left) return null;
  const perSecond = (first.left - last.left) / Math.max((last.at - first.at) / 1_000, 1);
  return { perSecond, seconds: Math.ceil(last.left / perSecond) };
}
