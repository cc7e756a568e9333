import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, test, vi } from 'vitest';
import { createDeskDatabase } from './database.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';
import { toOpenFailure, toStorageFailure } from './storage-failure.ts';

const named = (name: string, inner?: unknown) => Object.assign(new Error(name), { name, inner });

test.each([
  ['QuotaExceededError', 'storage_full', 'storage_full'],
  ['UnknownError', 'storage_full', 'storage_unopened'],
  ['MissingAPIError', 'storage_unavailable', 'storage_unavailable'],
  ['SecurityError', 'storage_unavailable', 'storage_unavailable'],
  ['VersionError', 'storage_newer', 'storage_newer'],
])('%s means %s, also where Dexie wrapped it; at an opening %s', (name, code, opening) => {
  expect(toStorageFailure(named(name))).toMatchObject({ code });
  expect(toStorageFailure(named('AbortError', named(name)))).toMatchObject({ code });
  expect(toOpenFailure(named(name))).toMatchObject({ code: opening });
  expect(toStorageFailure(named('OpenFailedError', named(name)))).toMatchObject({ code: opening });
  expect(toStorageFailure(named('DatabaseClosedError', named(name)))).toMatchObject({ code: opening });
  expect(toOpenFailure(named('DatabaseClosedError', named(name)))).toMatchObject({ code: opening });
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
  await expect(read()).rejects.toMatchObject({ code: 'storage_unopened' });
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
    // By turns, not by the clock: on a busy machine a timer is as soon over as the transaction.
    for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
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

test('a transaction begun while the browser was closing the database is not waited for', async () => {
  const db = createDeskDatabase('unanswered');
  await db.open();
  const connection = new EventTarget();
  const store = { get: () => new EventTarget() };
  const unanswered = Object.assign(new EventTarget(), { db: connection, objectStore: () => store });
  const begun = vi.spyOn(Object.getPrototypeOf(db.backendDB()) as IDBDatabase, 'transaction');
  begun.mockReturnValueOnce(unanswered as unknown as IDBTransaction);
  const reading = createIdbDeviceStore(db).transact('read', [], (transaction) => transaction.getDevice());
  await expect.poll(() => begun.mock.calls.length).toBeGreaterThan(0);
  connection.dispatchEvent(new Event('close'));
  await expect(reading).resolves.toBeNull();
  begun.mockRestore();
});

describe('a write that finds no room', () => {
  const noRoom = () => Promise.reject(new DOMException('no space left', 'QuotaExceededError'));

  test('is tried once more: the browser refuses the first one after room was made as well', async () => {
    const db = createDeskDatabase('refused once');
    let turns = 0;
    const connections = new Set<IDBDatabase>();
    await createIdbDeviceStore(db).transact('write', [], async (transaction) => {
      turns += 1;
      connections.add(db.backendDB());
      await transaction.addToOutbox({ opId: `x${turns}` } as never);
      if (turns === 1) await noRoom();
    });
    expect((await db.outbox.toArray()).map(({ opId }) => opId)).toEqual(['x2']);
    // The first one is about to be closed, and would answer nothing.
    expect(connections.size).toBe(2);
  });

  test('twice is a full disk, also where the database is shut for it by then', async () => {
    const db = createDeskDatabase('refused and shut');
    let turns = 0;
    const writing = createIdbDeviceStore(db).transact('write', [], async () => {
      turns += 1;
      await (turns === 1 ? noRoom() : Promise.reject(named('DatabaseClosedError', named('UnknownError'))));
    });
    await expect(writing).rejects.toMatchObject({ code: 'storage_full' });
    expect(turns).toBe(2);
  });

  test('of what is only read, nothing is tried again', async () => {
    const db = createDeskDatabase('read refused');
    let turns = 0;
    const reading = createIdbDeviceStore(db).transact('read', [], async () => {
      turns += 1;
      await noRoom();
    });
    await expect(reading).rejects.toMatchObject({ code: 'storage_full' });
    expect(turns).toBe(1);
  });
});
