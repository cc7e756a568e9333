/** A customer list as a whole: rows of one customer together, what is known already left out, in blocks. */
import { showPhone } from '../formats/phone.ts';
import {
  chosenColumns,
  importFields,
  matchColumns,
  type ColumnChoice,
  type ColumnMatch,
  type ImportField,
} from './import-columns.ts';
import {
  createImportPeople,
  last4Of,
  type DuplicateChoice,
  type FileTwin,
  type ImportCustomer,
} from './join-rows.ts';
import { guestKeyOf, type KnownGuests, type PlateOwner } from './leave-out-known.ts';
import { readImportRow, type ImportCells, type ImportProblem, type ImportRow } from './read-import-row.ts';

export interface ImportPlan {
  readonly columns: ColumnMatch['columns'];
  /** All of the file, in its own words. */
  readonly headings: readonly string[];
  readonly ignored: readonly string[];
  readonly rows: number;
  readonly customers: readonly ImportCustomer[];
  readonly problems: readonly ImportProblem[];
  /** Rows with an error, as they stand in the file. */
  readonly badRows: readonly BadRow[];
  /** Rows that look like somebody who is there already, and what becomes of them. */
  readonly duplicates: readonly ImportDuplicate[];
  /** Rows that fill what the desk's own customers left empty. */
  readonly merges: readonly ImportMerge[];
}

export interface ImportDuplicate {
  readonly row: ImportRow;
  readonly choice: DuplicateChoice;
  /** Null where a car is known that nobody owns: it can be skipped, or taken as somebody new. */
  readonly customerId: string | null;
  readonly by: FileTwin['by'] | 'idNumber' | 'name';
  /** Of the same file, where it is one. */
  readonly twin: FileTwin | null;
}

interface ImportMerge {
  /** Whom the desk holds. */
  readonly customerId: string;
  readonly row: ImportRow;
}

/** What a person decided about duplicates. */
export interface DuplicateChoices {
  /** For all of them; null leaves each to what is usual for it. */
  readonly all: DuplicateChoice | null;
  /** By line, over `all`. */
  readonly byLine: ReadonlyMap<number, DuplicateChoice>;
}
export const noChoices: DuplicateChoices = { all: null, byLine: new Map() };

/** What a person may decide about a list. */
export interface ImportWishes {
  /** As many as headings; absent takes what these say. */
  readonly columns?: ColumnChoice;
  readonly duplicates?: DuplicateChoices;
}

export interface BadRow {
  /** Of the file, the heading being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows kept at once (`inBlocks`), so that an interrupted import has taken whole blocks; a fleet of more is one
 * block, which `importCustomers` splits into changes of its own.
 */
export const rowsPerBlock = 200;

/**
 * What an import of the file would do: a row is taken, or left out with its line and reason. Rows of one name
 * and number are one customer (`createImportPeople`). Planned again after it was imported, nothing is left to take.
 * @param table the file's rows, headings first
 * @param province put before plates that have none
 * @param lines where each row begins in the file, from 1; as many as `table`, which may leave lines out
 * @returns null where no column holds names
 */
export function planImport(
  table: readonly (readonly string[])[],
  known: KnownGuests,
  province: string | null,
  lines: readonly number[] = table.map((_, index) => index + 1),
  { columns: choice, duplicates: choices = noChoices }: ImportWishes = {},
): ImportPlan | null {
  const [headings = [], ...rows] = table;
  const { columns, ignored } = choice ? chosenColumns(headings, choice) : matchColumns(headings);
  if (columns.name === undefined) return null;
  const problems: ImportProblem[] = [];
  const badRows: BadRow[] = [];
  const taken = createRowTaking(known, choices);
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (Object.keys(cells).length === 0) continue;
    count += 1;
    const line = lines[index + 1] ?? 0;
    const read = readImportRow(line, cells, province);
    problems.push(...read.problems);
    if (read.row) problems.push(...taken.take(read.row, cells));
    else badRows.push({ line, cells: row });
  }
  return { columns, headings, ignored, rows: count, problems, badRows, ...taken.all() };
}

