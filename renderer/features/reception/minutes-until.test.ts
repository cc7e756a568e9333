import { expect, test } from 'vitest';
import { minutesUntil } from './minutes-until.ts';

test.each([
  [55.2, 56],
  [55, 55],
  [0.4, 1],
  [0, 0],
  [-0.6, 0],
  [-1, -1],
  [-4.9, -4],
])('%d minutes off are told as %d', (off, told) => {
  expect(minutesUntil(off * 60_000, 0)).toBe(told);
});
