/** docs/windows-acceptance.md quotes words that stand on the screen today, and its half hour is one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quotedIn, spokenIn } from '../support/spoken-words.ts';

const page = readFileSync(new URL('../../docs/windows-acceptance.md', import.meta.url), 'utf8');
const chinese = /[㐀-鿿]/;

const spoken = spokenIn('zh-CN');

/** @returns what of the text nobody says */
function unspoken(text: string): string[] {
  const parts = text.split(/…|\d+/).map((part) => part.trim());
  return parts.filter((part) => chinese.test(part) && !spoken.some((one) => one.includes(part)));
}

test('each word in quotes is one of the application', () => {
  const quoted = quotedIn(page);
  expect(quoted.filter((text) => chinese.test(text)).length).toBeGreaterThan(60);
  expect(quoted.flatMap(unspoken)).toEqual([]);
});

test('and so is all else that is Chinese', () => {
  const runs = page.match(/[㐀-鿿]+/g) ?? [];
  expect(runs.flatMap(unspoken)).toEqual([]);
});

test('what nobody says is noticed, whole or in part', () => {
  expect(unspoken('待上传 3')).toEqual([]);
  expect(unspoken('新版本 0.1.1 已下载并通过校验，可以安装。')).toEqual([]);
  expect(unspoken('等待上传 3')).toEqual(['等待上传']);
  expect(unspoken('在线 · 上次同步 … 分前')).toEqual(['分前']);
});

describe('its rows', () => {
  const rows = [...page.matchAll(/^\| (\d+) \|(?: (\d+) \|)? .* \| ☐ \|$/gm)];
  const numbers = rows.map(([, number]) => Number(number));
  test('have numbers from one on, each once', () =>
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1)));
  test('are all rows that are to be ticked', () => expect(rows).toHaveLength(page.split('☐').length - 1));
  test('of the half hour take thirty minutes at most', () => {
    const minutes = rows.flatMap(([, , given]) => (given === undefined ? [] : [Number(given)]));
    expect(minutes.length).toBeGreaterThan(10);
    expect(minutes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(30);
  });
});
