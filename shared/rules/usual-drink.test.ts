import { expect, test } from 'vitest';
import { usualDrinks, usualOfLastVisits } from './usual-drink.ts';

const usualDrink = (...given: Parameters<typeof usualDrinks>) => usualDrinks(...given)[0] ?? null;

test('once is no habit', () => {
  expect(usualDrink([])).toBeNull();
  expect(usualDrink([['tea']])).toBeNull();
  expect(usualDrink([['tea'], ['coffee'], ['juice']])).toBeNull();
});

test('the drink of most visits is the usual one', () => {
  expect(usualDrink([['coffee'], ['tea'], ['tea'], ['tea', 'coffee']])).toEqual({
    ...{ menuItemId: 'tea', times: 3, visits: 4 },
  });
});

test('several cups at one visit count once', () => {
  expect(usualDrink([['tea', 'tea', 'tea'], ['coffee'], ['coffee']])?.menuItemId).toBe('coffee');
  expect(usualDrink([['tea', 'tea']])).toBeNull();
});

test('of two drinks at as many visits the one drunk more recently is the usual one', () => {
  expect(usualDrink([['coffee'], ['tea'], ['tea'], ['coffee']])?.menuItemId).toBe('coffee');
  expect(usualDrink([['tea'], ['coffee'], ['tea'], ['coffee']])?.menuItemId).toBe('tea');
});

test('older visits than the last twelve count no more', () => {
  const lately = Array.from({ length: usualOfLastVisits }, (_, index) => [
    index < 2 ? 'tea' : `drink ${index}`,
  ]);
  const before = Array.from({ length: 30 }, () => ['coffee']);
  expect(usualDrink([...lately, ...before])).toEqual({ menuItemId: 'tea', times: 2, visits: 12 });
});

test('the habits after the first follow in their order, for the day the first has run out', () => {
  const habits = usualDrinks([['juice'], ['tea'], ['tea', 'coffee'], ['coffee'], ['coffee']]);
  expect(habits.map(({ menuItemId }) => menuItemId)).toEqual(['coffee', 'tea']);
});
