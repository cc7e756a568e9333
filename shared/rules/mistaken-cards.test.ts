import fc from 'fast-check';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { isMistaken, isOfCheckIn } from './mistaken-cards.ts';

const [marked, clean] = [{ mistakenAt: 5 }, { mistakenAt: null }];

test('a guest is a mistake where each card is marked and no visit counts', () => {
  expect(isMistaken([marked], false)).toBe(true);
  expect(isMistaken([marked, marked], false)).toBe(true);
  expect(isMistaken([clean], false)).toBe(false);
});

test('who has been here is none, however often marked', () => {
  expect(isMistaken([marked], true)).toBe(false);
});

test('a true guest merged into a marked card, or it into theirs, stays', () => {
  expect(isMistaken([marked, clean], false)).toBe(false);
});

test('a row from before there was a mark has none; no card at all is no mistake', () => {
  expect(isMistaken([{}], false)).toBe(false);
  expect(isMistaken([], false)).toBe(false);
});

test('a card is of a check-in where both were made in one moment', () => {
  const instants = fc.integer({ min: 0, max: 2 ** 45 });
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 100_000 }), (msecs, later) => {
      const [card, visit] = [uuidv7({ msecs }), uuidv7({ msecs: msecs + later })];
      expect(isOfCheckIn(card, visit)).toBe(later < 2_000);
    }),
  );
  expect(isOfCheckIn(uuidv4(), uuidv7())).toBe(false);
});
