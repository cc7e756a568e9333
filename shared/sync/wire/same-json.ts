/**
 * Whether two JSON values say the same.
 *
 * Purpose: the merge must not take jsonb's order of keys for an edit (R4), nor a repeated fact for another one (R3).
 * Invariants: pure and symmetric; the order of keys does not count, that of lists does; an absent key is not null.
 *
 *   {a, b} = {b, a}     [a, b] ≠ [b, a]     {a: null} ≠ {}
 */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftKeys = Object.keys(left);
  if (leftKeys.length !== Object.keys(right).length) return false;
  return leftKeys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      sameJson((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
