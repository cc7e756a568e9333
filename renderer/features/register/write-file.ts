/** Sheets as the bytes of a file. The only place that knows the library. */
import Papa from 'papaparse';
import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/universal';
import { guardFormula } from '../../../shared/rules/register/formula-guard.ts';
import type { Cell, Sheet } from './export-sheet.ts';

const formats = { date: 'yyyy-mm-dd', moment: 'yyyy-mm-dd hh:mm' } as const;

/** A text is written as a text: Excel computes no cell of that type, whatever it begins with. */
function excelCell(cell: Cell): CellObject | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return { type: String, value: cell };
  if (typeof cell === 'number') return { type: Number, value: cell };
  return { type: Date, value: new Date(cell.wallMs), format: formats[cell.type] };
}

/** A workbook with a sheet each, its headings kept in sight. */
export function toXlsx(sheets: readonly Sheet[]): Promise<Blob> {
  const written = sheets.map(({ name, columns, rows }) => {
    const heads = columns.map(({ heading }): CellObject => ({
      ...{ type: String, value: heading, fontWeight: 'bold', backgroundColor: '#e8f1fd' },
    }));
    const data: SheetData = [heads, ...rows.map((row) => row.map(excelCell))];
    return {
      ...{ data, sheet: name, stickyRowsCount: 1, orientation: 'landscape' as const },
      columns: columns.map(({ width }) => ({ width })),
    };
  });
  return writeExcelFile(written).toBlob();
}

function csvCell(cell: Cell): string | number {
  if (cell === null) return '';
  if (typeof cell === 'string') return guardFormula(cell);
  if (typeof cell === 'number') return cell;
  const text = new Date(cell.wallMs).toISOString();
  return cell.type === 'date' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** With a byte order mark, which spreadsheets want to see before Chinese. */
export function toCsv({ columns, rows }: Sheet): Blob {
  const written = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(csvCell))];
  return new Blob([`\uFEFF${Papa.unparse(written)}\r\n`], { type: 'text/csv' });
}
