/** Rows are measurements, columns systems; the last column says who is first among those as durable as CR Desk. */
import { measurements, type Cells, type Measurement } from './measure.ts';
import type { System } from './systems.ts';

export interface Measured {
  readonly system: System;
  readonly cells: Cells;
}

/** Lines of Markdown. */
export function peerTable(measured: readonly Measured[]): string[] {
  const head = ['measured', ...measured.map(({ system }) => system.name), 'first of the durable'];
  const rows = (Object.keys(measurements) as Measurement[]).map((one) => [
    measurements[one],
    ...measured.map(({ cells }) => cellText(one, cells[one])),
    firstOf(
      one,
      measured.filter(({ system }) => system.durable),
    ),
  ]);
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function firstOf(one: Measurement, measured: readonly Measured[]): string {
  let first: { name: string; value: number } | null = null;
  for (const { system, cells } of measured) {
    const value = cells[one];
    if (typeof value === 'number' && (!first || value < first.value)) first = { name: system.name, value };
  }
  return first?.name ?? '';
}

function cellText(one: Measurement, value: number | string | undefined): string {
  if (value === undefined) return 'not reached';
  if (typeof value === 'string') return value;
  if (one === 'memory') return `${Math.round(value / 1e6)} MB`;
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} s`;
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}
