/** What a desk does that the server has shut out: nothing of the dealership stays on it (R9). */
import type { DeskDatabase } from './database.ts';

/** Rows, waiting changes, who signed in here: all of it, or none. Only that it happened is kept. */
export async function wipeDesk(db: DeskDatabase): Promise<void> {
  await db.transaction('rw', db.tables, async () => {
    for (const table of db.tables) await table.clear();
    await db.meta.put({ key: 'shutOutAt', value: Date.now() });
  });
}
