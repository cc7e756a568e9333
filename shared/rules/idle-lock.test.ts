import { expect, test } from 'vitest';
import { defaultRefillMinutes } from './refill.ts';
import { defaultIdleMinutes, idleMinutes, isIdle } from './idle-lock.ts';

const minute = 60_000;

test('a desk is idle from the full minute on, and not by a clock that was put back', () => {
  expect(isIdle(0, 30 * minute - 1, 30)).toBe(false);
  expect(isIdle(0, 30 * minute, 30)).toBe(true);
  expect(isIdle(0, 30 * minute, 30, 1)).toBe(false);
  expect(isIdle(30 * minute, 0, 30)).toBe(false);
});

test('unless somebody chose otherwise the board still stands when a refill falls due', () => {
  expect(defaultIdleMinutes).toBeGreaterThan(defaultRefillMinutes);
  expect(idleMinutes).toContain(defaultIdleMinutes);
});
