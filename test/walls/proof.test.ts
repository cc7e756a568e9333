/** docs/proof.md names tests and shipped lines: what it names is there, under that name, and says that still. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultsOf, proofRows } from '../support/proof-page.ts';
import { root } from '../support/source-tree.ts';

const rows = proofRows(readFileSync(`${root}docs/proof.md`, 'utf8'));

function textOf(path: string): string | null {
  try {
    return readFileSync(root + path, 'utf8');
  } catch {
    return null;
  }
}

test('the page has its rows', () => {
  expect(rows.length).toBeGreaterThan(200);
});

test.each(rows.map((row) => ({ ...row, name: `${row.item}: ${row.tests}` })))(
  'what the page names is there: $name',
  (row) => {
    expect(faultsOf(row, textOf)).toEqual([]);
  },
);

describe('of a page that says what is not there', () => {
  const files: Readonly<Record<string, string>> = {
    'a.test.ts': `
      describe('a tray', () => {
        test('[B1] is carried by one hand, never by two', async () => {});
        test.each(['tea'])('holds %s', () => {});
      });`,
    'a.ts': `
      if (hands > 1) {
        return refused(
          'hands',
        );
      }`,
    'mutants/two-hands.patch': '',
  };
  const faults = (tests: string, lines: string) =>
    proofRows(`| item | test | line |\n| --- | --- | --- |\n| a | ${tests} | ${lines} |`).flatMap((row) =>
      faultsOf(row, (path) => files[path] ?? null),
    );
  const line = "a.ts: `return refused('hands');`";

  test.each([
    ['a.test.ts', line],
    ['a.test.ts (2)', 'mutants/two-hands.patch (seen at once)'],
    ['a.test.ts: "a tray > [B1] is carried by one hand, …"', line],
    ['a.test.ts: "a tray holds tea", "… never by two" (twice)', `${line} (left out), \`if (hands > …)\``],
    ['a.test.ts; a.test.ts: "holds %s"', `mutants/two-hands.patch; ${line}`],
  ])('nothing is said of what is: %s', (tests, lines) => {
    expect(faults(tests, lines)).toEqual([]);
  });

  test.each([
    ['a file that is gone', 'b.test.ts', line, 'no file: b.test.ts'],
    ['a shipped file that is gone', 'a.test.ts', 'b.ts: `x`', 'no file: b.ts'],
    ['a patch that is gone', 'a.test.ts', 'mutants/b.patch', 'no file: mutants/b.patch'],
    ['a test that is gone', 'a.test.ts: "holds %s", "falls"', line, 'not in a.test.ts: falls'],
    [
      'a beginning without its mark',
      'a.test.ts: "[B1] is carried"',
      line,
      'not in a.test.ts: [B1] is carried',
    ],
    ['a line that is gone', 'a.test.ts', `${line}, \`hands > 2\``, 'not in a.ts: hands > 2'],
    ['a line of another file', 'a.test.ts', 'a.test.ts: `hands > 1`', 'not in a.test.ts: hands > 1'],
    ['words in place of a test', 'as above', line, 'not in the notation: as above'],
    ['words in place of a line', 'a.test.ts', 'not broken', 'not in the notation: not broken'],
    ['words between lines', 'a.test.ts', `${line}; the sort`, `not in the notation: ${line}; the sort`],
  ])('%s is found', (_what, tests, lines, fault) => {
    expect(faults(tests, lines)).toEqual([fault]);
  });
});
