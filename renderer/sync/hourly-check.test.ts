import { expect, test } from 'vitest';
import { checkTimes, isDue } from './hourly-check.ts';

const now = 1_800_000_000_000;
const { everyMs, afterFailureMs } = checkTimes;
const checked = (checkedAt: number) => ({ checkedAt, mended: 0, mendedAt: null });

test.each([
  ['never, and never tried', null, -Infinity, true],
  ['an hour ago', checked(now - everyMs), -Infinity, true],
  ['less than an hour ago', checked(now - everyMs + 1), -Infinity, false],
  ['never, but tried just now', null, now - afterFailureMs + 1, false],
  ['never, and tried ten minutes ago', null, now - afterFailureMs, true],
  ['in the future, as where the clock was set back', checked(now + 1), -Infinity, true],
])('[R11] a check is due where the last one was %s', (_when, last, triedAt, due) => {
  expect(isDue(last, triedAt, now)).toBe(due);
});
