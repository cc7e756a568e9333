/** What the engine writes beside Dexie, the screens' queries notice. */
import 'fake-indexeddb/auto';
import { liveQuery, type Subscription } from 'dexie';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceStore, DeviceTransaction, StoredRow } from '../../shared/sync/device/device-store.ts';
import { changeOf, deviceRecord, visitRow } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { createDeskDatabase, type DeskDatabase } from './database.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';

let db: DeskDatabase;
let store: DeviceStore;
const subscriptions: Subscription[] = [];

beforeEach(() => {
  db = createDeskDatabase(`test-${uuidv7()}`);
  store = createIdbDeviceStore(db);
});
afterEach(() => {
  for (const subscription of subscriptions.splice(0)) subscription.unsubscribe();
  db.close();
});

const write = (work: (transaction: DeviceTransaction) => Promise<unknown>) =>
  store.transact('write', ['visit', 'conflict'], work);

/** What a screen that asks this shows, from the first answer on. */
async function shown<Value>(query: () => Promise<Value>): Promise<Value[]> {
  const answers: Value[] = [];
  subscriptions.push(liveQuery(query).subscribe((answer) => answers.push(answer)));
  await expect.poll(() => answers.length).toBe(1);
  return answers;
}

const [a, b] = [testId(10), testId(11)] as const;

const openIds = () => db.visit.where('isOpen').equals(1).primaryKeys();

test('a row that an index now finds', async () => {
  const answers = await shown(openIds);
  await write((transaction) => transaction.putRows('visit', [visitRow(a, 1)]));
  await expect.poll(() => answers.at(-1)).toEqual([a]);
});

test('a row that an index no longer finds', async () => {
  await write((transaction) => transaction.putRows('visit', [visitRow(a, 1), visitRow(b, 1)]));
  const answers = await shown(openIds);
  const { isOpen: _, ...left } = visitRow(a, 2, { leftAt: 5 });
  await write((transaction) => transaction.putRows('visit', [left as StoredRow]));
  await expect.poll(() => answers.at(-1)).toEqual([b]);
});

test('a row that is gone', async () => {
  await write((transaction) => transaction.putRows('visit', [visitRow(a, 1)]));
  const answers = await shown(openIds);
  await write((transaction) => transaction.deleteRows('visit', [a]));
  await expect.poll(() => answers.at(-1)).toEqual([]);
});

test('a row by its own id, what it says', async () => {
  await write((transaction) => transaction.putRows('visit', [visitRow(a, 1, { note: 'old' })]));
  const answers = await shown(async () => (await db.visit.get(a))?.note);
  await write((transaction) => transaction.putRows('visit', [visitRow(a, 2, { note: 'new' })]));
  await expect.poll(() => answers.at(-1)).toBe('new');
});

test('more rows at once than are named one by one', async () => {
  const answers = await shown(async () => (await openIds()).length);
  const rows = Array.from({ length: 60 }, (_, at) => visitRow(testId(100 + at), 1));
  await write((transaction) => transaction.putRows('visit', rows));
  await expect.poll(() => answers.at(-1)).toBe(60);
});

test('an index over two fields', async () => {
  const row = { id: a, rowVersion: 1, entity: 'visit', rowId: b };
  const answers = await shown(() => db.conflict.where({ entity: 'visit', rowId: b }).primaryKeys());
  await write((transaction) => transaction.putRows('conflict', [row]));
  await expect.poll(() => answers.at(-1)).toEqual([a]);
});

test('how many changes wait, and who the device is', async () => {
  const waiting = await shown(() => db.outbox.count());
  const device = await shown(() => db.meta.get('device'));
  await write(async (transaction) => {
    await transaction.addToOutbox({ ...changeOf(1, []), patches: [], overlay: true });
    await transaction.putDevice(deviceRecord);
  });
  await expect
    .poll(() => [waiting.at(-1), device.at(-1)])
    .toEqual([1, { key: 'device', value: deviceRecord }]);
});

test('nothing is asked again for a transaction that was given up, nor for another table', async () => {
  const answers = await shown(openIds);
  const failed = write(async (transaction) => {
    await transaction.putRows('visit', [visitRow(a, 1)]);
    throw new Error('given up');
  });
  await expect(failed).rejects.toThrow('given up');
  await write((transaction) => transaction.putDevice(deviceRecord));
  await write((transaction) => transaction.putRows('visit', [visitRow(b, 1)]));
  await expect.poll(() => answers.at(-1)).toEqual([b]);
  expect(answers).toEqual([[], [b]]);
});
