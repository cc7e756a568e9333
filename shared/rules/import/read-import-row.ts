/** One row of a customer list: what it says, and what is wrong with it. */
import type { Phone } from '../formats/phone.ts';
import { readPhone } from '../formats/phone.ts';
import { readIdNumber } from '../formats/id-number.ts';
import { readPlate } from '../formats/plate.ts';
import { readVin } from '../formats/vin.ts';
import type { ImportField } from './import-columns.ts';

export interface ImportVehicle {
  readonly plate: string | null;
  readonly vin: string | null;
  readonly model: string | null;
  readonly colour: string | null;
}

export interface ImportRow {
  /** Of the file, the heading being 1. */
  readonly line: number;
  readonly kind: 'private' | 'organisation';
  readonly name: string;
  readonly gender: 'male' | 'female' | null;
  readonly phones: readonly Phone[];
  readonly idNumber: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly address: string | null;
  readonly email: string | null;
  readonly employer: string | null;
  readonly contactPerson: string | null;
  readonly note: string | null;
  readonly vehicle: ImportVehicle | null;
}

/** Reasons a row is left out, skipped or remarked on; `import.problems` has the words (renderer/i18n). */
const importProblems = [
  'name_missing',
  'name_too_long',
  'kind_unknown',
  'gender_unknown',
  'phone_invalid',
  'phone_zero_lost',
  'number_shortened',
  'id_invalid',
  'id_rounded',
  'date_invalid',
  'date_counted',
  'plate_invalid',
  'vin_invalid',
  'vin_check',
  'text_too_long',
  'text_not_storable',
  'known_plate',
  'known_plate_new_phone',
  'known_plate_new_name',
  'known_vin',
  'known_id',
  'known_guest',
  'known_phone',
  'same_phone',
  'repeated',
  'differs',
  'same_name',
  'quotes',
  'quotes_before',
] as const;
type ImportProblemCode = (typeof importProblems)[number];

export interface ImportProblem {
  readonly line: number;
  readonly field: ImportField | null;
  readonly value: string;
  readonly code: ImportProblemCode;
  /** `error`: left out; `known`: skipped; `remark`: taken all the same. */
  readonly weight: 'error' | 'known' | 'remark';
}

const longest: Readonly<Partial<Record<ImportField, number>>> = {
  name: 120,
  address: 400,
  email: 254,
  employer: 120,
  contactPerson: 80,
  model: 80,
  colour: 40,
  note: 2000,
};

const kinds = new Map<string, ImportRow['kind']>([
  ['个人', 'private'],
  ['个人客户', 'private'],
  ['私人', 'private'],
  ['private', 'private'],
  ['单位', 'organisation'],
  ['单位客户', 'organisation'],
  ['公司', 'organisation'],
  ['企业', 'organisation'],
  ['机关', 'organisation'],
  ['organisation', 'organisation'],
]);
const genders = new Map<string, 'male' | 'female'>([
  ['男', 'male'],
  ['先生', 'male'],
  ['male', 'male'],
  ['m', 'male'],
  ['女', 'female'],
  ['女士', 'female'],
  ['female', 'female'],
  ['f', 'female'],
]);
/** Lists say so where nobody asked: it means what an empty cell means. */
const genderUntold = new Set([
  '未知',
  '不详',
  '未填',
  '未填写',
  '保密',
  '无',
  '-',
  '—',
  '/',
  'unknown',
  'n/a',
]);

/** What a row says, in its own words. */
export type ImportCells = Readonly<Partial<Record<ImportField, string>>>;

/**
 * @param line of the file, the heading being 1
 * @param cells trimmed
 * @param province put before a plate that has none; null where the site has no such setting
 * @returns `row` null where a problem weighs as `error`; every problem of the row, not the first alone
 */
