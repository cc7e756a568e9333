import { limits } from '../sync/wire/protocol.ts';
import type { DraftPatch } from './define.ts';

/** Rows of a list that one change holds at most (docs/sync-spec.md: 1,000 patches; a row makes up to three). */
export const rowsPerChange = 200;
/** Half of what a change may have, for base versions and the envelope. */
const charsPerChange = limits.changeChars / 2;

/** The rows in their order, as many to a change as it may hold. */
export function splitIntoChanges(rows: readonly DraftPatch[][]): DraftPatch[][] {
  const changes: DraftPatch[][] = [];
  let current = { rows: rowsPerChange, chars: 0 };
  for (const row of rows) {
    const chars = JSON.stringify(row).length;
    if (current.rows >= rowsPerChange || current.chars + chars > charsPerChange) {
      changes.push([]);
      current = { rows: 0, chars: 0 };
    }
    changes.at(-1)?.push(...row);
    current = { rows: current.rows + 1, chars: current.chars + chars };
  }
  return changes;
}
