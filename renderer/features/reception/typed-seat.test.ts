import { expect, test } from 'vitest';
import { nothingTyped, typeSeat } from './typed-seat.ts';

const seats = ['A1', 'A10', 'A2', 'W1', 'W2', '洽谈 1'].map((name) => ({ name }));

/** Keys, with a pause where a space stands. */
function type(keys: string): readonly [string, string | undefined] {
  let typed: ReturnType<typeof typeSeat<{ name: string }>> = { ...nothingTyped, seat: undefined };
  let timeStamp = 0;
  for (const key of keys) {
    timeStamp += key === ' ' ? 2_000 : 100;
    if (key !== ' ') typed = typeSeat(typed, { key, timeStamp }, seats);
  }
  return [typed.text, typed.seat?.name];
}

test.each([
  ['w', 'w', 'W1'],
  ['w2', 'w2', 'W2'],
  ['a10', 'a10', 'A10'],
  ['a1', 'a1', 'A1'],
  ['w a2', 'a2', 'A2'],
  ['wa2', 'a2', 'A2'],
])('%s is a seat', (keys, text, seat) => {
  expect(type(keys)).toEqual([text, seat]);
});

test.each([
  ['w9', 'w9'],
  ['b1', 'b1'],
  ['a11', 'a11'],
  ['w99', 'w99'],
])('%s is none, and not another one', (keys, text) => {
  expect(type(keys)).toEqual([text, undefined]);
});
