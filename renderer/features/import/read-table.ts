/** A CSV text as rows and the lines they begin at; what unpaired quotation marks make of it is kept apart. */
import Papa from 'papaparse';
import type { BadRow } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';

export interface ListTable {
  readonly rows: readonly (readonly string[])[];
  /** Where each row begins, from 1. */
  readonly lines: readonly number[];
  /** Lines between unpaired quotation marks, each by itself: nobody knows which of them are rows. */
  readonly badRows: readonly BadRow[];
  readonly problems: readonly ImportProblem[];
}

/** A table by its name in the file; a CSV has none. */
export interface ImportSheet extends ListTable {
  readonly name: string;
}

const lineBreak = /\r\n|\r|\n/;
const lineBreaks = /\r\n|\r|\n/g;

export function readTable(text: string): ListTable {
  const rows: string[][] = [];
  const lines: number[] = [];
  const badRows: BadRow[] = [];
  const problems: ImportProblem[] = [];
  let line = 1;
  let begin = 0;
  Papa.parse<string[]>(text, {
    skipEmptyLines: false,
    step({ data, errors, meta }) {
      const written = text.slice(begin, meta.cursor);
      if (errors.some(({ type }) => type === 'Quotes')) {
        for (const bad of linesOf(written, line, meta.delimiter)) {
          badRows.push(bad);
          const code = bad.line === line ? 'quotes' : 'quotes_before';
          const [value = ''] = bad.cells;
          problems.push({ line: bad.line, field: null, value, code, weight: 'error' });
        }
      } else {
        rows.push(data);
        lines.push(line);
      }
      line += written.match(lineBreaks)?.length ?? 0;
      begin = meta.cursor;
    },
  });
  return { rows, lines, badRows, problems };
}

/** Cut at every separator: which marks are meant is what cannot be told. */
function linesOf(written: string, first: number, delimiter: string): BadRow[] {
  return written
    .split(lineBreak)
    .map((one, index) => ({ line: first + index, cells: one.split(delimiter) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}
