import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCompaction } from './compaction.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hour = 60 * 60_000;

function start(compact: () => Promise<number>) {
  const told: unknown[] = [];
  const days: number[] = [];
  const stop = startCompaction({
    days: 40,
    compact: (asked) => (days.push(asked), compact()),
    onForgotten: (count) => told.push(count),
    onTrouble: (error) => told.push(error),
  });
  return { told, days, stop };
}

test('[R6.9] old removals are forgotten soon after the start, and then once a day; nothing is said of nothing', async () => {
  const counts = [3, 0, 2];
  const { told, days, stop } = start(async () => counts.shift() ?? 0);
  await vi.advanceTimersByTimeAsync(hour);
  expect(told).toEqual([3]);
  await vi.advanceTimersByTimeAsync(48 * hour);
  expect(told).toEqual([3, 2]);
  expect(days).toEqual([40, 40, 40]);
  await stop();
  await vi.advanceTimersByTimeAsync(48 * hour);
  expect(days).toHaveLength(3);
});

test('a database in trouble is told, and the next day it is tried again', async () => {
  const trouble = new Error('away');
  const outcomes = [() => Promise.reject(trouble), () => Promise.resolve(1)];
  const { told, stop } = start(() => outcomes.shift()?.() ?? Promise.resolve(0));
  await vi.advanceTimersByTimeAsync(25 * hour);
  expect(told).toEqual([trouble, 1]);
  await stop();
});

test('stopping waits for what is under way', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const { told, stop } = start(() => promise);
  await vi.advanceTimersByTimeAsync(hour);
  const stopped = stop().then(() => told.push('stopped'));
  resolve(1);
  await stopped;
  expect(told).toEqual([1, 'stopped']);
});
