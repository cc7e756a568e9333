/** IndexedDB without anything above it. */
import { createDeskDatabase } from '../../../renderer/data/database.ts';

/** A database with the stores and indexes of the application. */
export async function openRaw(name: string): Promise<IDBDatabase> {
  const shaped = createDeskDatabase(name);
  await shaped.open();
  shaped.close();
  return answerOf(indexedDB.open(name));
}

/** All of `work`, on the disk when it resolves. */
export function strictly(
  db: IDBDatabase,
  stores: readonly string[],
  work: (transaction: IDBTransaction) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' });
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
    work(transaction);
  });
}

export function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });
}

export const countIn = (db: IDBDatabase, store: string): Promise<number> =>
  answerOf(db.transaction(store).objectStore(store).count());
