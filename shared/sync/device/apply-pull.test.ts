import { describe, expect, test } from 'vitest';
import { applyRange, applyTail, type Position } from './apply-pull.ts';
import type { DeviceStore } from './device-store.ts';
import { settle } from './settle.ts';
import {
  createTestDevice,
  createVisit,
  editVisit,
  sentFrom,
  verdictOn,
  visitData,
  visitRow,
  wireVisit,
  type TestDevice,
} from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const [a, b, c, d] = [testId(10), testId(11), testId(12), testId(13)] as const;
const here: Position = { deviceId: testId(1), epoch: 'epoch-1', cursor: 'cursor-1' };
const range = (after: string | null, through: string | null, entity = 'visit') => ({
  entity,
  after,
  through,
});
const tailOf = (rows: Parameters<typeof applyTail>[2]['rows'], lastOpSeq = 0) => ({
  ...{ rows, lastOpSeq, cursor: 'cursor-2', backedUpTo: 0, serverTime: 1, head: 9 },
});
const visible = (device: TestDevice) => [...(device.store.snapshot().rows.get('visit')?.keys() ?? [])].sort();

describe('a page of a bootstrap', () => {
  test('[R7] replaces its range: rows absent from it go, rows outside it stay, the cursor moves', async () => {
    const device = await createTestDevice();
    await device.hold('visit', ...[a, b, c, d].map((id) => visitRow(id, 1)));
    const page = { range: range(a, c), rows: [wireVisit(c, 5, { note: 'new' })], cursor: 'cursor-2' };
    expect(await applyRange(device.store, here, page)).toEqual({
      applied: true,
      changed: new Map([['visit', [c, b]]]),
    });
    expect(visible(device)).toEqual([a, c, d]);
    expect(device.row('visit', c)).toEqual(visitRow(c, 5, { note: 'new' }));
    expect(device.device()).toMatchObject({ cursor: 'cursor-2' });
  });

  test('[R4] makes nothing seen: that only a complete tail does, up to its head', async () => {
    const device = await createTestDevice();
    await applyTail(device.store, here, tailOf([wireVisit(a, 7)]), 1);
    const page = { range: range(null, null), rows: [wireVisit(a, 12)], cursor: 'cursor-3' };
    await applyRange(device.store, { ...here, cursor: 'cursor-2' }, page);
    await device.write([editVisit(a, { note: 'mine' })]);
    const [entry] = device.store.snapshot().outbox.values();
    expect(entry?.patches.map(({ base }) => base)).toEqual([9]);
  });

  test('[R7] open at both ends replaces everything, also by nothing', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1), visitRow(d, 1));
    await applyRange(device.store, here, { range: range(null, null), rows: [], cursor: 'cursor-2' });
    expect(visible(device)).toEqual([]);
  });

  test('[R7] leaves pending changes on top, of rows it brings and of rows it does not', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1));
    await device.write([editVisit(a, { note: 'mine' }), createVisit(b, { note: 'mine too' })]);
    const rows = [wireVisit(a, 4, { note: 'theirs', partyName: 'theirs' })];
    await applyRange(device.store, here, { range: range(null, null), rows, cursor: 'cursor-2' });
    expect(device.row('visit', a)).toEqual(visitRow(a, 4, { note: 'mine', partyName: 'theirs' }));
    expect(device.row('visit', b)).toEqual(visitRow(b, 0, { note: 'mine too' }));
    expect(device.store.snapshot().bases.get(`visit:${a}`)).toMatchObject({ version: 4, pending: [1] });
  });

  test('[R7] that no longer brings a row takes it from the screen although an edit of it waits', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1));
    await device.write([editVisit(a, { note: 'mine' })]);
    const page = { range: range(null, null), rows: [], cursor: 'cursor-2' };
    expect(await applyRange(device.store, here, page)).toMatchObject({ changed: new Map([['visit', [a]]]) });
    expect(device.row('visit', a)).toBeUndefined();
    expect(device.store.snapshot().bases.get(`visit:${a}`)).toMatchObject({ fields: null, pending: [1] });
  });

  test('[R7] of more than 1,000 rows takes several transactions, and the cursor moves with the last', async () => {
    const device = await createTestDevice();
    const stale = testId(500_000);
    await device.hold('visit', visitRow(stale, 1));
    const rows = Array.from({ length: 2_500 }, (_, index) => wireVisit(testId(1_000 + index), 2));
    const page = { range: range(null, null), rows, cursor: 'cursor-2' };
    let left = 2;
    const failing: DeviceStore = {
      transact: (...args) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('cut off')) : device.store.transact(...args);
      },
    };
    await expect(applyRange(failing, here, page)).rejects.toThrow('cut off');
    expect(visible(device)).toHaveLength(2_001);
    expect(device.device().cursor).toBe('cursor-1');

    await applyRange(device.store, here, page);
    expect(visible(device)).toHaveLength(2_500);
    expect(device.row('visit', stale)).toBeUndefined();
    expect(device.device().cursor).toBe('cursor-2');
  });

  test('[R7] of an entity this version does not know moves the cursor alone', async () => {
    const device = await createTestDevice();
    const rows = [{ entity: 'sale', id: a, version: 1, data: {} }];
    const page = { range: range(null, null, 'sale'), rows, cursor: 'cursor-2' };
    expect(await applyRange(device.store, here, page)).toEqual({ applied: true, changed: new Map() });
    expect(device.device().cursor).toBe('cursor-2');
  });
});

