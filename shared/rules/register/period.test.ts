import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  bucketsOf,
  dayCount,
  daysOf,
  mondayOf,
  neighbour,
  overlap,
  periodKinds,
  periodOf,
  rangeOf,
} from './period.ts';

test('a week begins on Monday and ends on Sunday', () => {
  // A Thursday, a Sunday, a Monday.
  expect(periodOf('week', '2026-11-26')).toEqual({ kind: 'week', from: '2026-11-23', to: '2026-11-29' });
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
  expect(mondayOf('2026-11-30')).toBe('2026-11-30');
});

test.each([
  ['2026-02-10', '2026-02-01', '2026-02-28'],
  ['2028-02-29', '2028-02-01', '2028-02-29'],
  ['2026-12-31', '2026-12-01', '2026-12-31'],
])('the month of %s is %s to %s', (day, from, to) => {
  expect(periodOf('month', day)).toEqual({ kind: 'month', from, to });
});

test('a range is the same whichever end was named first', () => {
  expect(rangeOf('2026-11-09', '2026-11-03')).toEqual(rangeOf('2026-11-03', '2026-11-09'));
  expect(rangeOf('2026-11-09', '2026-11-03').from).toBe('2026-11-03');
});

test('the period before the month of March is the whole of February', () => {
  expect(neighbour(periodOf('month', '2026-03-31'), -1)).toEqual(periodOf('month', '2026-02-01'));
  expect(neighbour(periodOf('week', '2026-01-01'), -1).from).toBe('2025-12-22');
});

test('the range before a range is of equal length and ends the day before it', () => {
  const range = rangeOf('2026-11-10', '2026-11-19');
  expect(neighbour(range, -1)).toEqual(rangeOf('2026-10-31', '2026-11-09'));
});

const anyDay = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

test('there and back again is the same period, and neighbours leave no day out', () => {
  fc.assert(
    fc.property(anyDay, anyDay, fc.constantFrom(...periodKinds), (one, other, kind) => {
      const period = kind === 'range' ? rangeOf(one, other) : periodOf(kind, one);
      expect(neighbour(neighbour(period, 1), -1)).toEqual(period);
      expect(neighbour(period, 1).from).toBe(addDays(period.to, 1));
    }),
  );
});

describe('the parts of a chart', () => {
  test('cover the period once, without a gap', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 800 }), (from, length) => {
        const period = { from, to: addDays(from, length - 1) };
        expect(bucketsOf(period).flatMap(daysOf)).toEqual(daysOf(period));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [31, 'day', 31],
    [32, 'week', 5],
    [182, 'week', 27],
    [183, 'month', 7],
  ])('%i days are shown by %s', (length, grain, parts) => {
    // A Tuesday, so that the first week is cut.
    const from = '2026-09-01';
    const buckets = bucketsOf({ from, to: addDays(from, length - 1) });
    expect(buckets[0]?.grain).toBe(grain);
    expect(buckets).toHaveLength(parts);
  });
});

test('what two periods share', () => {
  expect(overlap(rangeOf('2026-11-01', '2026-11-10'), rangeOf('2026-11-08', '2026-11-20'))).toEqual({
    from: '2026-11-08',
    to: '2026-11-10',
  });
  expect(overlap(rangeOf('2026-11-01', '2026-11-10'), rangeOf('2026-11-11', '2026-11-20'))).toBeNull();
  expect(dayCount({ from: '2026-11-02', to: '2026-11-01' })).toBe(0);
});
