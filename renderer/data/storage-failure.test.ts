import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test, vi } from 'vitest';
import { createDeskDatabase } from './database.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';
import { toStorageFailure } from './storage-failure.ts';

const named = (name: string, inner?: unknown) => Object.assign(new Error(name), { name, inner });

test.each([
  ['QuotaExceededError', 'storage_full'],
  ['UnknownError', 'storage_full'],
  ['MissingAPIError', 'storage_unavailable'],
  ['SecurityError', 'storage_unavailable'],
  ['VersionError', 'storage_newer'],
])('%s means %s, also where Dexie wrapped it', (name, code) => {
  expect(toStorageFailure(named(name))).toMatchObject({ code });
  expect(toStorageFailure(named('AbortError', named(name)))).toMatchObject({ code });
  expect(toStorageFailure(named('OpenFailedError', named(name)))).toMatchObject({ code });
});

test.each([[named('TypeError')], [named('ConstraintError', named('DataError'))], ['text'], [null]])(
  'any other error is a bug: %s',
  (error) => {
    expect(toStorageFailure(error)).toBeNull();
  },
);

test('a transaction aborted for no reason was cut off by a database closed by force', () => {
  expect(toStorageFailure(named('AbortError', named('AbortError')))).toMatchObject({
    code: 'storage_unavailable',
  });
  expect(toStorageFailure(named('AbortError', named('TypeError')))).toBeNull();
});

test('an error that names itself as its cause ends the search', () => {
  const error = named('OperationError');
  error.inner = error;
  expect(toStorageFailure(error)).toBeNull();
});

test('a database that was closed is storage_unavailable', async () => {
  const db = createDeskDatabase('closed');
  await db.open();
  db.close();
  const failed = createIdbDeviceStore(db).transact('read', [], (transaction) => transaction.getDevice());
  await expect(failed).rejects.toMatchObject({ code: 'storage_unavailable' });
});

test('a database that failed to open is tried again by the next transaction', async () => {
  const db = createDeskDatabase('failed once');
  const fail = () => Promise.reject(named('UnknownError'));
  db.on('ready', fail);
  const store = createIdbDeviceStore(db);
  const read = () => store.transact('read', [], (transaction) => transaction.getDevice());
  await expect(read()).rejects.toMatchObject({ code: 'storage_full' });
  db.on.ready.unsubscribe(fail);
  await expect(read()).resolves.toBeNull();
});

test('a database of a newer version is storage_newer, not opened as if it were ours', async () => {
  const newer = new Dexie('newer');
  newer.version(1_000).stores({ visit: 'id' });
  await newer.open();
  newer.close();
  const db = createDeskDatabase('newer');
  const failed = createIdbDeviceStore(db).transact('read', [], (transaction) => transaction.getDevice());
  await expect(failed).rejects.toMatchObject({ code: 'storage_newer' });
});

test('a connection that the browser dropped is opened again', async () => {
  const db = createDeskDatabase('dropped');
  const store = createIdbDeviceStore(db);
  const read = () => store.transact('read', [], (transaction) => transaction.getDevice());
  await read();
  db.backendDB().close();
  await expect(read()).resolves.toBeNull();
});

test('work that waits for anything but its own requests is told that it was not kept as one', async () => {
  const store = createIdbDeviceStore(createDeskDatabase('ended early'));
  const work = store.transact('write', [], async (transaction) => {
    await transaction.getDevice();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  await expect(work).rejects.toThrow('The transaction ended before its work.');
});

test('a transaction cut off by a database that the browser closed is tried again, and kept nothing before', async () => {
  const db = createDeskDatabase('cut off');
  await db.open();
  const begun = vi.spyOn(Object.getPrototypeOf(db.backendDB()) as IDBDatabase, 'transaction');
  let turns = 0;
  await createIdbDeviceStore(db).transact('write', [], async (transaction) => {
    turns += 1;
    await transaction.addToOutbox({ opId: `x${turns}` } as never);
    const current = begun.mock.results.at(-1)?.value as IDBTransaction | undefined;
    if (turns === 1) current?.abort();
    await transaction.getDevice();
  });
  begun.mockRestore();
  expect((await db.outbox.toArray()).map(({ opId }) => opId)).toEqual(['x2']);
});
