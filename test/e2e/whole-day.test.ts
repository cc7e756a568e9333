/** A whole day at the bar by keyboard, without a server from beginning to end. */
import { expect, test } from 'vitest';
import { handsOnKeys } from '../support/day-by-keys.ts';
import { arrivals } from '../support/day-script.ts';
import { wholeDay } from '../support/whole-day.ts';

const { hands } = wholeDay(handsOnKeys);

/** Besides the letters that are looked for; a key held beside another counts too. */
const mostPresses = 8;

test('no known guest’s check-in took more than eight keys besides what was typed to find them', () => {
  const known = arrivals.filter(({ by }) => !['walkIn', 'newCustomer', 'newCompany'].includes(by));
  const { pressesOfKnown } = hands();
  expect(pressesOfKnown).toHaveLength(known.length);
  expect(pressesOfKnown.filter((presses) => presses > mostPresses)).toEqual([]);
});
