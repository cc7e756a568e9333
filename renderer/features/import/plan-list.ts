/** What an import of one sheet would do, and what a screen shows of it. */
import type { ImportField } from '../../../shared/rules/import/import-columns.ts';
import type { DuplicateChoice, ImportCustomer } from '../../../shared/rules/import/join-rows.ts';
import type { KnownGuests } from '../../../shared/rules/import/leave-out-known.ts';
import {
  mergeIntoKnown,
  type KnownCustomer,
  type MergeChange,
} from '../../../shared/rules/import/merge-known.ts';
import {
  planImport,
  type BadRow,
  type ImportDuplicate,
  type ImportPlan,
  type ImportWishes,
} from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';
import type { ImportSheet } from './read-table.ts';

export interface PlanSummary {
  readonly rows: number;
  readonly headings: readonly string[];
  readonly columns: Partial<Record<ImportField, number>>;
  readonly counts: RowCounts;
  /** The first ones. */
  readonly customers: readonly ImportCustomer[];
  readonly customerCount: number;
  /** All errors, and the first of what is said besides. */
  readonly problems: readonly ImportProblem[];
  readonly badRows: readonly BadRow[];
  /** The first ones. */
  readonly duplicates: readonly DuplicateView[];
  readonly duplicateCount: number;
}

export interface RowCounts {
  /** Taken, the merged ones among them; `good`, `bad` and `known` make up all rows. */
  readonly good: number;
  readonly merged: number;
  /** Left out, as something is wrong. */
  readonly bad: number;
  /** Skipped, as it is there already. */
  readonly known: number;
  /** Taken, with a remark. */
  readonly warned: number;
}

export interface DuplicateView {
  readonly line: number;
  readonly name: string;
  readonly by: ImportDuplicate['by'];
  readonly choice: DuplicateChoice;
  readonly canMerge: boolean;
  readonly targetName: string;
  /** Of the file, where it stands there; null where the desk holds it. */
  readonly targetLine: number | null;
  /** What a merge would fill, and what it would leave. */
  readonly changes: readonly MergeChange[];
}

export const shownCustomers = 8;
export const shownDuplicates = 200;
const shownProblems = 200;

/** @returns null where no column is the name, or one field was chosen twice */
export function planList(
  sheet: ImportSheet,
  known: KnownGuests,
  province: string | null,
  wishes?: ImportWishes,
): ImportPlan | null {
  const plan = planImport(sheet.rows, known, province, sheet.lines, wishes);
  if (!plan || sheet.badRows.length === 0) return plan;
  return {
    ...plan,
    rows: plan.rows + sheet.badRows.length,
    badRows: [...plan.badRows, ...sheet.badRows].toSorted((a, b) => a.line - b.line),
    problems: [...plan.problems, ...sheet.problems].toSorted((a, b) => a.line - b.line),
  };
}

export function countRows({ customers, merges, problems, badRows }: ImportPlan): RowCounts {
  const linesWith = (weight: ImportProblem['weight']) =>
    new Set(problems.filter((problem) => problem.weight === weight).map(({ line }) => line));
  const taken = new Set([...customers.flatMap(({ lines }) => lines), ...merges.map(({ row }) => row.line)]);
  return {
    good: taken.size,
    merged: merges.length,
    bad: badRows.length,
    known: [...linesWith('known')].filter((line) => !taken.has(line)).length,
    warned: [...linesWith('remark')].filter((line) => taken.has(line)).length,
  };
}

/** @param customerOf what the desk holds of a customer */
export function summarise(plan: ImportPlan, customerOf: (id: string) => KnownCustomer | null): PlanSummary {
  const { rows, headings, columns, customers, problems, badRows, duplicates } = plan;
  const others = problems.filter(({ weight }) => weight !== 'error').slice(0, shownProblems);
  return {
    ...{ rows, headings, columns, badRows, counts: countRows(plan) },
    customers: customers.slice(0, shownCustomers),
    customerCount: customers.length,
    problems: [...problems.filter(({ weight }) => weight === 'error'), ...others].toSorted(
      (a, b) => a.line - b.line,
    ),
    duplicates: duplicates.slice(0, shownDuplicates).map((one) => viewOf(one, customerOf)),
    duplicateCount: duplicates.length,
  };
}

function viewOf(
  { row, choice, by, customerId, twin }: ImportDuplicate,
  customerOf: (id: string) => KnownCustomer | null,
): DuplicateView {
  const target = twin ? asKnown(twin.held) : customerId === null ? null : customerOf(customerId);
  return {
    ...{ line: row.line, name: row.name, by, choice, canMerge: target !== null },
    targetName: target?.customer?.name ?? target?.card?.name ?? '',
    targetLine: twin?.held.lines[0] ?? null,
    changes: target ? mergeIntoKnown(target, [row]).changes : [],
  };
}

const noRelations = { customerId: null, bringsInId: null, userId: null } as const;

/** Somebody of the file, as if the desk held them already. */
function asKnown({ vehicles, phones, lines: _, isChosenNew: __, ...facts }: ImportCustomer): KnownCustomer {
  const unknown = { maritalStatus: null, residence: null, industry: null, website: null };
  return {
    customer: { ...facts, ...unknown, id: '', phones: [...phones] },
    card: null,
    vehicles: vehicles.map((car) => ({ ...car, ...noRelations, id: '', note: null })),
  };
}
