import { expect, test } from 'vitest';
import { waitForBusinessDay } from './business-day-ahead.ts';

const minute = 60_000;

test.each([
  ['2026-11-28T03:49:00', 0],
  ['2026-11-28T03:51:00', 9 * minute],
  ['2026-11-28T03:59:59', 1_000],
  ['2026-11-28T04:00:00', 0],
  ['2026-11-28T00:00:00', 0],
])('at %s in Shanghai a flow waits %d ms', (time, wait) => {
  expect(waitForBusinessDay(Date.parse(`${time}+08:00`))).toBe(wait);
});
