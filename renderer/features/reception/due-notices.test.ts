import { expect, test } from 'vitest';
import { dueKey, newlyDue } from './due-notices.ts';
import type { NextTask } from './next-tasks.ts';

const minute = 60_000;
const task = (kind: NextTask['kind'], dueAt: number, id = 'v1') =>
  ({ kind, dueAt, party: { visit: { id } } }) as NextTask;

test('a refill and a hand-back are told when they fall due, not before', () => {
  const tasks = [task('refill', 10 * minute), task('ready', 10 * minute, 'v2')];
  expect(newlyDue(tasks, new Set(), 9 * minute)).toEqual([]);
  expect(newlyDue(tasks, new Set(), 10 * minute)).toEqual(tasks);
});

test('once; the next refill of the same party is news again', () => {
  const first = task('refill', 0);
  const told = new Set([dueKey(first)]);
  expect(newlyDue([first], told, 1)).toEqual([]);
  expect(newlyDue([task('refill', 30 * minute)], told, 30 * minute)).toHaveLength(1);
});

test('what was due long ago, a first drink, and who was left overnight are none', () => {
  const tasks = [task('refill', 0), task('firstDrink', 60 * minute), task('overnight', 60 * minute)];
  expect(newlyDue(tasks, new Set(), 60 * minute)).toEqual([]);
});
