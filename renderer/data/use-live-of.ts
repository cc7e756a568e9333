import { useLiveQuery } from 'dexie-react-hooks';
import type { DeskDatabase } from './database.ts';
import { useDesk } from './desk-context.tsx';

/**
 * What is read of one row, live; undefined while it is read. Dexie's own hook goes on with the answer to the question
 * before until the next one is there: who went from one record to another would see, and edit, the first as the second.
 *
 * @param read the same for the life of the component
 */
export function useLiveOf<Value>(
  id: string | null,
  read: (db: DeskDatabase, id: string) => Promise<Value>,
): Value | null | undefined {
  const { db } = useDesk();
  const held = useLiveQuery<{ readonly id: string | null; readonly value: Value | null }>(
    () => (id === null ? { id, value: null } : read(db, id).then((value) => ({ id, value }))),
    [db, id],
  );
  return held?.id === id ? held.value : undefined;
}
