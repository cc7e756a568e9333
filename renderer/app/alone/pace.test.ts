import { expect, test } from 'vitest';
import { paceOf, withSeen, type Seen } from './pace.ts';

const walk = (...seen: readonly Seen[]) => seen.reduce<readonly Seen[]>((all, one) => withSeen(all, one), []);

test('what went of late says how long the rest takes', () => {
  const seen = walk({ at: 0, left: 1_000 }, { at: 5_000, left: 900 }, { at: 10_000, left: 800 });
  expect(paceOf(seen)).toEqual({ perSecond: 20, seconds: 40 });
});

test('nobody knows at the beginning, nor where nothing moves for half a minute', () => {
  expect(paceOf([])).toBeNull();
  expect(paceOf(walk({ at: 0, left: 1_000 }))).toBeNull();
  const stuck = [10_000, 20_000, 30_000, 40_000].map((at) => ({ at, left: 900 }));
  expect(paceOf(walk({ at: 0, left: 1_000 }, ...stuck))).toBeNull();
});

test('ten minutes without a server do not make the rest longer than it is', () => {
  const before = { at: 10_000, left: 900 };
  const after = [600_000, 605_000, 610_000].map((at, n) => ({ at, left: 900 - 100 * n }));
  expect(paceOf(walk({ at: 0, left: 1_000 }, before, ...after))).toEqual({ perSecond: 20, seconds: 35 });
});

test('in the first second it is not taken for faster than a second shows', () => {
  expect(paceOf(walk({ at: 0, left: 1_000 }, { at: 100, left: 900 }))).toEqual({
    perSecond: 100,
    seconds: 9,
  });
});