describe('the end of a tail', () => {
  test('[R6] shows all staged rows with the cursor; of one row the last staged counts', async () => {
    const device = await createTestDevice({ ready: false });
    await device.hold('visit', visitRow(a, 1), visitRow(b, 1));
    const removed = { entity: 'visit', id: b, version: 6, removed: true } as const;
    const rows = [wireVisit(a, 4), removed, wireVisit(c, 7), wireVisit(a, 8, { note: 'last' })];
    expect(await applyTail(device.store, here, tailOf(rows), 99)).toMatchObject({ applied: true });
    expect(visible(device)).toEqual([a, c]);
    expect(device.row('visit', a)).toEqual(visitRow(a, 8, { note: 'last' }));
    expect(device.device()).toMatchObject({ cursor: 'cursor-2', ready: true, lastSyncedAt: 99 });
  });

  test('[R6] keeps a change on top that the server has not covered yet', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(a, 1));
    await device.write([editVisit(a, { note: 'mine' })]);
    await applyTail(device.store, here, tailOf([wireVisit(a, 3, { note: 'theirs', partySize: 9 })]), 1);
    expect(device.row('visit', a)).toEqual(visitRow(a, 3, { note: 'mine', partySize: 9 }));
    await device.write([editVisit(a, { partySize: 2 })]);
    expect([...device.store.snapshot().outbox.values()].map(({ patches }) => patches[0]?.base)).toEqual([
      1, 3,
    ]);
  });

  test('[R6] ends the overlay of an applied change that it covers, and not of the one after it', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(a, { note: 'first' })]);
    await device.write([createVisit(b, { note: 'second' })]);
    await settle(device.store, sentFrom(0), [verdictOn(1), verdictOn(2)], 1);
    expect(visible(device)).toEqual([a, b]);
    await applyTail(device.store, here, tailOf([wireVisit(a, 5, { note: 'merged' })], 1), 1);
    const { acknowledged, bases } = device.store.snapshot();
    expect(device.row('visit', a)).toEqual(visitRow(a, 5, { note: 'merged' }));
    expect(device.row('visit', b)).toMatchObject({ note: 'second' });
    expect([...acknowledged.keys()]).toEqual([2]);
    expect([...bases.keys()]).toEqual([`visit:${b}`]);
  });

  test('[R6] ends the overlay of a change without its verdict too, and keeps it in the outbox', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(a, { note: 'mine' })]);
    await applyTail(device.store, here, tailOf([wireVisit(a, 5, { note: 'merged' })], 1), 1);
    expect(device.row('visit', a)).toEqual(visitRow(a, 5, { note: 'merged' }));
    expect([...device.store.snapshot().outbox.values()]).toMatchObject([{ localSeq: 1, overlay: false }]);
  });

  test('[R9] lets a row that the station may only create leave once it is covered', async () => {
    const device = await createTestDevice();
    const set = { kind: 'private', name: '单丽娟' } as const;
    await device.write([{ entity: 'customer', id: a, op: 'create', set }]);
    await settle(device.store, sentFrom(0), [verdictOn(1)], 1);
    expect(device.row('customer', a)).toMatchObject({ name: '单丽娟' });
    await applyTail(device.store, here, tailOf([], 1), 1);
    expect(device.row('customer', a)).toBeUndefined();
    expect(device.store.snapshot().bases.size).toBe(0);
  });

  test('[R6] names the rows that look different now', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(a)]);
    const applied = await applyTail(device.store, here, tailOf([wireVisit(b, 2)], 1), 1);
    expect(applied).toEqual({ applied: true, changed: new Map([['visit', [b, a]]]) });
  });

  test('passes over rows of entities this version does not know', async () => {
    const device = await createTestDevice();
    await applyTail(device.store, here, tailOf([{ entity: 'sale', id: a, version: 1, data: {} }]), 1);
    expect(device.device().cursor).toBe('cursor-2');
  });
});

