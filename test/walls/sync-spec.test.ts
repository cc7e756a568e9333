/** docs/sync-spec.md says what is there: its tests, its mutants, and what a client does about each answer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { requestErrors } from '../../shared/errors.ts';
import { root } from '../support/source-tree.ts';

const spec = readFileSync(`${root}docs/sync-spec.md`, 'utf8');

/** Cells of the table that follows this line of headings. */
function tableAfter(head: string): string[][] {
  const lines = spec.split('\n');
  const start = lines.indexOf(head);
  expect(start).toBeGreaterThan(-1);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('the letters that stand for tests', () => {
  const letters = tableAfter('| letter | tests | run against |').map(([letter, tests = '']) => ({
    letter: codesIn(letter)[0] ?? '',
    tests,
  }));

  test.each(letters)('$letter: its files are there', ({ tests }) => {
    const groups = [...tests.matchAll(/`([^`]+)`: ([^;(]+)/g)];
    expect(groups.length).toBeGreaterThan(0);
    const missing = groups.flatMap(([, folder = '', names = '']) =>
      names
        .split(',')
        .map((name) => `${folder}/${name.trim()}`)
        .filter((file) => !existsSync(`${root}${file}.test.ts`)),
    );
    expect(missing).toEqual([]);
  });

  test('each that a rule names is explained, and each explained is named by a rule', () => {
    const named = new Set(
      [...spec.matchAll(/`\[([A-Z\d ]+)\]`/g)].flatMap(([, list = '']) => list.split(' ')),
    );
    expect([...named].toSorted()).toEqual(letters.map(({ letter }) => letter).toSorted());
  });
});

test('every refusal of a whole request has its status, and what a client does', () => {
  const told = tableAfter('| answer | status | then | a client |').flatMap(
    ([answer, status, then, what = '']) =>
      codesIn(answer).map((code) => [code, { status: Number(status), then }, what.length > 0]),
  );
  const known = Object.entries(requestErrors).map(([code, error]) => [code, error, true]);
  const byCode = (list: unknown[][]) => list.toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(byCode(told)).toEqual(byCode(known));
});

test('the table of mutants is the folder of mutants', () => {
  const told = tableAfter('| mutant | patch | noticed by |').flatMap(([, patch]) => codesIn(patch));
  const kept = readdirSync(`${root}test/simulation/mutants`).map((file) => file.replace('.patch', ''));
  expect(told.toSorted()).toEqual(kept.toSorted());
});
