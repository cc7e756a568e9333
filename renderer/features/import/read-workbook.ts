/** The sheets of an .xlsx as tables of text; what a spreadsheet made of numbers and dates is read back. */
import type { ImportSheet } from './read-table.ts';

export type WorkbookReading =
  | { readonly ok: true; readonly sheets: readonly ImportSheet[] }
  | {
      readonly ok: false;
      readonly reason: 'too_large_inside' | 'too_many_rows' | 'workbook_broken' | 'empty';
    };

/** Bytes of all parts once they are unpacked: a hundred thousand rows of twenty columns have about 150 MB. */
const mostUnpacked = 400_000_000;
export const mostRows = 200_000;
const mostColumns = 200;
/** Of cells made one, and of the rows they go over: a customer has no more cars. */
const mostMerges = 50_000;
const longestMerge = 1_000;

export async function readWorkbook(bytes: ArrayBuffer): Promise<WorkbookReading> {
  const unpacked = unpackedSize(bytes);
  if (unpacked === null) return { ok: false, reason: 'workbook_broken' };
  // The reader holds each part to the size that was told of it.
  if (unpacked > mostUnpacked) return { ok: false, reason: 'too_large_inside' };
  const { readXlsx } = await import('hucre/xlsx');
  let workbook;
  try {
    workbook = await readXlsx(new Uint8Array(bytes), { maxRows: mostRows + 2 });
  } catch (error) {
    return { ok: false, reason: isTooLarge(error) ? 'too_large_inside' : 'workbook_broken' };
  }
  const filled = workbook.sheets.filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== null)));
  if (filled.length === 0) return { ok: false, reason: 'empty' };
  if (filled.some(({ rows }) => rows.length > mostRows + 1)) return { ok: false, reason: 'too_many_rows' };
  return {
    ok: true,
    sheets: filled.map(({ name, rows, merges = [] }) => {
      const texts = rows.map((row) => row.slice(0, mostColumns).map(cellText));
      for (const merge of merges.slice(0, mostMerges)) fillDown(texts, merge);
      return { name, rows: texts, lines: texts.map((_, at) => at + 1), badRows: [], problems: [] };
    }),
  };
}

const isTooLarge = (error: unknown) =>
  error instanceof Error && /exceed|too (?:large|many)/i.test(error.message);

type Cell = string | number | boolean | Date | null;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) {
    const [day = '', time = ''] = Number.isNaN(cell.getTime()) ? [] : cell.toISOString().split('T');
    return time.startsWith('00:00') ? day : `${day} ${time.slice(0, 5)}`;
  }
  // A spreadsheet keeps 15 digits of a number: more of them would be made up.
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  return String(cell);
}

interface Merge {
  readonly startRow: number;
  readonly startCol: number;
  readonly endRow: number;
}

/** One name beside several cars is written once, in cells made one: each of the rows has it. */
function fillDown(rows: string[][], { startRow, startCol, endRow }: Merge): void {
  const value = rows[startRow]?.[startCol] ?? '';
  const end = Math.min(endRow, startRow + longestMerge);
  for (const row of rows.slice(startRow + 1, end + 1)) if (!row[startCol]) row[startCol] = value;
}

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;

/** What the parts of a ZIP file say they are unpacked, in all; null where it is none. */
export function unpackedSize(bytes: ArrayBuffer): number | null {
  const view = new DataView(bytes);
  let end = bytes.byteLength - 22;
  const first = Math.max(0, end - 65_535);
  while (end >= first && view.getUint32(end, true) !== endOfDirectory) end -= 1;
  if (end < first) return null;
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== entryOfDirectory) return null;
    total += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return total;
}