/** Where each good row goes: to a new customer, to one the desk holds, or nowhere. */
function createRowTaking(known: KnownGuests, { all, byLine }: DuplicateChoices) {
  const people = createImportPeople();
  const chosenNew = createImportPeople();
  const duplicates: ImportDuplicate[] = [];
  const merges: ImportMerge[] = [];

  function take(row: ImportRow, cells: ImportCells): readonly ImportProblem[] {
    const chosen = byLine.get(row.line) ?? all;
    const found = alreadyKnown(row, known);
    if (!found) {
      const { problems, twin } = people.join(row, cells, chosen);
      if (twin) {
        const usual = twin.by === 'phone' ? 'new' : 'skip';
        duplicates.push({ row, choice: chosen ?? usual, customerId: null, by: twin.by, twin });
      }
      return problems;
    }
    const { problem, by, customerId } = found;
    const usual = problem.code === 'known_phone' ? 'new' : 'skip';
    const choice = chosen === 'merge' && customerId === null ? 'skip' : (chosen ?? usual);
    duplicates.push({ row, choice, customerId, by, twin: null });
    if (choice === 'skip') return [{ ...problem, weight: 'known' }];
    if (choice === 'merge' && customerId !== null) {
      merges.push({ customerId, row });
      return [];
    }
    if (chosen === null) return [{ ...problem, weight: 'remark' }, ...people.join(row, cells).problems];
    return chosenNew.join(row, cells, 'new').problems;
  }

  return {
    take,
    all: () => ({
      customers: [...people.all(), ...chosenNew.all().map((one) => ({ ...one, isChosenNew: true }))],
      duplicates,
      merges,
    }),
  };
}

function cellsOf(row: readonly string[], columns: ColumnMatch['columns']): ImportCells {
  const cells: Partial<Record<ImportField, string>> = {};
  for (const field of importFields) {
    const position = columns[field];
    const value = position === undefined ? '' : withoutGuard((row[position] ?? '').trim());
    if (value !== '') cells[field] = value;
  }
  return cells;
}

/** The apostrophe that keeps a spreadsheet from taking a text for a formula. */
const withoutGuard = (value: string) => value.replace(/^'(?=\s*[=+\-@＝＋－＠])/u, '');

interface Known {
  readonly problem: ImportProblem;
  readonly by: ImportDuplicate['by'];
  readonly customerId: string | null;
}

/** Whether the row is of somebody, or has a car, that the desk knows. */
function alreadyKnown(row: ImportRow, known: KnownGuests): Known | null {
  const found = (
    field: ImportField,
    value: string,
    code: ImportProblem['code'],
    by: Known['by'],
    customerId: string | null = null,
  ): Known => ({ by, customerId, problem: { line: row.line, field, value, code, weight: 'known' } });
  const { plate = null, vin = null } = row.vehicle ?? {};
  const { ids } = known;
  if (plate !== null && known.plates.has(plate))
    return found(...whatIsLost(row, plate, known.owners?.get(plate)), 'plate', ids?.plates.get(plate));
  if (vin !== null && known.vins.has(vin)) return found('vin', vin, 'known_vin', 'vin', ids?.vins.get(vin));
  const { idNumber, name, phones } = row;
  if (idNumber !== null && ids?.idNumbers.has(idNumber))
    return found('idNumber', idNumber, 'known_id', 'idNumber', ids.idNumbers.get(idNumber));
  const key = guestKeyOf({ ...row, vehicles: row.vehicle ? [row.vehicle] : [] });
  if (key !== null && known.guests.has(key))
    return found('name', name, 'known_guest', 'name', ids?.guests.get(key));
  const number = phones[0]?.number ?? '';
  return ids?.phones.has(number)
    ? found('phone', showPhone(number), 'known_phone', 'phone', ids.phones.get(number))
    : null;
}

/** A number or name that differs is lost with the row, which is told. */
function whatIsLost(
  row: ImportRow,
  plate: string,
  owner: PlateOwner | undefined,
): [ImportField, string, ImportProblem['code']] {
  const [phone] = row.phones;
  if (owner && owner.name !== row.name) return ['name', row.name, 'known_plate_new_name'];
  if (owner && phone && owner.phoneLast4 !== last4Of(row))
    return ['phone', showPhone(phone.number), 'known_plate_new_phone'];
  return ['plate', plate, 'known_plate'];
}
