import { describe, expect, test } from 'vitest';
import { createTestFiles, type TestFiles } from '../../journal/test-files.ts';
import { testId } from '../wire/test-id.ts';
import { adoptRenewal } from './reposition.ts';
import { writeLocalChanges } from './local-change.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { createMemoryDeviceStore, type MemoryDeviceStore } from './memory-device-store.ts';
import { createOutboxJournal, type BroughtBack } from './outbox-journal.ts';
import {
  changeOf,
  createTestDevice,
  createVisit,
  deviceRecord,
  editVisit,
  sentFrom,
  verdictOn,
} from './test-device.ts';
import { settle } from './settle.ts';

const id = testId(10);

async function openDesk(store: MemoryDeviceStore, files: TestFiles, wasWiped = false) {
  const port = createMemoryJournal(files);
  const troubles: boolean[] = [];
  let isOver = wasWiped;
  const told: BroughtBack[] = [];
  const journal = createOutboxJournal({
    ...{ store, port, onTrouble: (isInTrouble) => troubles.push(isInTrouble) },
    isOver: async () => isOver,
    onCleared: async () => void (isOver = false),
    onBroughtBack: async (found) => void told.push(found),
  });
  await journal.open();
  const broughtBack = told[0] ?? null;
  let written = store.snapshot().outbox.size + store.snapshot().attention.size;
  return {
    ...{ store, journal, broughtBack, told, troubles },
    isOver: () => isOver,
    trouble: () => troubles.at(-1) ?? false,
    listed: async () => (await port.read())?.entries.map(({ opId }) => opId),
    write: (patch: ReturnType<typeof createVisit>, opId = testId(901 + written++)) =>
      journal.store.transact('write', [], async (transaction) => {
        const failure = await writeLocalChanges(transaction, [{ ...changeOf(1, [patch]), opId }]);
        if (failure) throw new Error(failure.code);
      }),
  };
}

const quiet = {
  onTrouble: () => undefined,
  isOver: async () => false,
  onCleared: async () => undefined,
  onBroughtBack: async () => undefined,
};

/** An enrolled desk with two changes that wait. */
async function working() {
  const files = createTestFiles();
  const { store } = await createTestDevice();
  const desk = await openDesk(store, files);
  await desk.journal.follow();
  await desk.write(createVisit(id, { note: 'a' }));
  await desk.write(editVisit(id, { note: 'b' }));
  return { files, ...desk };
}
const lost = () => createMemoryDeviceStore();
const outboxOf = (store: MemoryDeviceStore) => [...store.snapshot().outbox.values()];

test('[R13.1] what a transaction adds is in the journal when it resolves', async () => {
  const { listed } = await working();
  expect(await listed()).toEqual([testId(901), testId(902)]);
});

test('[R13.6] what many changes left out of it is written some at a time, all of it and each once', async () => {
  const { store, write } = await createTestDevice();
  for (let n = 0; n < 45; n += 1) await write([createVisit(testId(100 + n))]);
  const files = createTestFiles();
  let most = 0;
  const watched: typeof store = {
    ...store,
    transact: (mode, touches, work) =>
      store.transact(mode, touches, (transaction) =>
        work({
          ...transaction,
          async getFromOutbox(seqs) {
            most = Math.max(most, seqs.length);
            return transaction.getFromOutbox(seqs);
          },
        }),
      ),
  };
  const desk = await openDesk(watched, files);
  await desk.journal.follow();
  expect(await desk.listed()).toEqual(Array.from({ length: 45 }, (_, n) => testId(901 + n)));
  expect(most).toBeLessThanOrEqual(20);
});

