/**
 * A text of somebody else's that is told or kept, cut to a length.
 *
 * Purpose: what a rejected change says of itself goes into messages and into the audit, whatever it holds.
 * Invariants: the result can be kept by a database: cutting first, so that no half of a surrogate pair is left.
 *
 *   "…😀" cut inside the pair ──▶ "…\ufffd"
 */

/** @param units UTF-16 units at most */
export function toldText(value: string, units: number): string {
  return value.replaceAll('\u0000', '').slice(0, units).toWellFormed();
}

/** Of verdicts, in UTF-16 units. */
export const messageUnits = 300;
