import type { Table } from 'dexie';

/** Rows read at a time: nothing else waits for longer than it takes. */
const pageRows = 4_000;

/** Goes over all rows of a table, however many, page by page in the order of their ids. */
export async function eachRow<Row extends { readonly id: string }>(
  table: Table<Row, string>,
  take: (row: Row) => void,
): Promise<void> {
  for (let after = ''; ;) {
    const page = await table.where('id').above(after).limit(pageRows).toArray();
    for (const row of page) take(row);
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = last.id;
  }
}
