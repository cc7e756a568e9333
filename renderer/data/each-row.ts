import type { Table } from 'dexie';

/** Given how long the page before it took, ms. */
export type Rest = (workedMs: number) => Promise<void>;

/** A page that a PC which slept cut in two took hours, and no work: nothing waits for as long after it. */
const longestRestMs = 5_000;

/** Whoever works meanwhile has half of the disk and the processor. */
export const restAsLong: Rest = (workedMs) =>
  new Promise((resolve) => setTimeout(resolve, Math.min(workedMs, longestRestMs)));

/** Rows read at a time: nothing else waits for longer than it takes. */
const pageRows = 4_000;

/**
 * Goes over all rows of a table, however many, page by page in the order of their ids.
 * @param rest before each further page: whoever works meanwhile comes first
 */
export async function eachRow<Row extends { readonly id: string }>(
  table: Table<Row, string>,
  take: (row: Row) => void,
  rest?: Rest,
): Promise<void> {
  for (let after = ''; ;) {
    const begun = performance.now();
    const page = await table.where('id').above(after).limit(pageRows).toArray();
    for (const row of page) take(row);
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = last.id;
    await rest?.(performance.now() - begun);
  }
}
