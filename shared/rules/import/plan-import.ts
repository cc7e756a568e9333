/** A customer list as a whole: rows of one customer together, what is known already left out, in blocks. */
import { lastDigits, showPhone } from '../formats/phone.ts';
import { importFields, matchColumns, type ColumnMatch, type ImportField } from './import-columns.ts';
import { readImportRow, type ImportProblem, type ImportRow, type ImportVehicle } from './read-import-row.ts';

/** What the desk holds already. */
export interface KnownGuests {
  readonly plates: ReadonlySet<string>;
  readonly vins: ReadonlySet<string>;
  /** Keys by `guestKey`. */
  readonly guests: ReadonlySet<string>;
  /** Whose a known plate is, by plate; absent where nobody's. */
  readonly owners?: ReadonlyMap<string, PlateOwner>;
}

export interface PlateOwner {
  readonly name: string;
  readonly phoneLast4: string | null;
}

export interface ImportCustomer extends Omit<ImportRow, 'vehicle' | 'line'> {
  readonly vehicles: readonly ImportVehicle[];
  /** Lines of the file that make it up. */
  readonly lines: readonly number[];
}

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
}

export interface BadRow {
  /** Of the file, the heading being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows kept at once, so that an interrupted import has taken whole blocks; a fleet of more is one block, which
 * `importCustomers` splits into changes of its own.
 */
export const rowsPerBlock = 200;

/**
 * By what a desk tells that it knows a guest already: the bar holds no more of a number than its end.
 * @param phoneLast4 null where no number is known
 */
export function guestKey(name: string, phoneLast4: string | null): string {
  return `${name}|${phoneLast4 ?? ''}`;
}

/**
 * What an import of the file would do: a row is taken, or left out with its line and reason. Rows of one name
 * and number are one customer. Planned again after it was imported, nothing is left to take.
 * @param table the file's rows, headings first
 * @param province put before plates that have none
 * @returns null where no column holds names
 */
export function planImport(
  table: readonly (readonly string[])[],
  known: KnownGuests,
  province: string | null,
): ImportPlan | null {
  const [headings = [], ...rows] = table;
  const { columns, ignored } = matchColumns(headings);
  if (columns.name === undefined) return null;
  const problems: ImportProblem[] = [];
  const badRows: BadRow[] = [];
  const customersByKey = new Map<string, ImportCustomer>();
  const seen = { plates: new Set(known.plates), vins: new Set(known.vins), people: new Set<string>() };
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (Object.keys(cells).length === 0) continue;
    count += 1;
    const read = readImportRow(index + 2, cells, province);
    problems.push(...read.problems);
    if (!read.row) {
      badRows.push({ line: index + 2, cells: row });
      continue;
    }
    const objection = alreadyThere(read.row, known, seen, customersByKey);
    if (objection) problems.push(objection);
    else take(read.row, seen, customersByKey);
  }
  const customers = [...customersByKey.values()];
  return { columns, headings, ignored, rows: count, customers, problems, badRows };
}

interface Seen {
  readonly plates: Set<string>;
  readonly vins: Set<string>;
}

function cellsOf(
  row: readonly string[],
  columns: ColumnMatch['columns'],
): Partial<Record<ImportField, string>> {
  const cells: Partial<Record<ImportField, string>> = {};
  for (const field of importFields) {
    const position = columns[field];
    const value = position === undefined ? '' : (row[position] ?? '').trim();
    if (value !== '') cells[field] = value;
  }
  return cells;
}

const phoneOf = (row: ImportRow) => row.phones[0]?.number ?? null;
const last4Of = (row: ImportRow) => (row.phones[0] ? lastDigits(row.phones[0].number) : null);
const customerKey = (row: ImportRow) =>
  `${row.name}|${phoneOf(row) ?? row.vehicle?.plate ?? row.vehicle?.vin ?? ''}`;

function alreadyThere(
  row: ImportRow,
  known: KnownGuests,
  seen: Seen,
  customersByKey: ReadonlyMap<string, ImportCustomer>,
): ImportProblem | null {
  const problem = (field: ImportField, value: string, code: ImportProblem['code']): ImportProblem => ({
    ...{ line: row.line, field, value, code },
    weight: 'known',
  });
  const { plate = null, vin = null } = row.vehicle ?? {};
  if (plate !== null && seen.plates.has(plate)) {
    if (!known.plates.has(plate)) return problem('plate', plate, 'repeated');
    return problem(...whatIsLost(row, plate, known.owners?.get(plate)));
  }
  if (vin !== null && seen.vins.has(vin))
    return problem('vin', vin, known.vins.has(vin) ? 'known_vin' : 'repeated');
  // A name alone tells nobody: without a number a car that is new is somebody new.
  const isTold = phoneOf(row) !== null || (plate === null && vin === null);
  if (isTold && known.guests.has(guestKey(row.name, last4Of(row))))
    return problem('name', row.name, 'known_guest');
  const isSecondTime = customersByKey.has(customerKey(row)) && plate === null && vin === null;
  return isSecondTime ? problem('name', row.name, 'repeated') : null;
}

/** A car that is known is skipped with all its row says; a number or name that differs is lost, which is told. */
function whatIsLost(
  row: ImportRow,
  plate: string,
  owner: PlateOwner | undefined,
): [ImportField, string, ImportProblem['code']] {
  const phone = phoneOf(row);
  if (owner && owner.name !== row.name) return ['name', row.name, 'known_plate_new_name'];
  if (owner && phone !== null && owner.phoneLast4 !== last4Of(row))
    return ['phone', showPhone(phone), 'known_plate_new_phone'];
  return ['plate', plate, 'known_plate'];
}

/** A further row of the same person and number adds its car to them. */
function take(row: ImportRow, seen: Seen, customersByKey: Map<string, ImportCustomer>): void {
  const { vehicle, line, ...person } = row;
  if (vehicle?.plate) seen.plates.add(vehicle.plate);
  if (vehicle?.vin) seen.vins.add(vehicle.vin);
  const key = customerKey(row);
  const before = customersByKey.get(key);
  const vehicles = [...(before?.vehicles ?? []), ...(vehicle ? [vehicle] : [])];
  customersByKey.set(key, { ...(before ?? person), vehicles, lines: [...(before?.lines ?? []), line] });
}

/** Customers in blocks of at most `rowsPerBlock` rows; a customer stays whole. */
export function importBlocks(customers: readonly ImportCustomer[]): ImportCustomer[][] {
  const blocks: ImportCustomer[][] = [];
  let block: ImportCustomer[] = [];
  let rows = 0;
  for (const customer of customers) {
    if (rows + customer.lines.length > rowsPerBlock && block.length > 0) {
      blocks.push(block);
      block = [];
      rows = 0;
    }
    block.push(customer);
    rows += customer.lines.length;
  }
  return block.length > 0 ? [...blocks, block] : blocks;
}
