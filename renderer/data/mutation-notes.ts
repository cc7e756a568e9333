/** Tells Dexie's live queries, in every window, what was written without Dexie. */
import { Dexie, RangeSet } from 'dexie';

export interface MutationNotes {
  /** @param keys of the items, in their order */
  written(store: IDBObjectStore, keys: readonly Key[], items: readonly unknown[]): void;
  removed(store: IDBObjectStore, keys: readonly Key[]): void;
  /** Once the transaction is on the disk. */
  tell(): void;
}

type Key = string | number | string[];

/** Of more rows than that, which ones is not said: every query of the table is asked again. As Dexie does. */
const mostNamed = 50;

/** @param databaseName as Dexie knows it */
export function createMutationNotes(databaseName: string): MutationNotes {
  const parts: Record<string, RangeSet> = {};
  const part = (store: IDBObjectStore, index: string): RangeSet =>
    (parts[`idb://${databaseName}/${store.name}/${index}`] ??= new RangeSet());

  /** Keys of rows, there before or not: a query may have held them, or counted them. */
  function noteKeys(store: IDBObjectStore, keys: readonly Key[]): void {
    if (keys.length > mostNamed) {
      for (const index of ['', ':dels', ...store.indexNames]) part(store, index).add(everything());
    } else {
      for (const index of ['', ':dels']) part(store, index).addKeys([...keys]);
    }
  }

  return {
    removed: noteKeys,
    written(store, keys, items) {
      noteKeys(store, keys);
      if (keys.length > mostNamed) return;
      // A query by an index may now find rows that it did not hold.
      for (const name of store.indexNames) {
        const { keyPath } = store.index(name);
        const found = items.flatMap((item) => indexKey(item as Item, keyPath) ?? []);
        if (found.length > 0) part(store, name).addKeys(found);
      }
    },
    tell() {
      if (Object.keys(parts).length > 0) Dexie.on.storagemutated.fire(parts);
    },
  };
}

type Item = Readonly<Record<string, string | number | null | undefined>>;

/** In a list of one, since it may be a list itself; null where the index passes the item over. */
function indexKey(item: Item, keyPath: string | string[]): [Key] | null {
  if (Array.isArray(keyPath)) {
    const values = keyPath.map((path) => item[path]);
    return values.every((value) => value !== undefined && value !== null) ? [values as string[]] : null;
  }
  const value = item[keyPath];
  return value === undefined || value === null ? null : [value];
}

const everything = () => new RangeSet(Dexie.minKey, Dexie.maxKey);
