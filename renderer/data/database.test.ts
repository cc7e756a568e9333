import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { v7 as uuidv7 } from 'uuid';
import { expect, test, vi } from 'vitest';
import { createDeskDatabase } from './database.ts';

test('a newer build loads everything again: the older one passed over entities it did not know', async () => {
  const name = `test-${uuidv7()}`;
  const older = new Dexie(name);
  older.version(1).stores({ meta: 'key', outbox: '++localSeq' });
  const device = { deviceId: uuidv7(), cursor: 'beyond them', ready: true, doneOpSeq: 7 };
  await older.table('meta').put({ key: 'device', value: device });
  await older.table('outbox').put({ opId: uuidv7() });
  older.close();

  const db = createDeskDatabase(name);
  expect(await db.meta.get('device')).toEqual({ key: 'device', value: { ...device, cursor: null } });
  expect(await db.outbox.count()).toBe(1);
});

test('a read that the browser cuts off is one of a database that is away, which live queries pass over', async () => {
  const db = createDeskDatabase(`test-${uuidv7()}`);
  await db.open();
  const cutOff = new DOMException('Backend aborted error', 'InvalidStateError');
  const reading = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(() => {
    throw cutOff;
  });
  await expect(db.meta.get('device')).rejects.toMatchObject({
    name: 'DatabaseClosedError',
    inner: { name: 'InvalidStateError' },
  });
  reading.mockRestore();
  expect(await db.meta.get('device')).toBeUndefined();
});