describe('[R13.4] where the database is gone', () => {
  test('the desk is itself again, with what waits, in its order and on the screen, and nothing loaded', async () => {
    const { files, store: before } = await working();
    const { store, broughtBack } = await openDesk(lost(), files);
    expect(broughtBack).toEqual({ isLost: true, changes: 2, damaged: 0 });
    const { device, rows } = store.snapshot();
    expect(device).toEqual({ ...deviceRecord, protocol: 1, cursor: null, ready: false });
    expect(outboxOf(store)).toEqual(outboxOf(before));
    expect(rows.get('visit')?.get(id)).toMatchObject({ note: 'b', rowVersion: 0 });
  });

  test('it is so twice as well, though places are new', async () => {
    const { files } = await working();
    const second = await openDesk(lost(), files);
    await second.write(editVisit(id, { note: 'c' }), testId(903));
    const { store, broughtBack } = await openDesk(lost(), files);
    expect(broughtBack?.changes).toBe(3);
    expect(outboxOf(store).map(({ opId }) => opId)).toEqual([901, 902, 903].map(testId));
    expect(store.snapshot().rows.get('visit')?.get(id)).toMatchObject({ note: 'c' });
  });

  test('a desk that had nothing waiting is one again too', async () => {
    const files = createTestFiles();
    const { journal } = await openDesk((await createTestDevice()).store, files);
    await journal.follow();
    const { store, broughtBack } = await openDesk(lost(), files);
    expect(broughtBack).toEqual({ isLost: true, changes: 0, damaged: 0 });
    expect(store.snapshot().device?.token).toBe(deviceRecord.token);
  });

  test('with the token of its last renewal', async () => {
    const { files, journal, store } = await working();
    await adoptRenewal(store, { deviceId: testId(77), token: 'token-77' });
    await journal.follow();
    const after = await openDesk(lost(), files);
    expect(after.store.snapshot().device).toMatchObject({ deviceId: testId(77), token: 'token-77' });
  });

  test('a change that was rejected and nobody answered for waits for its verdict once more', async () => {
    const { files, journal, store } = await working();
    await settle(
      store,
      sentFrom(0),
      [verdictOn(1, { seq: 1 }), verdictOn(2, { verdict: 'rejected', code: 'gone' })],
      1,
    );
    await journal.follow();
    const after = await openDesk(lost(), files);
    expect(outboxOf(after.store).map(({ opId }) => opId)).toEqual([testId(902)]);
  });

  test('nothing is brought back to a desk that was emptied on purpose, nor kept of it', async () => {
    const { files } = await working();
    const { store, broughtBack } = await openDesk(lost(), files, true);
    expect(broughtBack).toBeNull();
    expect(store.snapshot().device).toBeNull();
    expect(files.contents().size).toBe(0);
  });

  test('a journal that could not be cleared then is cleared later, and brings back nothing until then', async () => {
    const { files } = await working();
    const store = lost();
    files.fail(true);
    const desk = await openDesk(store, files, true);
    expect([desk.trouble(), desk.isOver()]).toEqual([true, true]);
    files.fail(false);
    await desk.journal.follow();
    expect([desk.trouble(), desk.isOver(), desk.told]).toEqual([false, false, []]);
    expect(store.snapshot().device).toBeNull();
    expect(files.contents().size).toBe(0);
  });

  test('it is cleared though it cannot be read, and a desk of the same site that came meanwhile is spared', async () => {
    const { files } = await working();
    const { store } = await createTestDevice();
    files.fail(true);
    const desk = await openDesk(store, files, true);
    await desk.write(createVisit(testId(11)), testId(950));
    files.fail(false);
    await desk.journal.follow();
    expect(outboxOf(store).map(({ opId }) => opId)).toEqual([testId(950)]);
    expect(await desk.listed()).toEqual([testId(950)]);
  });

  test('a desk that is emptied while the journal is read does not come back by it', async () => {
    const { files } = await working();
    const { store } = await createTestDevice();
    const port = createMemoryJournal(files);
    const read = async () => {
      store.restore({ ...store.snapshot(), device: null });
      return port.read();
    };
    await createOutboxJournal({ ...quiet, store, port: { ...port, read } }).open();
    expect(store.snapshot().device).toBeNull();
    expect((await port.read())?.entries).toHaveLength(2);
  });

  test('by a retry, where the first look failed, it is told all the same', async () => {
    const { files } = await working();
    const store = lost();
    files.fail(true);
    const desk = await openDesk(store, files);
    expect([desk.told, store.snapshot().device]).toEqual([[], null]);
    files.fail(false);
    await desk.journal.follow();
    expect(desk.told).toEqual([{ isLost: true, changes: 2, damaged: 0 }]);
    expect(store.snapshot().device?.token).toBe(deviceRecord.token);
  });

  test('where the desk itself cannot be read, that is told; where there never was one, nothing is', async () => {
    const { files } = await working();
    for (const [name, bytes] of files.contents())
      files.put(
        name,
        bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte)),
      );
    const { told, store } = await openDesk(lost(), files);
    expect(told).toEqual([{ isLost: false, changes: 0, damaged: 2 }]);
    expect(store.snapshot().device).toBeNull();
    expect((await openDesk(lost(), createTestFiles())).told).toEqual([]);
  });

  test('what was damaged is told, the rest is there', async () => {
    const { files } = await working();
    const [[name, bytes] = ['', new Uint8Array()]] = [...files.contents()].filter(([one]) => /^\d/.test(one));
    files.put(
      name,
      bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte)),
    );
    const { broughtBack, store } = await openDesk(lost(), files);
    expect(broughtBack).toEqual({ isLost: true, changes: 1, damaged: 1 });
    expect(outboxOf(store).map(({ opId }) => opId)).toEqual([testId(902)]);
  });

  test('what was written in an older version of the protocol is migrated with all the rest', async () => {
    const { files, journal, store } = await working();
    const device = store.snapshot().device ?? deviceRecord;
    await store.transact('write', [], (transaction) => transaction.putDevice({ ...device, protocol: 2 }));
    await journal.follow();
    expect((await openDesk(lost(), files)).store.snapshot().device?.protocol).toBe(1);
  });
});

