/** The guides quote words that stand on the screen today, each in its language, and show pictures that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { root } from '../support/source-tree.ts';
import { quotedIn, spokenIn } from '../support/spoken-words.ts';

/** What is filled in, and what leads from one screen to the next, is between the words. */
const between = /…|\d+| → |‘|’|·|(?:陈芳|王顾问) /;

describe.each(['zh-CN', 'en'] as const)('the guide in %s', (language) => {
  const page = readFileSync(`${root}docs/guide.${language}.md`, 'utf8');
  const spoken = spokenIn(language);
  const unspoken = (quoted: string) =>
    quoted
      .split(between)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !spoken.some((one) => one.includes(part)));

  test('quotes what is said', () => {
    const quoted = quotedIn(page);
    expect(quoted.length).toBeGreaterThan(60);
    expect(quoted.flatMap(unspoken)).toEqual([]);
  });

  test('a word that nobody says is noticed', () => {
    expect(unspoken('End the relation')).toEqual(['End the relation']);
  });

  test('shows pictures that are there', () => {
    const pictures = [...page.matchAll(/\]\((pictures\/[^)]+)\)/g)].map(([, path = '']) => path);
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures.filter((path) => !existsSync(`${root}docs/${path}`))).toEqual([]);
  });
});
