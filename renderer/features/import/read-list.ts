/** A customer list as the file holds it: its sheets, as text. */
import { headingRow, matchColumns } from '../../../shared/rules/import/import-columns.ts';
import { readTable, type ImportSheet } from './read-table.ts';
import { mostRows, readWorkbook, type WorkbookReading } from './read-workbook.ts';

/** UTF-8, else what spreadsheets here write by themselves (GB 18030, which holds GBK); or a workbook. */
export type ImportKind = 'utf-8' | 'gb18030' | 'xlsx';

export type ListReading =
  | { readonly ok: true; readonly kind: ImportKind; readonly sheets: readonly ImportSheet[] }
  | {
      readonly ok: false;
      readonly reason:
        'workbook' | 'not_utf8' | 'empty' | 'quotes' | Extract<WorkbookReading, { ok: false }>['reason'];
    };

/** Each sheet begins with its headings: a title above them is left out. */
export async function readList(bytes: ArrayBuffer): Promise<ListReading> {
  const signature = [...new Uint8Array(bytes.slice(0, 4))].join();
  // By their first bytes, whatever the name says: an old or a locked workbook is an OLE file, an .xlsx a ZIP one.
  if (signature === '208,207,17,224') return { ok: false, reason: 'workbook' };
  if (signature === '80,75,3,4') {
    const workbook = await readWorkbook(bytes);
    if (!workbook.ok) return workbook;
    const sheets = workbook.sheets.map(fromHeadings).filter(hasRows);
    return sheets.length > 0 ? { ok: true, kind: 'xlsx', sheets } : { ok: false, reason: 'empty' };
  }
  const text = decode(bytes, 'utf-8');
  if (text !== null) return readText(text, 'utf-8');
  // Almost any bytes are some Chinese in it: only headings that we know tell that it was meant.
  const chinese = decode(bytes, 'gb18030');
  const reading = chinese === null ? null : readText(chinese, 'gb18030');
  if (reading && !reading.ok && reading.reason === 'empty') return reading;
  const [headings = []] = (reading?.ok && reading.sheets[0]?.rows) || [];
  return reading?.ok && Object.keys(matchColumns(headings).columns).length > 0
    ? reading
    : { ok: false, reason: 'not_utf8' };
}

function readText(text: string, kind: ImportKind): ListReading {
  // An empty last line would count against the separator of a list with two columns.
  const table = readTable(text.trimEnd());
  if (table.badRows[0]?.line === 1) return { ok: false, reason: 'quotes' };
  if (table.rows.length > mostRows + 1) return { ok: false, reason: 'too_many_rows' };
  const sheet = fromHeadings({ ...table, name: '' });
  return hasRows(sheet) ? { ok: true, kind, sheets: [sheet] } : { ok: false, reason: 'empty' };
}

function fromHeadings(sheet: ImportSheet): ImportSheet {
  const at = headingRow(sheet.rows);
  return { ...sheet, rows: sheet.rows.slice(at), lines: sheet.lines.slice(at) };
}

const hasRows = ({ rows, badRows }: ImportSheet) =>
  badRows.length > 0 || rows.some((row, index) => index > 0 && row.some((cell) => cell.trim() !== ''));

/** Takes a byte order mark off. */
function decode(bytes: ArrayBuffer, encoding: 'utf-8' | 'gb18030'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
