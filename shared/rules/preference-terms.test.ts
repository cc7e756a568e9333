import { expect, test } from 'vitest';
import { preferenceKinds } from '../entities/preference.ts';
import {
  isAllergy,
  offeredTerms,
  preferenceTerms,
  readDetail,
  standingPreferences,
  toggleTerm,
  writeDetail,
} from './preference-terms.ts';

test.each([
  [null, [], ''],
  ['少糖', ['lessSugar'], ''],
  ['温热、少糖，靠窗', ['warm', 'lessSugar'], '靠窗'],
  ['Less Sugar, no spoon, by the window', ['lessSugar'], 'no spoon, by the window'],
  ['牛奶（乳糖不耐）', ['lactose'], ''],
  ['少糖、少糖', ['lessSugar'], ''],
  ['不要太甜', [], '不要太甜'],
  [' 、 ', [], ''],
] as const)('of “%s” the known words are told from the guest’s own', (detail, terms, rest) => {
  expect(readDetail(detail)).toEqual({ terms, rest });
});

test('whatever language a word was typed in, one spelling is kept, and own words come last', () => {
  expect(writeDetail(readDetail('by the window, less sugar, hot'))).toBe('少糖、热的、by the window');
  expect(writeDetail({ terms: [], rest: '  ' })).toBeNull();
});

test('every word is read back as itself, and every one that is offered is of one topic alone', () => {
  for (const term of preferenceTerms)
    expect(readDetail(writeDetail({ terms: [term], rest: '' }))).toEqual({ terms: [term], rest: '' });
  for (const kind of preferenceKinds) {
    const offered = offeredTerms[kind].flatMap(({ terms }) => terms);
    expect(new Set(offered).size).toBe(offered.length);
  }
  const all = preferenceKinds.flatMap((kind) => offeredTerms[kind].flatMap(({ terms }) => terms));
  expect(new Set(all)).toEqual(new Set(preferenceTerms));
});

test('a cup is of one temperature; what is avoided adds up; a second tap takes it out', () => {
  expect(toggleTerm('beverage', ['warm', 'lessSugar'], 'noIce')).toEqual(['lessSugar', 'noIce']);
  expect(toggleTerm('avoid', ['coffee'], 'milk')).toEqual(['coffee', 'milk']);
  expect(toggleTerm('avoid', ['coffee', 'milk'], 'coffee')).toEqual(['milk']);
});

test('an allergy comes first, then what is avoided; what was withdrawn is not told', () => {
  const at = { menuItemId: null, recordedAt: 1 };
  const rows = [
    { ...at, kind: 'leisure', detail: '看报纸' },
    { ...at, kind: 'beverage', detail: '少糖' },
    { ...at, kind: 'beverage', detail: '少冰', recordedAt: 2 },
    { ...at, kind: 'avoid', detail: '咖啡' },
    { ...at, kind: 'avoid', detail: null },
    { ...at, kind: 'avoid', detail: 'Peanut allergy' },
  ] as const;
  const told = standingPreferences(rows).map(({ detail }) => detail);
  expect(told).toEqual(['Peanut allergy', '咖啡', '少冰', '少糖', '看报纸']);
  expect(isAllergy('对芒果过敏')).toBe(true);
  expect(isAllergy('芒果')).toBe(false);
});