export function readImportRow(
  line: number,
  cells: ImportCells,
  province: string | null,
): { readonly row: ImportRow | null; readonly problems: readonly ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const object = (field: ImportField, code: ImportProblemCode, weight: ImportProblem['weight'] = 'error') =>
    void problems.push({ line, field, value: cells[field] ?? '', code, weight });
  const text = (field: ImportField) => cells[field] || null;
  checkTexts(cells, object);
  if (!cells.name) object('name', 'name_missing');

  const id = readBy(cells.idNumber, readIdNumber, (typed) => object('idNumber', idProblem(typed)));
  const birthDate = readBy(cells.birthDate, readDate, () => object('birthDate', 'date_invalid'));
  if (birthDate && dayCount.test(cells.birthDate ?? '')) object('birthDate', 'date_counted', 'remark');
  const gender = readBy(
    genderUntold.has(cells.gender?.toLowerCase() ?? '') ? undefined : cells.gender,
    (typed) => genders.get(typed.toLowerCase()) ?? null,
    () => object('gender', 'gender_unknown'),
  );
  const kind = readBy(
    cells.kind,
    (typed) => kinds.get(typed.toLowerCase()) ?? null,
    () => object('kind', 'kind_unknown'),
  );
  const phone = readBy(cells.phone, readPhone, (typed) => object('phone', phoneProblem(typed)));
  if (phone && hasLostZero(cells.phone ?? '')) object('phone', 'phone_zero_lost', 'remark');
  const plate = readBy(
    cells.plate,
    (typed) => readPlate(typed, province),
    () => object('plate', 'plate_invalid'),
  );
  const vin = readBy(cells.vin, readVin, () => object('vin', 'vin_invalid'));
  if (vin && !vin.hasValidCheckDigit) object('vin', 'vin_check', 'remark');

  if (problems.some(({ weight }) => weight === 'error')) return { row: null, problems };
  const vehicle = { plate, vin: vin?.vin ?? null, model: text('model'), colour: text('colour') };
  const hasVehicle = Object.values(vehicle).some((value) => value !== null);
  const row: ImportRow = {
    line,
    kind: kind ?? (/公司|集团|有限|厂$/.test(cells.name ?? '') ? 'organisation' : 'private'),
    name: cells.name ?? '',
    gender: gender ?? id?.gender ?? null,
    phones: phone ? [phone] : [],
    idNumber: id?.idNumber ?? null,
    birthDate: birthDate ?? id?.birthDate ?? null,
    address: text('address'),
    email: text('email'),
    employer: text('employer'),
    contactPerson: text('contactPerson'),
    note: text('note'),
    vehicle: hasVehicle ? vehicle : null,
  };
  return { row, problems };
}

function checkTexts(cells: ImportCells, object: (field: ImportField, code: ImportProblemCode) => void): void {
  for (const [name, value] of Object.entries(cells)) {
    const field = name as ImportField;
    if (value.includes('\u0000') || !value.isWellFormed()) object(field, 'text_not_storable');
    else if (value.length > (longest[field] ?? 200))
      object(field, field === 'name' ? 'name_too_long' : 'text_too_long');
  }
}

/** An empty cell says nothing; one that cannot be read is objected to. */
function readBy<Value>(
  typed: string | undefined,
  read: (typed: string) => Value | null,
  object: (typed: string) => void,
): Value | null {
  if (!typed) return null;
  const value = read(typed);
  if (value === null) object(typed);
  return value;
}

/** `1.38008E+10`: a spreadsheet wrote what it showed, and the digits are gone. */
const shortened = /^\d(?:\.\d+)?e\+?\d+$/i;

const phoneProblem = (typed: string): ImportProblemCode =>
  shortened.test(typed) ? 'number_shortened' : 'phone_invalid';

/** A spreadsheet keeps 15 digits of a number: the last three of the 18 are then noughts. */
function idProblem(typed: string): ImportProblemCode {
  if (shortened.test(typed)) return 'number_shortened';
  return /^\d{15}000$/.test(typed) ? 'id_rounded' : 'id_invalid';
}

/** A landline whose area code has no nought before it: a cell of numbers drops it. */
const hasLostZero = (typed: string) => /^(?:[2-9]\d{9,10}|10\d{8})$/.test(typed.replaceAll(/\D/g, ''));

/** Days since 1899-12-30, as a spreadsheet keeps a date that nobody gave the look of one; 1927 to 2064. */
const dayCount = /^[1-5]\d{4}$/;
const firstDay = Date.UTC(1899, 11, 30);

/** `1990-05-31`, `1990/5/31`, `1990.5.31`, `1990年5月31日`, `19900531`, `33024`, and with a time behind */
function readDate(typed: string): string | null {
  if (dayCount.test(typed)) return new Date(firstDay + Number(typed) * 86_400_000).toISOString().slice(0, 10);
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?$/.exec(typed) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed) ??
    [];
  if (year === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === date ? date : null;
}