test.each([
  ['device', { deviceId: testId(99) }],
  ['epoch', { epoch: 'epoch-2' }],
  ['cursor', { cursor: 'cursor-0' }],
])('[R6] nothing is written where the %s is another by now', async (_what, other) => {
  const device = await createTestDevice();
  await device.write([createVisit(a)]);
  const before = device.state();
  const position = { ...here, ...other };
  const page = { range: range(null, null), rows: [wireVisit(b, 2)], cursor: 'cursor-2' };
  expect(await applyRange(device.store, position, page)).toEqual({ applied: false });
  const unknown = { ...page, range: range(null, null, 'sale') };
  expect(await applyRange(device.store, position, unknown)).toEqual({ applied: false });
  expect(await applyTail(device.store, position, tailOf([wireVisit(b, 2)], 1), 1)).toEqual({
    applied: false,
  });
  expect(device.state()).toBe(before);
});

test('fields that this version does not know are kept as the server sent them', async () => {
  const device = await createTestDevice();
  const data = visitData({ colour: 'red' });
  await applyTail(
    device.store,
    here,
    tailOf([{ entity: 'visit', id: a, version: 2, data: data as never }]),
    1,
  );
  expect(device.row('visit', a)).toMatchObject({ colour: 'red' });
});

describe('[R8.3] an applied change is kept', () => {
  const day = 86_400_000;
  const keptOf = (device: TestDevice) => [...device.store.snapshot().kept.keys()];
  async function withTwoKept() {
    const device = await createTestDevice();
    await device.write([createVisit(a)]);
    await device.write([createVisit(b)]);
    await settle(device.store, sentFrom(0), [verdictOn(1, { seq: 7 }), verdictOn(2, { seq: 8 })], 100);
    return device;
  }
  const tail = (backedUpTo: number, serverTime: number) => ({ ...tailOf([], 2), backedUpTo, serverTime });

  test('until a backup covers its number', async () => {
    const device = await withTwoKept();
    await applyTail(device.store, here, tail(6, 100 + day), 1);
    expect(keptOf(device)).toEqual([1, 2]);
    await applyTail(device.store, { ...here, cursor: 'cursor-2' }, tail(7, 100 + day), 1);
    expect(keptOf(device)).toEqual([2]);
  });

  test('or for 30 days by the server’s clock, wherever the desk’s own jumps', async () => {
    const device = await withTwoKept();
    await applyTail(device.store, here, tail(0, 100 + 30 * day), 400 * day);
    expect(keptOf(device)).toEqual([1, 2]);
    await applyTail(device.store, { ...here, cursor: 'cursor-2' }, tail(0, 101 + 30 * day), 1);
    expect(keptOf(device)).toEqual([]);
  });
});
