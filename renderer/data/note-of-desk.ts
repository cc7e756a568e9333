/** What a desk notes of itself, for as long as it is one. */
import type { DeskDatabase, MetaRow } from './database.ts';

/**
 * A desk that was shut out and emptied meanwhile keeps nothing (R9.6): what was measured before comes too late.
 * @returns whether it was noted
 */
export function noteOfDesk(db: DeskDatabase, row: MetaRow): Promise<boolean> {
  return db.transaction('rw', db.meta, async () => {
    if (!(await db.meta.get('device'))) return false;
    await db.meta.put(row);
    return true;
  });
}
