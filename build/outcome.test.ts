import { describe, expect, test } from 'vitest';
import { exitCodeOf, failuresOf, summaryOf, toCounts, type Outcome } from './outcome.ts';

const report = (passed: number, failed: number, pending = 0) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending });
const outcome = (suite: string, passed: number, failed: number): Outcome => ({
  ...{ suite, passed, failed, skipped: 0, seconds: 1.5 },
});

describe('a suite', () => {
  test('that passed counts its tests', () => {
    expect(toCounts(report(12, 0, 1), 0)).toEqual({ passed: 12, failed: 0, skipped: 1 });
  });

  test('with failed tests counts them, once', () => {
    expect(toCounts(report(10, 2), 1)).toEqual({ passed: 10, failed: 2, skipped: 0 });
  });

  test.each([
    ['that ran no test', report(0, 0), 0],
    ['that skipped all its tests', report(0, 0, 9), 0],
    ['that died before its report', null, 1],
    ['that wrote no report and says all is well', null, 0],
  ])('%s has failed', (_how, text, code) => {
    expect(toCounts(text, code).failed).toBe(1);
  });

  test('whose tests passed but which ended badly has failed', () => {
    expect(toCounts(report(12, 0), 1)).toEqual({ passed: 12, failed: 1, skipped: 0 });
  });
});

test('all is well only where something ran and nothing failed', () => {
  expect(exitCodeOf([outcome('unit', 3, 0), outcome('dom', 2, 0)])).toBe(0);
  expect(exitCodeOf([outcome('unit', 3, 0), outcome('dom', 2, 1)])).toBe(1);
  expect(exitCodeOf([outcome('unit', 0, 0)])).toBe(1);
  expect(exitCodeOf([])).toBe(1);
});

test('the last line adds all suites up', () => {
  const lines = summaryOf([outcome('unit', 300, 0), outcome('dom', 20, 1)]);
  expect(lines.at(-1)).toBe('320 passed, 1 failed');
  expect(lines.find((line) => line.startsWith('dom'))).toBe('dom               20       1       0     1.5');
});

test('what failed is told again above the table, with the first lines of why', () => {
  const told = failuresOf(
    'dom',
    JSON.stringify({
      testResults: [
        {
          name: 'a.test.ts',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'holds', failureMessages: [] },
            { status: 'failed', fullName: 'breaks', failureMessages: ['why\n at line 3'] },
          ],
        },
        { name: 'b.test.ts', message: 'does not even load', assertionResults: [] },
      ],
    }),
  );
  expect(told).toEqual([
    'FAILED dom a.test.ts > breaks\n  why\n   at line 3',
    'FAILED dom b.test.ts\n  does not even load',
  ]);
  expect(failuresOf('dom', null)).toEqual([]);
});
