import fc from 'fast-check';
import { expect, test } from 'vitest';
import { menuItem, type Ingredient } from '../entities/site.ts';
import { defaultMenu } from './default-site.ts';
import { inGreaterUnit, ingredientLines, readIngredients, usedBy } from './ingredients.ts';

test.each([
  ['茶叶 3 克', { article: '茶叶', amount: 3, unit: '克' }],
  ['茶叶3克', { article: '茶叶', amount: 3, unit: '克' }],
  ['  牛奶（全脂） ２００ 毫升 ', { article: '牛奶(全脂)', amount: 200, unit: '毫升' }],
  ['tea leaves 3 g', { article: 'tea leaves', amount: 3, unit: 'g' }],
])('%j is read', (line, ingredient) => {
  expect(readIngredients(line)).toEqual([ingredient]);
});

test('a line each, blank ones between them; a semicolon parts them too', () => {
  expect(readIngredients('咖啡豆 16 克\n\n牛奶 200 毫升；糖 1 包')?.map(({ article }) => article)).toEqual([
    ...['咖啡豆', '牛奶', '糖'],
  ]);
  expect(readIngredients(' \n ')).toEqual([]);
});

test.each([
  ...['茶叶', '3 克', '茶叶 克', '茶叶 3', '茶叶 0 克', '茶叶 1.5 克', '茶叶 123456 克'],
  ...['茶叶 3 克\n茶叶 4 克', `${'茶'.repeat(31)} 3 克`, `茶叶 3 ${'克'.repeat(9)}`],
  Array.from({ length: 9 }, (_, at) => `料${'甲乙丙丁戊己庚辛壬'[at]} 1 克`).join('\n'),
])('%j is none', (text) => {
  expect(readIngredients(text)).toBeNull();
});

test('whatever the form may read, the server takes, and reads as the same again', () => {
  const { ingredients } = menuItem.schema.shape;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'茶 3克g1.\n') }), (text) => {
      const read = readIngredients(text);
      if (read === null) return;
      expect(ingredients.parse(read)).toEqual(read);
      expect(readIngredients(ingredientLines(read))).toEqual(read);
    }),
  );
});

test('cups of all drinks add up by article and unit, in the order of the menu', () => {
  const uses = (id: string, ...ingredients: Ingredient[]) => ({ id, ingredients });
  const beans = { article: '咖啡豆', amount: 16, unit: '克' };
  const menu = [
    uses('tea', { article: '茶叶', amount: 3, unit: '克' }),
    uses('coffee', beans),
    uses('latte', beans, { article: '牛奶', amount: 200, unit: '毫升' }),
    uses('cake', { article: '牛奶', amount: 1, unit: '盒' }),
    { id: 'of version 2', ingredients: null },
  ];
  const cups = (menuItemId: string | null, count: number) => ({ menuItemId, cups: count });
  const drinks = [cups('latte', 2), cups('coffee', 3), cups('cake', 1), cups(null, 4), cups('gone', 5)];
  expect(usedBy(drinks, menu)).toEqual([
    { article: '咖啡豆', unit: '克', amount: 80 },
    { article: '牛奶', unit: '毫升', amount: 400 },
    { article: '牛奶', unit: '盒', amount: 1 },
  ]);
});

test('the first menu of a site can be written as its form shows it', () => {
  for (const { ingredients } of defaultMenu)
    expect(readIngredients(ingredientLines(ingredients))).toEqual(ingredients);
});

test('from a thousand on the greater unit is said, where there is one', () => {
  const told = (amount: number, unit: string) => inGreaterUnit({ article: '茶叶', amount, unit });
  expect(told(1_250, '克')).toEqual({ article: '茶叶', amount: 1.25, unit: '千克' });
  expect(told(999, '克')).toMatchObject({ amount: 999, unit: '克' });
  expect(told(1_000, '片')).toMatchObject({ amount: 1_000, unit: '片' });
});
