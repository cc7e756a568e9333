import { describe, expect, test } from 'vitest';
import { avoidedAs } from './avoids.ts';
import { defaultMenu } from './default-site.ts';

const menu = defaultMenu.map((item) => ({ ...item, id: item.name }));

function ruledOut(detail: string | null, menuItemId: string | null = null): string[] {
  const preferences = [{ kind: 'avoid', menuItemId, detail } as const];
  return menu.filter((drink) => avoidedAs(preferences, drink, menu) !== null).map(({ name }) => name);
}

const coffees = ['美式咖啡', '拿铁', '卡布奇诺'];
const teas = ['绿茶', '红茶', '菊花茶', '铁观音', '普洱'];

describe('what a guest avoids rules out', () => {
  test.each([
    ['咖啡', coffees],
    ['不喝咖啡', coffees],
    ['咖啡因', [...teas, ...coffees, '可乐']],
    ['茶', teas],
    ['牛奶（乳糖不耐）', ['拿铁', '卡布奇诺']],
    ['含糖饮料', ['橙汁', '可乐', '酸梅汤']],
    ['冰饮', ['橙汁', '可乐', '酸梅汤']],
    ['碳酸饮料', ['可乐']],
    ['No coffee', coffees],
    ['花生', []],
  ])('%s', (detail, drinks) => {
    expect(ruledOut(detail)).toEqual(drinks);
  });

  test('a drink named in full, and no other of its kind', () => {
    expect(ruledOut('绿茶')).toEqual(['绿茶']);
    expect(ruledOut('美式咖啡、茶')).toEqual([...teas, '美式咖啡']);
    expect(ruledOut('green tea')).toEqual(['绿茶']);
  });

  test('a drink of the menu, chosen without a word', () => {
    expect(ruledOut(null, '可乐')).toEqual(['可乐']);
  });
});

test('it is told by which word of the guest; what is liked rules out nothing', () => {
  const latte = menu.find(({ name }) => name === '拿铁');
  if (!latte) throw new Error('no latte');
  const avoid = { kind: 'avoid', menuItemId: null, detail: '咖啡' } as const;
  expect(avoidedAs([{ ...avoid, detail: '花生' }, avoid], latte, menu)).toBe(avoid);
  const byName = { ...avoid, detail: null, menuItemId: '拿铁' };
  expect(avoidedAs([byName], latte, menu)).toBe(byName);
  expect(avoidedAs([{ ...avoid, kind: 'beverage' }], latte, menu)).toBeNull();
});
