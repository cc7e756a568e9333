import { describe, expect, test } from 'vitest';
import { findDuplicates, isSimilar, type DuplicateSource } from './duplicate-pairs.ts';

const sounds: Readonly<Record<string, string>> = { 芳: 'fang', 方: 'fang', 陈: 'chen', 李: 'li', 红: 'hong' };
const soundOf = (name: string) => [...name].map((one) => sounds[one] ?? one).join(' ');

let last = 0;
function source(name: string, more: Partial<DuplicateSource> = {}): DuplicateSource {
  const nothing = { phoneLast4: null, phones: [], idNumbers: [], plates: [], vins: [] };
  last += 1;
  return { cardId: `${String(last).padStart(4, '0')}`, name, ...nothing, ...more };
}
const reasonsOf = (sources: readonly DuplicateSource[]) =>
  findDuplicates(sources, soundOf).map(({ reasons }) => reasons.join(' '));

test.each([
  ['phone', { phones: ['+8613800798165'] }],
  ['idNumber', { idNumbers: ['11010519491231002X'] }],
  ['plate', { plates: ['赣D12345'] }],
  ['vin', { vins: ['1M8GDM9AXKP042788'] }],
])('two who share a %s look like one', (reason, shared) => {
  expect(reasonsOf([source('陈芳', shared), source('李红', shared), source('王五')])).toEqual([reason]);
});

test('the strongest reason stands first, and a pair with it', () => {
  const [a, b] = [
    source('陈芳', { phones: ['1'], plates: ['p'], phoneLast4: '8165' }),
    source('陈芳', { phones: ['1'], plates: ['p'], phoneLast4: '8165' }),
  ];
  const [c, d] = [source('甲', { idNumbers: ['x'] }), source('乙', { idNumbers: ['x'] })];
  expect(reasonsOf([a, b, c, d])).toEqual(['idNumber', 'phone plate name']);
});

test('nor are last digits that thousands share: their names are not compared', () => {
  const crowd = (count: number) =>
    Array.from({ length: count }, () => source('陈芳', { phoneLast4: '0000' }));
  expect(reasonsOf(crowd(3))).toEqual(['name', 'name', 'name']);
  expect(reasonsOf(crowd(2_001))).toEqual([]);
});

test('a number that many share is nobody’s own', () => {
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, at) => source(`人${at}`, { phones: ['1'] }));
  expect(reasonsOf(crowd(3))).toHaveLength(3);
  expect(reasonsOf(crowd(7))).toEqual([]);
});

test('the same last digits take a similar name', () => {
  const at = (name: string) => source(name, { phoneLast4: '8165' });
  expect(reasonsOf([at('陈芳'), at('陈方')])).toEqual(['name']);
  expect(reasonsOf([at('陈芳'), at('李红')])).toEqual([]);
  expect(reasonsOf([at('陈芳'), source('陈芳', { phoneLast4: '0011' })])).toEqual([]);
});

describe('names that are', () => {
  test.each([
    ['陈芳', '陈 芳'],
    ['陈芳', '陈芳女士'],
    ['王建', '王建国'],
    ['王建国', '王健国'],
    ['陈芳', '陈方'],
    ['吉安物流有限公司', '吉安物流'],
    ['Ｌi Lei', 'li lei'],
  ])('similar: %s, %s', (a, b) =>
    expect([isSimilar(a, b, soundOf), isSimilar(b, a, soundOf)]).toEqual([true, true]),
  );

  test.each([
    ['陈芳', '李芳'],
    ['陈芳', '陈红'],
    ['王建国', '李建军'],
    ['', '陈芳'],
  ])('not: %s, %s', (a, b) => expect(isSimilar(a, b, soundOf)).toBe(false));
});
