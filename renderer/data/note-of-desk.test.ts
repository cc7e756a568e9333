import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { createDeskDatabase, type MetaRow } from './database.ts';
import { noteOfDesk } from './note-of-desk.ts';
import { wipeDesk } from './wipe-desk.ts';

const offset = { key: 'clockOffset', value: 700 } as const;

test('a desk notes what it measures; one that was shut out meanwhile keeps nothing of it', async () => {
  const db = createDeskDatabase(`test-${uuidv7()}`);
  await db.meta.put({ key: 'device', value: { deviceId: 'd1' } } as MetaRow);
  expect(await noteOfDesk(db, offset)).toBe(true);
  expect(await db.meta.get('clockOffset')).toEqual(offset);
  await wipeDesk(db, 'shutOut');
  expect(await noteOfDesk(db, offset)).toBe(false);
  expect((await db.meta.toArray()).map(({ key }) => key).toSorted()).toEqual(['journalOver', 'wiped']);
});