describe('[R13.4] where the database is there and does not know an entry', () => {
  test('the server is asked for its verdict, and the screens show what they did', async () => {
    const { files, store } = await working();
    const [, second] = outboxOf(store);
    const older = (await createTestDevice()).store;
    await older.transact('write', [], async (transaction) => {
      if (second) await transaction.putInOutbox([second]);
    });
    const { broughtBack } = await openDesk(older, files);
    expect(broughtBack).toEqual({ isLost: false, changes: 1, damaged: 0 });
    expect(outboxOf(older).map(({ opId, overlay }) => [opId, overlay])).toEqual([
      [testId(902), true],
      [testId(901), false],
    ]);
    expect(older.snapshot().rows.get('visit')?.size).toBe(0);
  });

  test('one of another site is none of this desk’s, and goes', async () => {
    const { files } = await working();
    const other = (await createTestDevice({ siteId: testId(4) })).store;
    const { broughtBack, listed } = await openDesk(other, files);
    expect(broughtBack).toBeNull();
    expect(outboxOf(other)).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  test('one that was applied needs no journal any more', async () => {
    const { files, store } = await working();
    await settle(store, sentFrom(0), [verdictOn(1, { seq: 1 }), verdictOn(2, { seq: 2 })], 1);
    const { broughtBack, listed } = await openDesk(store, files);
    expect(broughtBack).toBeNull();
    expect(await listed()).toEqual([]);
    expect(outboxOf(store)).toEqual([]);
  });
});

describe('[R13.5] an entry ends', () => {
  test('with its verdict; where that is a refusal, with the answer of a person', async () => {
    const { journal, store, listed } = await working();
    await settle(store, sentFrom(0), [verdictOn(1, { seq: 1 })], 1);
    await journal.follow();
    expect(await listed()).toEqual([testId(902)]);
    await settle(store, sentFrom(1), [verdictOn(2, { verdict: 'rejected', code: 'gone' })], 1);
    await journal.follow();
    expect(await listed()).toEqual([testId(902)]);
    await store.transact('write', [], (transaction) => transaction.deleteRejected(testId(902)));
    await journal.follow();
    expect(await listed()).toEqual([]);
  });

  test('not where the database was put back to before it was lost, with the same changes at other places', async () => {
    const { files, store } = await working();
    await store.transact('write', [], async (transaction) => {
      const [first] = await transaction.oldestInOutbox(1);
      if (!first) throw new Error('nothing waits');
      await transaction.deleteFromOutbox([first.localSeq]);
      await transaction.putInOutbox([{ ...first, localSeq: 77 }]);
    });
    const again = await openDesk(store, files);
    await again.journal.follow();
    expect([...((await again.listed()) ?? [])].toSorted()).toEqual([testId(901), testId(902)]);
    expect(again.broughtBack).toBeNull();
  });

  test('not where it was written while the database was looked at', async () => {
    const { journal, write, listed } = await working();
    const looking = journal.follow();
    await write(editVisit(id, { note: 'c' }), testId(903));
    await looking;
    await journal.follow();
    expect(await listed()).toEqual([901, 902, 903].map(testId));
  });
});

describe('[R13.6] a journal that fails', () => {
  test('refuses nothing, is told, and has all it lacks once it is well again', async () => {
    const { files, journal, write, store, listed, trouble } = await working();
    files.fail(true);
    await write(editVisit(id, { note: 'c' }), testId(903));
    expect(outboxOf(store)).toHaveLength(3);
    expect(trouble()).toBe(true);
    await journal.follow();
    expect(trouble()).toBe(true);
    files.fail(false);
    await journal.follow();
    expect(trouble()).toBe(false);
    expect(await listed()).toEqual([901, 902, 903].map(testId));
  });

  test('while it gives a desk back keeps what it holds, and takes it anew once it is well again', async () => {
    const { files } = await working();
    const store = lost();
    const port = createMemoryJournal(files);
    const failing = { ...port, append: async () => false };
    const journal = createOutboxJournal({ ...quiet, store, port: failing });
    await journal.open();
    await journal.follow();
    expect((await port.read())?.entries).toHaveLength(2);
    await createOutboxJournal({ ...quiet, store, port }).open();
    expect((await port.read())?.entries).toHaveLength(2);
  });

  test('at the start ends nothing that it turns out to hold', async () => {
    const { files } = await working();
    const { store } = await createTestDevice();
    files.fail(true);
    const desk = await openDesk(store, files);
    expect([desk.broughtBack, desk.trouble()]).toEqual([null, true]);
    files.fail(false);
    await desk.journal.follow();
    expect(outboxOf(store).map(({ opId }) => opId)).toEqual([testId(901), testId(902)]);
    expect(await desk.listed()).toEqual([testId(901), testId(902)]);
    expect(desk.trouble()).toBe(false);
  });
});
