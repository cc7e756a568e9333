/** When a desk that nobody touches asks who is there again (design: automatic lock when idle). */

/** Minutes that can be chosen; null besides: never. */
export const idleMinutes = [5, 10, 15, 30, 60] as const;

/**
 * Longer than a refill takes to fall due: the bar is watched more than touched between two of them, and its board is
 * to stand there then.
 */
export const defaultIdleMinutes = 30;

const minuteMs = 60_000;

/**
 * @param lastInputAt @param now both ms of one clock
 * @param slackMs for what is known late only
 * @returns whether nobody has been there for so long that whoever comes next may be somebody else
 */
export function isIdle(lastInputAt: number, now: number, minutes: number, slackMs = 0): boolean {
  return now - lastInputAt >= minutes * minuteMs + slackMs;
}
