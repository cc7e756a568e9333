/** A customer list as a whole: rows of one customer together, what is known already left out, in blocks. */
import { showPhone } from '../formats/phone.ts';
import { importFields, matchColumns, type ColumnMatch, type ImportField } from './import-columns.ts';
import { createImportPeople, last4Of, type ImportCustomer } from './join-rows.ts';
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
): ImportPlan | null {
  const [headings = [], ...rows] = table;
  const { columns, ignored } = matchColumns(headings);
  if (columns.name === undefined) return null;
  const problems: ImportProblem[] = [];
  const badRows: BadRow[] = [];
  const people = createImportPeople();
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (Object.keys(cells).length === 0) continue;
    count += 1;
    const line = lines[index + 1] ?? 0;
    const read = readImportRow(line, cells, province);
    problems.push(...read.problems);
    if (!read.row) {
      badRows.push({ line, cells: row });
      continue;
    }
    const objection = alreadyKnown(read.row, known);
    problems.push(...(objection ? [objection] : people.join(read.row, cells)));
  }
  const customers = people.all();
  return { columns, headings, ignored, rows: count, customers, problems, badRows };
}

function cellsOf(row: readonly string[], columns: ColumnMatch['columns']): ImportCells {
  const cells: Partial<Record<ImportField, string>> = {};
  for (const field of importFields) {
    const position = columns[field];
    const value = position === undefined ? '' : (row[position] ?? '').trim();
    if (value !== '') cells[field] = value;
  }
  return cells;
}

/** A row of somebody, or with a car, that the desk knows is skipped with all it says. */
function alreadyKnown(row: ImportRow, known: KnownGuests): ImportProblem | null {
  const problem = (field: ImportField, value: string, code: ImportProblem['code']): ImportProblem => ({
    ...{ line: row.line, field, value, code },
    weight: 'known',
  });
  const { plate = null, vin = null } = row.vehicle ?? {};
  if (plate !== null && known.plates.has(plate))
    return problem(...whatIsLost(row, plate, known.owners?.get(plate)));
  if (vin !== null && known.vins.has(vin)) return problem('vin', vin, 'known_vin');
  const key = guestKeyOf({ ...row, vehicles: row.vehicle ? [row.vehicle] : [] });
  return key !== null && known.guests.has(key) ? problem('name', row.name, 'known_guest') : null;
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
