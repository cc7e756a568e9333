/** The database of a desk beside its application, as another page would open it. What goes wrong in it is an error. */
import type { JSHandle, Page } from 'playwright';
import { answered } from './answered.ts';

/** @param work what it does in the page ends before the database is closed again */
export async function withDatabase<Value>(
  page: Page,
  work: (db: JSHandle<IDBDatabase>) => Promise<Value>,
): Promise<Value> {
  const db = await answered('open the database', page.evaluateHandle(openDatabase));
  try {
    return await answered('answer from the database', work(db));
  } finally {
    // A page that went took it along.
    void db.evaluate((opened) => opened.close()).catch(() => undefined);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('cr-desk');
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
    opening.addEventListener('success', () => resolve(opening.result));
  });
}

export type TableRow = readonly [table: string, row: object];

/** Puts rows into the desk's database beside the application, all of them or none. */
export async function putRows(page: Page, rows: readonly TableRow[]): Promise<void> {
  if (rows.length === 0) return;
  await withDatabase(page, (db) =>
    db.evaluate(
      (opened, given) =>
        new Promise<void>((resolve, reject) => {
          const writing = opened.transaction(
            given.map(([table]) => table),
            'readwrite',
          );
          for (const [table, row] of given) writing.objectStore(table).put(row);
          writing.addEventListener('abort', () => reject(writing.error ?? new Error('aborted')));
          writing.addEventListener('complete', () => resolve());
        }),
      rows,
    ),
  );
}
