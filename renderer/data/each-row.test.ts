import { afterEach, expect, test, vi } from 'vitest';
import { restAsLong } from './each-row.ts';

afterEach(() => void vi.useRealTimers());

const hourMs = 3_600_000;

test.each([
  ['as long as the page took', 300, 300],
  ['a moment, where the PC slept while a page was read', 8 * hourMs, 5_000],
])('the rest after a page is %s', async (_, workedMs, restMs) => {
  vi.useFakeTimers();
  let isOver = false;
  void restAsLong(workedMs).then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(restMs - 1);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver).toBe(true);
});
