import { expect, test } from 'vitest';
import { createGuestEntries } from '../../../shared/rules/search/guest-entries.ts';
import { searchGuests } from '../../../shared/rules/search/search-guests.ts';
import { nameReadings } from './name-readings.ts';

function isFound(name: string, typed: string, kind: 'private' | 'organisation' = 'private'): boolean {
  const entry = {
    ...{ guestCardId: name, name, kind, readings: nameReadings(name, kind) },
    ...{ phoneLast4: null, vehicles: [], birthMonthDay: null, flags: [], lastVisitAt: null },
  };
  return searchGuests(createGuestEntries([entry]), typed, 1, 0).total === 1;
}

test.each([
  ['单丽娟', ['shanlijuan', 'danlj', 'slj', 'dlj']],
  ['仇志强', ['qiuzhiqiang', 'chouzq']],
  ['曾文静', ['zengwenjing', 'cengwj']],
  ['解晓东', ['xiexd', 'jiexd']],
  ['尉迟恭', ['yuchigong', 'weichig', 'ycg']],
  ['区海涛', ['ouhaitao', 'quht']],
  ['查良玉', ['zhaly', 'chaly']],
  ['吕思远', ['lvsiyuan', 'lsy']],
  ['重庆', ['chongqing', 'zhongqing']],
])('%s is found by each reading of its characters', (name, typed) => {
  expect(typed.filter((one) => !isFound(name, one))).toEqual([]);
});

test('the likeliest reading stands first: as a surname for people, as a word for organisations', () => {
  expect(nameReadings('单丽娟', 'private')[0]?.[0]).toBe('shan');
  expect(nameReadings('曾丽', 'private')[0]?.[0]).toBe('zeng');
  expect(nameReadings('重庆银行', 'organisation')[3]?.[0]).toBe('hang');
});

test('there is one entry for each character, of whatever script', () => {
  expect(nameReadings('𠮷田4S店·A', 'private')).toHaveLength(7);
  expect(isFound('4S店吉安', 'dianjian')).toBe(true);
  expect(isFound('𠮷田明', 'tianming')).toBe(true);
});
