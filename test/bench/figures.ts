/** What a benchmark hands back, and the table made of it. */

export interface Figure {
  readonly label: string;
  readonly unit: 'ms' | 'KB' | 'MB' | 'tasks';
  readonly value: number;
  /** Measured in the same run, interleaved; absent where there is nothing to compare with. */
  readonly baseline?: number;
  /** Of the value to the baseline. */
  readonly ratio?: number;
  /** The most that is good enough, of the ratio or of the value itself. */
  readonly goal?: { readonly of: 'ratio' | 'value'; readonly most: number };
  /** How many samples, of what. */
  readonly samples: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest rank, e.g. of twenty values the nineteenth for 95. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('There is nothing to take a percentile of.');
  return found;
}

/** Of rounds measured side by side: medians of both, and the median of the rounds' own ratios. */
export function compared(
  rounds: readonly { readonly value: number; readonly baseline: number }[],
): Pick<Figure, 'value' | 'baseline' | 'ratio'> {
  return {
    value: median(rounds.map((round) => round.value)),
    baseline: median(rounds.map((round) => round.baseline)),
    ratio: median(rounds.map((round) => round.value / round.baseline)),
  };
}

export function isMissed({ goal, ratio, value }: Figure): boolean {
  if (!goal) return false;
  const reached = goal.of === 'ratio' ? ratio : value;
  if (reached === undefined) throw new Error('A goal for a ratio without a baseline.');
  return reached > goal.most;
}

const head = ['benchmark', 'measured', 'baseline', 'ratio', 'goal', 'verdict', 'samples'];

/** Lines of Markdown that are also readable as they are. */
export function tableOf(figures: readonly Figure[]): string[] {
  const rows = [head, ...figures.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.slice(1).map(line)];
}

function cellsOf(figure: Figure): string[] {
  const { label, unit, value, baseline, ratio, goal, samples } = figure;
  const amount = (number: number | undefined) =>
    number === undefined ? '' : `${number.toFixed(number < 100 ? 1 : 0)} ${unit}`;
  const wanted = goal && (goal.of === 'ratio' ? `≤ ${goal.most}×` : `≤ ${goal.most} ${unit}`);
  return [
    label,
    amount(value),
    amount(baseline),
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    wanted ?? '',
    goal ? (isMissed(figure) ? 'missed' : 'reached') : '',
    samples,
  ];
}
