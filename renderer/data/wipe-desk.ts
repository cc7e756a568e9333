/** Nothing of the dealership stays on this machine: the server shut the desk out (R9), or a person starts over. */
import type { DeskDatabase } from './database.ts';

/** Rows, waiting changes, who signed in here: all of it goes, or none. That the server wanted it is noted. */
export async function wipeDesk(db: DeskDatabase, cause: 'shut out' | 'by choice'): Promise<void> {
  await db.transaction('rw', db.tables, async () => {
    for (const table of db.tables) await table.clear();
    if (cause === 'shut out') await db.meta.put({ key: 'shutOutAt', value: Date.now() });
  });
}
