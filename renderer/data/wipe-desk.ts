/** Nothing of the dealership stays on this machine: the server shut the desk out (R9), or a person starts over. */
import type { DeskDatabase, WipeCause } from './database.ts';

/** Rows, waiting changes, who signed in here: all of it goes, or none. That it was on purpose is noted. */
export async function wipeDesk(db: DeskDatabase, cause: WipeCause): Promise<void> {
  await db.transaction('rw', db.tables, async () => {
    for (const table of db.tables) await table.clear();
    await db.meta.put({ key: 'wiped', value: { at: Date.now(), cause } });
    await db.meta.put({ key: 'journalOver', value: true });
  });
}
