/** Reads and checks a customer list away from the screen. */
import Papa from 'papaparse';
import { guestKey, planImport, type ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';
import { createDeskDatabase, type DeskDatabase } from '../../data/database.ts';

export interface ImportRequest {
  readonly file: File;
  readonly databaseName: string;
  readonly province: string | null;
}

export type ImportReading =
  | { readonly ok: true; readonly plan: ImportPlan }
  | { readonly ok: false; readonly reason: 'too_large' | 'not_utf8' | 'empty' | 'no_name_column' };

const largestFile = 20_000_000;

self.addEventListener('message', (event: MessageEvent<ImportRequest>) => {
  void read(event.data).then((reading) => self.postMessage(reading));
});

async function read({ file, databaseName, province }: ImportRequest): Promise<ImportReading> {
  if (file.size > largestFile) return { ok: false, reason: 'too_large' };
  const text = decode(await file.arrayBuffer());
  if (text === null) return { ok: false, reason: 'not_utf8' };
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: false });
  if (!data.some((row, index) => index > 0 && row.some((cell) => cell.trim() !== '')))
    return { ok: false, reason: 'empty' };
  const plan = planImport(data, await readKnown(createDeskDatabase(databaseName)), province);
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

async function readKnown(db: DeskDatabase) {
  const [vehicles, cards] = await Promise.all([db.vehicle.toArray(), db.guestCard.toArray()]);
  db.close();
  return {
    plates: new Set(vehicles.flatMap(({ plate }) => plate ?? [])),
    vins: new Set(vehicles.flatMap(({ vin }) => vin ?? [])),
    guests: new Set(cards.map(({ name, phoneLast4 }) => guestKey(name, phoneLast4))),
  };
}
