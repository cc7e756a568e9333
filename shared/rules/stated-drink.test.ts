import { expect, test } from 'vitest';
import { drinkToBegin } from './stated-drink.ts';

const drink = (name: string, kind: 'tea' | 'juice' | 'coffee', available = true) => ({
  ...{ id: name, name, nameEn: null, kind, available, position: 0, outOfUse: null, ingredients: [] },
});
const menu = [
  drink('绿茶', 'tea'),
  drink('红茶', 'tea'),
  drink('橙汁', 'juice'),
  drink('拿铁', 'coffee', false),
];
const usuals = [{ menuItemId: '橙汁' }, { menuItemId: '红茶' }];
const likes = (detail: string | null, menuItemId: string | null = null) => ({
  ...{ kind: 'beverage' as const, detail, menuItemId },
});
const begin = (...preferences: Parameters<typeof drinkToBegin>[1]['preferences']) =>
  drinkToBegin(menu, { usuals, preferences })?.id ?? null;

test('the habit, where nothing was said', () => {
  expect(begin()).toBe('橙汁');
  expect(begin(likes('无糖、温热'))).toBe('橙汁');
});

test('a drink that was named comes before the habit, the latest first', () => {
  expect(begin(likes('无糖', '绿茶'), likes(null, '红茶'))).toBe('绿茶');
});

test('a sort that was said: the habit of that sort, never one of another', () => {
  expect(begin(likes('茶、无糖、温热'))).toBe('红茶');
  expect(begin(likes('咖啡'))).toBeNull();
});

test('neither what ran out nor what is avoided', () => {
  expect(begin(likes(null, '拿铁'))).toBe('橙汁');
  expect(begin({ kind: 'avoid', detail: '橙汁', menuItemId: null })).toBeNull();
});
