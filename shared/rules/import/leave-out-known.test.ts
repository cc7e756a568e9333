import { expect, test } from 'vitest';
import { guestKey, leaveOutKnown, type KnownGuests } from './leave-out-known.ts';
import { planImport } from './plan-import.ts';

const nothingKnown = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
const vin = '1M8GDM9AXKP042788';
const block =
  planImport(
    [
      ['姓名', '手机', '车牌号', '车架号'],
      ['张三', '13800796001', '赣D00001', ''],
      ['张三', '13800796001', '赣D00002', ''],
      ['李芳', '', '赣D00003', ''],
      ['王强', '13800796003', '', vin],
      ['赵敏', '', '', ''],
    ],
    nothingKnown,
    '赣',
  )?.customers ?? [];

const left = (known: Partial<KnownGuests>, own: readonly string[] = []) => {
  const { customers, skipped } = leaveOutKnown(block, { ...nothingKnown, ...known }, new Set(own));
  return [customers.map(({ name, vehicles }) => `${name} ${vehicles.length}`), skipped];
};

test('of a block nothing is left out that is still unknown', () => {
  expect(left({})).toEqual([['张三 2', '李芳 1', '王强 1', '赵敏 0'], 0]);
});

test('a guest who became known is left out with all their rows', () => {
  expect(left({ guests: new Set([guestKey('张三', '6001'), guestKey('赵敏', null)]) })).toEqual([
    ['李芳 1', '王强 1'],
    3,
  ]);
});

test('a car that became known is left out, and whoever has no other', () => {
  expect(left({ plates: new Set(['赣D00002', '赣D00003']) })).toEqual([['张三 1', '王强 1', '赵敏 0'], 2]);
  expect(left({ vins: new Set([vin]) })).toEqual([['张三 2', '李芳 1', '赵敏 0'], 1]);
});

test('somebody new with a car is not taken for a card that has the name alone', () => {
  expect(left({ guests: new Set([guestKey('李芳', null)]) })[1]).toBe(0);
});

test('who looks like one this import wrote was told apart by the plan, and stays', () => {
  const key = guestKey('张三', '6001');
  expect(left({ guests: new Set([key]) }, [key])[1]).toBe(0);
});
