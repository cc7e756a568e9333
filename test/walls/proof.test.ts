/** docs/proof.md names tests and shipped lines: what it names is there, under that name, and says that still. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync(
  ['{build,electron,renderer,server,shared,test}/**/*.{ts,tsx,css,json,patch}', '.oxlintrc.json'],
  { cwd: root },
);
const textOf = (path: string) => plain(readFileSync(root + path, 'utf8'));

/** One space for any: the formatter breaks lines where the page does not. */
const plain = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=[([{]) | (?=[)\]}])/g, '')
    .replaceAll(/,(?=[)\]}])/g, '');

const anything = '.*?';
const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** `…` stands for anything. */
const patternOf = (quoted: string) =>
  plain(quoted)
    .split('…')
    .map((part) => escaped(part.trim()))
    .join(anything);

const says = (text: string, quoted: string) => new RegExp(patternOf(quoted)).test(text);

/** What follows an opening bracket as a string: titles of tests and of their groups among them. */
const title = /\(\s*(['"`])((?:(?!\1)[^\\]|\\.)+)\1,/g;

/** Of a test alone or below its group, as a report would print it; in a title `%s` and `$name` stand for anything. */
function isTitledIn(text: string, quoted: string): boolean {
  const titles = [...text.matchAll(title)].map(([, , words = '']) => words);
  const asPattern = (words: string) => escaped(words).replaceAll(/%[a-z]|\\\$\w+/g, anything);
  const wanted = new RegExp(`^${patternOf(quoted)}`);
  const fits = (words: string) =>
    wanted.test(words) || new RegExp(`^${asPattern(words)}$`).test(plain(quoted));
  return titles.some((one) => fits(one) || titles.some((group) => fits(`${group} ${one}`)));
}

interface Row {
  readonly item: string;
  readonly tests: string;
  readonly lines: string;
}

/** Rows of all tables but their heads; `\|` is a `|` of a line. */
const rows = readFileSync(`${root}docs/proof.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (?:item|---)/.test(line))
  .map((line): Row => {
    const [item = '', tests = '', lines = ''] = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
    return { item, tests, lines };
  });

/** A whole path, or the end of one. */
const named = (name: string) => files.filter((path) => path === name || path.endsWith(`/${name}`));

const fileName = /(?<![\w*./{}-])[\w./-]*\w\.(?:tsx?|css|patch)(?![\w*])/g;
const spans = '(?:``.*?``|`[^`]*`)';
const linesOf = new RegExp(String.raw`([\w./-]*\w\.(?:tsx?|css|json)):((?: ${spans},?;?)+)`, 'g');
const testsOf = /([\w./-]*\w\.test\.tsx?):((?: "[^"]*",?;?)+)/g;

test('the page has its rows', () => {
  expect(rows.length).toBeGreaterThan(200);
});

describe.each(rows)('$item', ({ tests, lines }) => {
  test('names files that are there', () => {
    const missing = [...`${tests} ${lines}`.replaceAll(/(?<=: )`[^`]*`/g, '').matchAll(fileName)]
      .map(([name]) => name)
      .filter((name) => named(name).length === 0);
    expect(missing).toEqual([]);
  });

  test('names tests that are there', () => {
    const missing = [...tests.matchAll(testsOf)].flatMap(([, name = '', quoted = '']) => {
      const texts = named(name).map(textOf);
      const titles = [...quoted.matchAll(/"([^"]*)"/g)].flatMap(([, title = '']) => title.split(' > '));
      return titles.filter((title) => !texts.some((text) => isTitledIn(text, title)));
    });
    expect(missing).toEqual([]);
  });

  test('names lines that are there', () => {
    const missing = [...lines.matchAll(linesOf)].flatMap(([, name = '', quoted = '']) => {
      const texts = named(name).map(textOf);
      const found = [...quoted.matchAll(new RegExp(spans, 'g'))].map(([span]) =>
        span.replaceAll(/^`+|`+$/g, ''),
      );
      return found
        .filter((line) => !texts.some((text) => says(text, line)))
        .map((line) => `${name}: ${line}`);
    });
    expect(missing).toEqual([]);
  });
});
