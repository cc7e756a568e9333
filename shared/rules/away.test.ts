import { expect, test } from 'vitest';
import { awayMs, awaySince, refillFrom } from './away.ts';

const here = (away: { from: number; to: number | null }[], leftAt: number | null = null) => ({
  away,
  leftAt,
});

test('a party is away from when it stepped out until it comes back, or is seen off', () => {
  expect(awaySince(here([]))).toBeNull();
  expect(awaySince(here([{ from: 5, to: 9 }]))).toBeNull();
  expect(
    awaySince(
      here([
        { from: 5, to: 9 },
        { from: 20, to: null },
      ]),
    ),
  ).toBe(20);
  expect(awaySince(here([{ from: 20, to: null }], 30))).toBeNull();
  expect(awaySince({ leftAt: null } as never)).toBeNull();
});

test('only what lies between the two instants counts', () => {
  const twice = [
    { from: 10, to: 20 },
    { from: 30, to: 40 },
  ];
  expect(awayMs(twice, 0, 100)).toBe(20);
  expect(awayMs(twice, 15, 35)).toBe(10);
  expect(awayMs(twice, 50, 100)).toBe(0);
  expect(awayMs([{ from: 10, to: null }], 0, 25)).toBe(15);
  // A clock that was corrected meanwhile takes nothing away.
  expect(awayMs([{ from: 20, to: 10 }], 0, 100)).toBe(0);
});

test('the clock of the refill stands still while they are out, and goes on where it stood', () => {
  const out = here([{ from: 10, to: null }]);
  expect(refillFrom(out, 4, 50)).toBe(44);
  expect(refillFrom(out, 4, 90)).toBe(84);
  expect(refillFrom(here([{ from: 10, to: 30 }]), 4, 90)).toBe(24);
  expect(refillFrom(out, null, 90)).toBeNull();
});
