/** What happened in a world, line by line; two runs of one seed have the same hash. */
import { createHash } from 'node:crypto';

export interface Trace {
  note(line: string): void;
  lines(): readonly string[];
  hash(): string;
}

export function createTrace(now: () => number): Trace {
  const lines: string[] = [];
  return {
    note: (line) => void lines.push(`${now()} ${line}`),
    lines: () => lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex'),
  };
}
