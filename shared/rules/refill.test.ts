import { describe, expect, test } from 'vitest';
import { isJustServed, refillState, standingServings } from './refill.ts';

const minute = 60_000;
const servedAt = 1_000 * minute;
const levelAfter = (minutes: number, refillMinutes = 20) =>
  refillState(servedAt, servedAt + minutes * minute, refillMinutes).level;

describe('a refill', () => {
  test("is due when the site's minutes have passed, and soon in their last fifth", () => {
    expect([0, 15.9, 16, 19.9, 20, 90].map((minutes) => levelAfter(minutes))).toEqual([
      'fresh',
      'fresh',
      'soon',
      'soon',
      'due',
      'due',
    ]);
    expect(levelAfter(20, 30)).toBe('fresh');
    expect(levelAfter(30, 30)).toBe('due');
  });

  test('is due for nobody who was not served', () => {
    expect(refillState(null, servedAt, 20)).toEqual({ since: null, part: 0, level: 'none', dueAt: null });
  });

  test('tells the time since the last serving, and its part of the whole up to 1', () => {
    expect(refillState(servedAt, servedAt + 5 * minute, 20)).toMatchObject({ since: 5 * minute, part: 0.25 });
    expect(refillState(servedAt, servedAt + 60 * minute, 20)).toMatchObject({ since: 60 * minute, part: 1 });
  });

  test('of a serving whose desk has a fast clock is fresh, not overdue', () => {
    const dueAt = servedAt + 20 * minute;
    expect(refillState(servedAt, servedAt - 3 * minute, 20)).toEqual({
      since: 0,
      part: 0,
      level: 'fresh',
      dueAt,
    });
  });
});

test('the same again within five seconds is a key pressed twice, also where the clocks differ a little', () => {
  expect([-5, -4.9, 0, 4.9, 5].map((after) => isJustServed(servedAt, servedAt + after * 1_000))).toEqual([
    ...[false, true, true, true, false],
  ]);
});

test('servings that were taken back, and the rows that take them back, do not stand; the oldest is first', () => {
  const serving = (id: string, at: number, quantity = 1, corrects: string | null = null) => ({
    ...{ id, servedAt: at, quantity, corrects },
    menuItemId: null,
  });
  const rows = [serving('c', 3), serving('undo b', 4, -1, 'b'), serving('b', 2), serving('a', 1)];
  expect(standingServings(rows).map(({ id }) => id)).toEqual(['a', 'c']);
  const twice = [...rows, serving('undo b again', 5, -1, 'b')];
  expect(standingServings(twice).map(({ id }) => id)).toEqual(['a', 'c']);
});
