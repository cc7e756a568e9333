import type { ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';

export interface RowCounts {
  /** Taken; `good`, `bad` and `known` make up all rows. */
  readonly good: number;
  /** Left out, as something is wrong. */
  readonly bad: number;
  /** Skipped, as it is there already. */
  readonly known: number;
  /** Taken, with a remark. */
  readonly warned: number;
}

export function countRows({ customers, problems, badRows }: ImportPlan): RowCounts {
  const linesWith = (weight: ImportProblem['weight']) =>
    new Set(problems.filter((problem) => problem.weight === weight).map(({ line }) => line));
  const taken = new Set(customers.flatMap(({ lines }) => lines));
  return {
    good: taken.size,
    bad: badRows.length,
    known: linesWith('known').size,
    warned: [...linesWith('remark')].filter((line) => taken.has(line)).length,
  };
}
