import { describe, expect, test } from 'vitest';
import { dueTasks } from './next-tasks.ts';
import { refillState } from './refill.ts';

const minute = 60_000;
const now = 1_000 * minute;

/** By its times alone, in minutes before (−) or after now. */
function tasksOf(arrived: number, served: number | null, ready: number | null, refillMinutes = 20) {
  const atMinute = (minutes: number | null) => (minutes === null ? null : now + minutes * minute);
  const party = {
    arrivedAt: now + arrived * minute,
    lastServedAt: atMinute(served),
    expectedReadyAt: atMinute(ready),
    isOvernight: false,
  };
  return dueTasks(party, now, refillMinutes).map(({ kind, dueAt }) => [kind, (dueAt - now) / minute]);
}

describe('what comes next for a party', () => {
  test('is its first drink, from the arrival on', () => {
    expect(tasksOf(-1, null, null)).toEqual([['firstDrink', -1]]);
  });

  test('is its refill, from the moment on at which its ring turns', () => {
    for (const [refillMinutes, served] of [
      [20, -15],
      [20, -16],
      [60, -47],
      [60, -48],
    ] as const) {
      const { level } = refillState(now + served * minute, now, refillMinutes);
      const expected = level === 'soon' ? [['refill', refillMinutes + served]] : [];
      expect(tasksOf(-90, served, null, refillMinutes)).toEqual(expected);
    }
    expect(tasksOf(-90, -15, null)).toEqual([]);
    expect(tasksOf(-90, -16, null)).toEqual([['refill', 4]]);
    expect(tasksOf(-90, -50, null)).toEqual([['refill', -30]]);
  });

  test('is to be seen off, and nothing else, where it was left open overnight', () => {
    const party = { arrivedAt: now - 900 * minute, lastServedAt: null, expectedReadyAt: now - 800 * minute };
    expect(dueTasks({ ...party, isOvernight: true }, now, 20)).toEqual([{ kind: 'overnight', dueAt: now }]);
  });

  test('is nothing but its car while it is out: nobody is there to be served', () => {
    const out = { arrivedAt: now - 90 * minute, isOvernight: false, isAway: true };
    const unserved = { ...out, lastServedAt: null, expectedReadyAt: null };
    expect(dueTasks(unserved, now, 20)).toEqual([]);
    const waiting = { ...out, lastServedAt: now - 50 * minute, expectedReadyAt: now };
    expect(dueTasks(waiting, now, 20)).toEqual([{ kind: 'ready', dueAt: now }]);
  });

  test('is its car, half an hour ahead and no sooner', () => {
    expect(tasksOf(-30, 0, 31)).toEqual([]);
    expect(tasksOf(-30, 0, 30)).toEqual([['ready', 30]]);
    expect(tasksOf(-90, null, -10)).toEqual([
      ['firstDrink', -90],
      ['ready', -10],
    ]);
  });
});
