import { beforeEach, describe, expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/registry.ts';
import type { DeviceStore, DeviceTransaction, HeldClaim } from '../../shared/sync/device/device-store.ts';
import { deviceRecord, visitRow } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import {
  a,
  acknowledged,
  b,
  base,
  bySeq,
  c,
  kept,
  outboxEntry,
  rejected,
} from '../support/device-store-rows.ts';
import { deviceStores } from '../support/device-stores.ts';

describe.each(deviceStores)('a device’s store %s', (_name, create) => {
  let store: DeviceStore;
  beforeEach(() => {
    store = create();
  });
  const write = <Value>(work: (transaction: DeviceTransaction) => Promise<Value>) =>
    store.transact('write', entityNames, work);
  const read = <Value>(work: (transaction: DeviceTransaction) => Promise<Value>) =>
    store.transact('read', entityNames, work);

  test('knows no device at first, then the one that was put', async () => {
    expect(await read((transaction) => transaction.getDevice())).toBeNull();
    await write((transaction) => transaction.putDevice(deviceRecord));
    expect(await read((transaction) => transaction.getDevice())).toEqual(deviceRecord);
  });

  test('[R10.8] holds a claim a row, and forgets it', async () => {
    const claim: HeldClaim = {
      ...{ entity: 'visit', id: a, actor: b, token: null, until: null, isDone: false },
    };
    await write((transaction) => transaction.putClaims([claim, { ...claim, id: b }]));
    await write((transaction) => transaction.putClaims([{ ...claim, token: 't', until: 7 }]));
    await write((transaction) => transaction.deleteClaims([{ entity: 'visit', id: b }]));
    expect(await read((transaction) => transaction.allClaims())).toEqual([
      { ...claim, token: 't', until: 7 },
    ]);
  });

  test('gives rows in the order they are asked for, and undefined for what it lacks', async () => {
    await write((transaction) => transaction.putRows('visit', [visitRow(a, 1), visitRow(b, 2)]));
    await write(async (transaction) => {
      await transaction.putRows('visit', [visitRow(b, 3, { note: 'new' })]);
      await transaction.putRows('serving', []);
    });
    expect(await read((transaction) => transaction.getRows('visit', [b, c, a]))).toEqual([
      visitRow(b, 3, { note: 'new' }),
      undefined,
      visitRow(a, 1),
    ]);
    expect(await read((transaction) => transaction.getRows('visit', []))).toEqual([]);
    expect(await read((transaction) => transaction.getRows('serving', [a]))).toEqual([undefined]);
  });

  test('deletes the rows named, and minds none that is not there', async () => {
    await write((transaction) => transaction.putRows('visit', [visitRow(a, 1), visitRow(b, 1)]));
    await write((transaction) => transaction.deleteRows('visit', [a, c]));
    await write((transaction) => transaction.deleteRows('visit', []));
    expect(await read((transaction) => transaction.rowIds('visit', null, null))).toEqual([b]);
  });

  test('finds rows by an index, in order of id', async () => {
    const { isOpen: _, ...left } = visitRow(b, 1);
    const rows = [visitRow(c, 1), { ...left, id: b, rowVersion: 1 }, visitRow(a, 1)];
    await write((transaction) => transaction.putRows('visit', rows));
    await write((transaction) => transaction.putRows('visit', [visitRow(a, 2, { note: 'new' })]));
    const open = await read((transaction) => transaction.rowsBy('visit', 'isOpen', 1));
    expect(open).toEqual([visitRow(a, 2, { note: 'new' }), visitRow(c, 1)]);
    expect(await read((transaction) => transaction.rowsBy('visit', 'isOpen', 2))).toEqual([]);
  });

  test.each([
    [null, null, [a, b, c]],
    [a, null, [b, c]],
    [null, b, [a, b]],
    [a, b, [b]],
    [a, a, []],
    [testId(9), testId(99), [a, b, c]],
    [c, null, []],
  ])('[R7] ids after %s through %s', async (after, through, ids) => {
    await write((transaction) =>
      transaction.putRows(
        'visit',
        [c, a, b].map((id) => visitRow(id, 1)),
      ),
    );
    const found = await read((transaction) => transaction.rowIds('visit', after, through));
    expect(found).toEqual(ids);
  });

  test.each([
    [null, 9, [a, b, c]],
    [null, 2, [a, b]],
    [a, 1, [b]],
    [testId(9), 9, [a, b, c]],
    [c, 9, []],
    [null, 0, []],
  ])('[R11] rows after %s, of %s at most', async (after, limit, ids) => {
    const rows = [c, a, b].map((id) => visitRow(id, 1));
    await write((transaction) => transaction.putRows('visit', rows));
    const found = await read((transaction) => transaction.rowsAfter('visit', after, limit));
    expect(found).toEqual(ids.map((id) => visitRow(id, 1)));
  });

  test('keeps bases by entity and id', async () => {
    const bases = [base('visit', a), base('visit', b), base('serving', a)];
    await write((transaction) => transaction.putBases(bases));
    await write((transaction) => transaction.putBases([base('visit', b, [1, 2])]));
    const asked = [
      { entity: 'serving', id: a },
      { entity: 'serving', id: b },
      { entity: 'visit', id: b },
    ] as const;
    expect(await read((transaction) => transaction.getBases(asked))).toEqual([
      base('serving', a),
      undefined,
      base('visit', b, [1, 2]),
    ]);
    expect(await read((transaction) => transaction.getBases([]))).toEqual([]);
    await write((transaction) => transaction.deleteBases([{ entity: 'visit', id: a }]));
    await write((transaction) => transaction.deleteBases([]));
    const ofVisits = await read((transaction) => transaction.basesOf('visit', null, null));
    expect(ofVisits).toEqual([base('visit', b, [1, 2])]);
  });

  test('[R2] numbers what enters the outbox in its order, and never gives a number twice', async () => {
    const first = await write(async (transaction) => [
      await transaction.addToOutbox(outboxEntry(1)),
      await transaction.addToOutbox(outboxEntry(2)),
    ]);
    await write((transaction) => transaction.deleteFromOutbox(first));
    const third = await write((transaction) => transaction.addToOutbox(outboxEntry(3)));
    expect([...first, third]).toEqual([1, 2, 3]);
    expect(await read((transaction) => transaction.oldestInOutbox(9))).toEqual([
      { ...outboxEntry(3), localSeq: 3 },
    ]);
  });

  test('gives the oldest of the outbox first, as many as asked for', async () => {
    await write(async (transaction) => {
      for (const n of [1, 2, 3]) await transaction.addToOutbox(outboxEntry(n));
    });
    await write((transaction) =>
      transaction.putInOutbox([{ ...outboxEntry(2), localSeq: 2, overlay: false }]),
    );
    await write((transaction) => transaction.putInOutbox([]));
    const oldest = (limit: number) => read((transaction) => transaction.oldestInOutbox(limit));
    expect(await oldest(0)).toEqual([]);
    expect((await oldest(2)).map(({ localSeq, overlay }) => [localSeq, overlay])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect((await oldest(Infinity)).map(({ localSeq }) => localSeq)).toEqual([1, 2, 3]);
  });

  test('finds pending changes among the waiting and the acknowledged', async () => {
    await write(async (transaction) => {
      await transaction.addToOutbox(outboxEntry(1));
      await transaction.putAcknowledged([acknowledged(7, 70), acknowledged(8, 80)]);
      await transaction.putAcknowledged([]);
    });
    const found = await read((transaction) => transaction.getPending([8, 1, 5]));
    expect(bySeq(found).map(({ localSeq, opId }) => [localSeq, opId])).toEqual([
      [1, testId(901)],
      [8, testId(908)],
    ]);
    expect(await read((transaction) => transaction.getPending([]))).toEqual([]);
    await write((transaction) => transaction.deleteAcknowledged([8]));
    await write((transaction) => transaction.deleteAcknowledged([]));
    expect(await read((transaction) => transaction.allAcknowledged())).toEqual([acknowledged(7, 70)]);
  });

  test('[R8.3] gives the oldest of the kept changes first, as many as asked for, and forgets those named', async () => {
    await write((transaction) => transaction.putKept([kept(9, 3), kept(2, 1), kept(5, 2)]));
    const oldest = (limit: number) => read((transaction) => transaction.oldestKept(limit));
    expect(await oldest(2)).toEqual([kept(2, 1), kept(5, 2)]);
    await write((transaction) => transaction.deleteKept([2, 5, 77]));
    expect(await oldest(Infinity)).toEqual([kept(9, 3)]);
  });

  test('[R3] keeps rejected changes until each is dealt with', async () => {
    await write((transaction) => transaction.putRejected([rejected(1), rejected(2)]));
    await write((transaction) => transaction.putRejected([]));
    await write((transaction) => transaction.deleteRejected(testId(901)));
    const [first, second] = await read(async (transaction) => [
      await transaction.getRejected(testId(901)),
      await transaction.getRejected(testId(902)),
    ]);
    expect([first, second]).toEqual([undefined, rejected(2)]);
    expect(await read((transaction) => transaction.rejectedIds())).toEqual([testId(902)]);
  });

  test('[R13] tells which entries wait without reading them, and gives those that are asked for', async () => {
    const entries = [1, 3].map((localSeq) => ({ ...outboxEntry(localSeq), localSeq }));
    await write((transaction) => transaction.putInOutbox(entries));
    expect(await read((transaction) => transaction.outboxSeqs())).toEqual([1, 3]);
    expect(await read((transaction) => transaction.getFromOutbox([3, 2]))).toEqual([entries[1]]);
  });

  test('keeps all of a transaction or nothing: rows, outbox, numbers', async () => {
    const refusal = new Error('not this');
    const failed = write(async (transaction) => {
      await transaction.putDevice(deviceRecord);
      await transaction.putRows('visit', [visitRow(a, 1)]);
      await transaction.addToOutbox(outboxEntry(1));
      throw refusal;
    });
    await expect(failed).rejects.toBe(refusal);
    expect(await read((transaction) => transaction.getDevice())).toBeNull();
    expect(await read((transaction) => transaction.rowIds('visit', null, null))).toEqual([]);
    expect(await write((transaction) => transaction.addToOutbox(outboxEntry(2)))).toBe(1);
  });

  test('lets a transaction see what it wrote itself', async () => {
    const seen = await write(async (transaction) => {
      await transaction.putRows('visit', [visitRow(a, 1)]);
      await transaction.deleteRows('visit', [a]);
      await transaction.addToOutbox(outboxEntry(1));
      const waiting = await transaction.oldestInOutbox(1);
      return [await transaction.getRows('visit', [a]), waiting.length];
    });
    expect(seen).toEqual([[undefined], 1]);
  });

  test('runs transactions that write one after the other', async () => {
    await write((transaction) => transaction.putDevice(deviceRecord));
    const count = () =>
      write(async (transaction) => {
        const device = await transaction.getDevice();
        if (device) await transaction.putDevice({ ...device, doneOpSeq: device.doneOpSeq + 1 });
      });
    await Promise.all(Array.from({ length: 20 }, count));
    expect(await read((transaction) => transaction.getDevice())).toMatchObject({ doneOpSeq: 20 });
  });
});
