/** A customer list as the file holds it: its text, its table, and what an import of it would do. */
import type { KnownGuests } from '../../../shared/rules/import/leave-out-known.ts';
import { planImport, type BadRow, type ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';
import { readTable } from './read-table.ts';

export type ListReading =
  | { readonly ok: true; readonly plan: ImportPlan; readonly encoding: Encoding }
  | { readonly ok: false; readonly reason: 'workbook' | 'not_utf8' | 'empty' | 'quotes' | 'no_name_column' };

/** UTF-8, else what spreadsheets here write by themselves (GB 18030, which holds GBK). */
type Encoding = 'utf-8' | 'gb18030';

/** @param province put before plates that have none; null where the site has no such setting */
export function readList(bytes: ArrayBuffer, known: KnownGuests, province: string | null): ListReading {
  if (isWorkbook(bytes)) return { ok: false, reason: 'workbook' };
  const text = decode(bytes, 'utf-8');
  if (text !== null) return readText(text, known, province, 'utf-8');
  // Almost any bytes are some Chinese in it: only headings that we know tell that it was meant.
  const chinese = decode(bytes, 'gb18030');
  const reading = chinese === null ? null : readText(chinese, known, province, 'gb18030');
  return reading && (reading.ok || reading.reason === 'empty') ? reading : { ok: false, reason: 'not_utf8' };
}

function readText(
  text: string,
  known: KnownGuests,
  province: string | null,
  encoding: Encoding,
): ListReading {
  // An empty last line would count against the separator of a list with two columns.
  const { rows, lines, badRows, problems } = readTable(text.trimEnd());
  if (badRows[0]?.line === 1) return { ok: false, reason: 'quotes' };
  if (badRows.length === 0 && !rows.some((row, index) => index > 0 && row.some((cell) => cell.trim() !== '')))
    return { ok: false, reason: 'empty' };
  const plan = planImport(rows, known, province, lines);
  if (!plan) return { ok: false, reason: 'no_name_column' };
  return { ok: true, plan: withBadRows(plan, badRows, problems), encoding };
}

function withBadRows(
  plan: ImportPlan,
  bad: readonly BadRow[],
  problems: readonly ImportProblem[],
): ImportPlan {
  return {
    ...plan,
    rows: plan.rows + bad.length,
    badRows: [...plan.badRows, ...bad].toSorted((a, b) => a.line - b.line),
    problems: [...plan.problems, ...problems].toSorted((a, b) => a.line - b.line),
  };
}

/** `.xlsx` is a ZIP file, `.xls` an OLE one: by their first bytes, whatever the name says. */
function isWorkbook(bytes: ArrayBuffer): boolean {
  const first = [...new Uint8Array(bytes.slice(0, 4))].join();
  return first === '80,75,3,4' || first === '208,207,17,224';
}

/** Takes a byte order mark off. */
function decode(bytes: ArrayBuffer, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
