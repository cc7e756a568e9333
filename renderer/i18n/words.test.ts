/** The two languages hold the same words, and each is whole. */
import { describe, expect, test } from 'vitest';
import { deviceErrors, requestErrors, verdictCodes } from '../../shared/errors.ts';
import { createI18n, languages, words, type Language } from './index.ts';

function flatten(tree: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value as object, `${prefix}${key}.`),
  );
}

const texts: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  'zh-CN': new Map(flatten(words['zh-CN'])),
  en: new Map(flatten(words.en)),
};
const singular = /_one$/;
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
const keysWhere = (language: Language, holds: (text: string, key: string) => boolean) =>
  [...texts[language]].filter(([key, text]) => holds(text, key)).map(([key]) => key);

test('both languages have the same keys', () => {
  const keys = { 'zh-CN': [...texts['zh-CN'].keys()], en: keysWhere('en', (_, key) => !singular.test(key)) };
  expect(keys.en).toEqual(keys['zh-CN']);
  expect(keys.en.length).toBeGreaterThan(200);
});

test('both languages put in the same values', () => {
  const differing = keysWhere('en', (text, key) => {
    const chinese = texts['zh-CN'].get(key.replace(singular, '')) ?? '';
    const missing = placeholders(chinese).filter((name) => !placeholders(text).includes(name));
    // `the first row`: a singular may leave its count out.
    const mayMiss = singular.test(key) ? ['count'] : [];
    const isWhole = missing.every((name) => mayMiss.includes(name ?? ''));
    return !isWhole || placeholders(text).some((name) => !placeholders(chinese).includes(name));
  });
  expect(differing).toEqual([]);
});

test.each(languages)('no word of %s is empty, or has spaces around it', (language) => {
  const strange = keysWhere(language, (text) => text.trim() !== text || text === '');
  expect(strange.filter((key) => key !== 'common.listSeparator')).toEqual([]);
});

describe('each language is written in itself', () => {
  const latinWords = (text: string) => text.replaceAll(/\{\{\w+\}\}/g, '').match(/[A-Za-z][A-Za-z-]+/g) ?? [];
  /** Names, keys and what is typed letter by letter. */
  const namesInChinese = new Set(
    [
      'CR',
      'Desk',
      'CSV',
      'UTF-',
      'GB',
      'GBK',
      'Excel',
      'Electron',
      'Chromium',
      'Safari',
      'https',
      'IPv',
      'WPS',
      'MB',
      'Enter',
      'Esc',
      'Ctrl',
      'Alt',
      'user-add',
      'M',
      'QXA',
      'DF',
      'D',
    ].map((name) => name.toLowerCase()),
  );

  test('no English stands in the Chinese', () => {
    const strange = keysWhere('zh-CN', (text) =>
      latinWords(text).some((word) => !namesInChinese.has(word.toLowerCase())),
    );
    expect(strange).toEqual([]);
  });

  test('no Chinese stands in the English, but what is quoted from a list and the provinces of plates', () => {
    const bare = (text: string) => text.replaceAll(/“[^”]*”/g, '').replaceAll(/赣(?=D)/g, '');
    expect(keysWhere('en', (text) => /[\p{Script=Han}，。：；？！（）、]/u.test(bare(text)))).toEqual([]);
  });

  test('Chinese sentences are set with Chinese signs', () => {
    const half = /\p{Script=Han}\s*[,;:?!.()]|[,;?!()]\s*\p{Script=Han}|"/u;
    expect(keysWhere('zh-CN', (text) => half.test(text))).toEqual([]);
  });

  test('English is set with curly quotes and apostrophes', () => {
    expect(keysWhere('en', (text) => /["']/.test(text))).toEqual([]);
  });
});

describe('one and many', () => {
  const english = createI18n('en');

  test('what is counted in English has a singular where its noun needs one', () => {
    // Units, signs and words that are the same for one and for many.
    const sameForBoth =
      /\{\{count\}\} (?:min|waiting|found|due|more|ch)\b|[×(]\{\{count\}\}|^\S+ \{\{count\}\}$/;
    const lacking = keysWhere(
      'en',
      (text, key) =>
        placeholders(text).includes('count') &&
        !singular.test(key) &&
        !sameForBoth.test(text) &&
        !texts.en.has(`${key}_one`),
    );
    expect(lacking).toEqual([]);
  });

  test('a number before a plural is called count, so that its singular is found', () => {
    const uncounted = /\{\{(?!count\}\})\w+\}\} (?:rows|records|guests|parties|cars|customers|changes)\b/;
    expect(keysWhere('en', (text) => uncounted.test(text))).toEqual([]);
  });

  test('one guest, two guests; Chinese needs no difference', () => {
    expect([1, 2].map((count) => english.t('common.people', { count }))).toEqual(['1 guest', '2 guests']);
    const chinese = createI18n('zh-CN');
    expect([1, 2].map((count) => chinese.t('common.people', { count }))).toEqual(['1 人', '2 人']);
  });
});

describe.each(languages)('failures in %s', (language) => {
  const { verdict, ...errors } = words[language].errors;

  test('every code of shared/errors.ts has words, and no other', () => {
    expect(Object.keys(errors).sort()).toEqual(Object.keys({ ...requestErrors, ...deviceErrors }).sort());
  });

  test('every verdict has words, and no other', () => {
    expect(Object.keys(verdict).sort()).toEqual([...verdictCodes].sort());
  });

  test('each is a whole sentence', () => {
    const all = [...Object.values<string>(errors), ...Object.values<string>(verdict)];
    expect(all.filter((text) => !/[。.]$/.test(text))).toEqual([]);
  });
});
