import { expect, test } from 'vitest';
import type { MenuItem } from '../entities/site.ts';
import { drinkInstead, isOffered } from './drink-instead.ts';

const drink = (id: string, kind: MenuItem['kind'], rest: Partial<MenuItem> = {}) => ({
  ...{ id, name: id, nameEn: null, kind, available: true, position: 0, outOfUse: false, ingredients: [] },
  ...rest,
});
const out = { available: false };
const nobody = { usuals: [], preferences: [] };
const usualsOf = (...ids: string[]) => ids.map((menuItemId) => ({ menuItemId }));

test('a drink is offered unless it ran out or is off the menu; what an earlier version left open is there', () => {
  expect(isOffered(drink('绿茶', 'tea'))).toBe(true);
  expect(isOffered(drink('绿茶', 'tea', { available: null, outOfUse: null }))).toBe(true);
  expect(isOffered(drink('绿茶', 'tea', out))).toBe(false);
  expect(isOffered(drink('绿茶', 'tea', { outOfUse: true }))).toBe(false);
});

test('what is there needs nothing in its place, nor does what nobody knows', () => {
  const menu = [drink('绿茶', 'tea'), drink('红茶', 'tea')];
  expect(drinkInstead(menu, '绿茶', nobody)).toBeNull();
  expect(drinkInstead(menu, '龙井', nobody)).toBeNull();
  expect(drinkInstead(menu, null, nobody)).toBeNull();
});

test('the next habit that is there goes before one of the same kind', () => {
  const menu = [
    drink('绿茶', 'tea', out),
    drink('红茶', 'tea'),
    drink('橙汁', 'juice'),
    drink('拿铁', 'coffee', out),
  ];
  const taste = { usuals: usualsOf('绿茶', '拿铁', '橙汁'), preferences: [] };
  expect(drinkInstead(menu, '绿茶', taste)).toMatchObject({
    ...{ wanted: { id: '绿茶' }, drink: { id: '橙汁' }, isUsual: true },
  });
});

test('without another habit it is the first of its kind on the menu that is there', () => {
  const menu = [
    ...[drink('橙汁', 'juice'), drink('绿茶', 'tea', out), drink('黄茶', 'tea', { outOfUse: true })],
    ...[drink('红茶', 'tea'), drink('普洱', 'tea')],
  ];
  const taste = { usuals: usualsOf('绿茶'), preferences: [] };
  expect(drinkInstead(menu, '绿茶', taste)).toMatchObject({ drink: { id: '红茶' }, isUsual: false });
});

test('nothing is offered that the guest avoids, and nothing in place of what is like no other', () => {
  const menu = [
    ...[drink('绿茶', 'tea', out), drink('红茶', 'tea'), drink('橙汁', 'juice')],
    ...[drink('酸梅汤', 'other', out), drink('豆浆', 'other')],
  ];
  const preferences = ['红茶', '橙汁'].map(
    (detail) => ({ kind: 'avoid', menuItemId: null, detail }) as const,
  );
  const taste = { usuals: usualsOf('绿茶', '橙汁'), preferences };
  expect(drinkInstead(menu, '绿茶', taste)).toMatchObject({ wanted: { id: '绿茶' }, drink: null });
  expect(drinkInstead(menu, '酸梅汤', nobody)).toMatchObject({ drink: null });
});
