/**
 * Whole minutes until an instant; below 0 the whole minutes since. The same everywhere on the screen: what is said to
 * be in 55 minutes on one side is not in 56 on the other.
 */
export function minutesUntil(instant: number, now: number): number {
  // Not -0, which is written as a negative number.
  return Math.ceil((instant - now) / 60_000) + 0;
}
