/** A customer list as the file holds it: its text, its table, and what an import of it would do. */
import Papa from 'papaparse';
import { planImport, type ImportPlan, type KnownGuests } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';

export type ListReading =
  | { readonly ok: true; readonly plan: ImportPlan }
  | { readonly ok: false; readonly reason: 'not_utf8' | 'empty' | 'no_name_column' };

/** @param province put before plates that have none; null where the site has no such setting */
export function readList(bytes: ArrayBuffer, known: KnownGuests, province: string | null): ListReading {
  const text = decode(bytes);
  if (text === null) return { ok: false, reason: 'not_utf8' };
  // An empty last line would count against the separator of a list with two columns.
  const { data, errors } = Papa.parse<string[]>(text.trimEnd(), { skipEmptyLines: false });
  if (!data.some((row, index) => index > 0 && row.some((cell) => cell.trim() !== '')))
    return { ok: false, reason: 'empty' };
  const plan = planImport(data, known, province);
  if (!plan) return { ok: false, reason: 'no_name_column' };
  const quotes = errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row }): ImportProblem => ({
      line: (row ?? 0) + 1,
      field: null,
      value: '',
      code: 'quotes',
      weight: 'remark',
    }));
  return { ok: true, plan: { ...plan, problems: [...quotes, ...plan.problems] } };
}

/** Takes a byte order mark off. */
function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
