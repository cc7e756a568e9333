import { expect, test } from 'vitest';
import { rowsInSight } from './use-rows-in-sight.ts';

const sizes = { row: 54, more: 30 };

test.each([
  ['all of them where they fit', 540, 10, 10],
  ['whole ones and the line where they do not', 539, 10, 9],
  ['none in place of the line', 540, 11, 9],
  ['one, however low the box', 20, 5, 1],
  ['none of none', 540, 0, 0],
])('%s', (_, height, count, shown) => {
  expect(rowsInSight(height, count, sizes)).toBe(shown);
});
