import { expect, test } from 'vitest';
import { stepInGrid, type Arrow } from './grid-steps.ts';

/** Three in the first row, two in the second, one wide one in the third. */
const places = [
  ...[0, 100, 200].map((left) => ({ left, top: 0, width: 90 })),
  ...[0, 100].map((left) => ({ left, top: 50, width: 90 })),
  { left: 0, top: 120, width: 290 },
];
const path = (from: number, keys: readonly Arrow[]) => {
  let at = from;
  return keys.map((key) => (at = stepInGrid(places, at, key)));
};

test('left and right go in the order of reading, and stop at the ends', () => {
  expect(path(1, ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft'])).toEqual([
    ...[2, 3, 2, 1, 0, 0],
  ]);
  expect(stepInGrid(places, 5, 'ArrowRight')).toBe(5);
});

test('down and up go to the nearest of the next row', () => {
  expect(path(1, ['ArrowDown', 'ArrowDown', 'ArrowUp'])).toEqual([4, 5, 4]);
  expect(path(2, ['ArrowDown', 'ArrowUp'])).toEqual([4, 1]);
});

test('where no row follows they go on by one, so that one key reaches the end', () => {
  expect(path(0, ['ArrowUp'])).toEqual([0]);
  expect(path(2, ['ArrowUp', 'ArrowUp', 'ArrowUp'])).toEqual([1, 0, 0]);
  expect(stepInGrid(places.slice(0, 5), 3, 'ArrowDown')).toBe(4);
});

test('with nothing chosen yet any arrow leads to the first', () => {
  expect(stepInGrid(places, -1, 'ArrowUp')).toBe(0);
});
