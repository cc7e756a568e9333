import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskDatabase, type DeskDatabase } from './database.ts';
import { oldestWaiting } from './oldest-waiting.ts';

let db: DeskDatabase;
beforeEach(() => void (db = createDeskDatabase(`waiting-${uuidv7()}`)));
afterEach(() => db.delete());

async function wait(changes: number, patches: number): Promise<void> {
  const change = { name: 'test', patches: Array.from({ length: patches }, () => ({})) };
  await db.outbox.bulkAdd(Array.from({ length: changes }, () => ({ ...change, opId: uuidv7() })) as never);
}

test('nothing waits, nothing is listed; what waits is, oldest first, 500 at most', async () => {
  expect(await oldestWaiting(db)).toEqual([]);
  await wait(37, 1);
  expect((await oldestWaiting(db)).map(({ localSeq }) => localSeq)).toEqual([...Array(38).keys()].slice(1));
  await wait(600, 1);
  expect(await oldestWaiting(db)).toHaveLength(500);
});

test('of large changes a few are listed, though hundreds wait; one at least', async () => {
  await wait(300, 200);
  expect(await oldestWaiting(db)).toHaveLength(10);
  await db.outbox.clear();
  await wait(3, 5_000);
  expect(await oldestWaiting(db)).toHaveLength(1);
});
