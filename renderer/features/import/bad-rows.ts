import Papa from 'papaparse';
import { problemHeadings } from '../../../shared/rules/import/import-columns.ts';
import type { ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import { guardFormula } from '../../../shared/rules/register/formula-guard.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';

/**
 * The rows that could not be taken, to be mended and imported again: the file's own columns and words, and what
 * is wrong behind them. What a spreadsheet would take for a formula begins with an apostrophe, which the next import
 * takes off.
 * @param heading one of `problemHeadings`, so that it is no column to the next import
 * @param wordsOf what is wrong, in the language of the screen
 * @returns CSV with a byte order mark, which spreadsheets want to see before Chinese
 */
export function badRowsCsv(
  { headings, badRows, problems }: Pick<ImportPlan, 'headings' | 'badRows' | 'problems'>,
  heading: string,
  wordsOf: (problem: ImportProblem) => string,
): string {
  const kept = headings.map((one) => !problemHeadings.some((ours) => ours === one.trim()));
  const ofFile = (cells: readonly string[]) =>
    headings.map((_, index) => cells[index] ?? '').filter((_, index) => kept[index]);
  const wrong = Map.groupBy(
    problems.filter(({ weight }) => weight === 'error'),
    ({ line }) => line,
  );
  const rows = badRows.map(({ line, cells }) => [
    ...ofFile(cells),
    (wrong.get(line) ?? []).map(wordsOf).join(' '),
  ]);
  const csv = Papa.unparse([[...ofFile(headings), heading], ...rows].map((row) => row.map(guardFormula)));
  return `\uFEFF${csv}\r\n`;
}
