import { describe, expect, test } from 'vitest';
import { applyTail } from './apply-pull.ts';
import { writeLocalChanges } from './local-change.ts';
import { limits } from '../wire/protocol.ts';
import {
  changeOf,
  createTestDevice,
  createVisit,
  editVisit,
  removeVisit,
  visitData,
  visitRow,
  wireVisit,
} from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const id = testId(10);

describe('a change', () => {
  test('stands in the rows and in the outbox at once, absent fields null, indexes filled', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(id, { note: 'x' })]);
    expect(device.row('visit', id)).toEqual(visitRow(id, 0, { note: 'x' }));
    const { outbox, bases } = device.store.snapshot();
    expect([...outbox.values()]).toMatchObject([
      { localSeq: 1, opId: testId(901), name: 'test', overlay: true, retryOf: null },
    ]);
    expect([...bases.values()]).toEqual([{ entity: 'visit', id, fields: null, version: 0, pending: [1] }]);
  });

  test('[R4] has as base the version the server told, also while another one waits on the row', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(id, 7));
    await device.write([editVisit(id, { note: 'a' })]);
    await device.write([editVisit(id, { note: 'b' })]);
    const { outbox, bases } = device.store.snapshot();
    expect([...outbox.values()].map(({ patches }) => patches[0]?.base)).toEqual([7, 7]);
    expect([...bases.values()]).toMatchObject([{ fields: visitData(), version: 7, pending: [1, 2] }]);
    expect(device.row('visit', id)).toEqual(visitRow(id, 7, { note: 'b' }));
  });

  test('[R4] has as base the version that the person saw, where the row is newer by now', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(id, 7));
    await device.write([editVisit(id, { note: 'a' })], { seen: { [id]: 5 } });
    await device.write([editVisit(id, { partySize: 2 })], { seen: { [id]: 9 } });
    expect([...device.store.snapshot().outbox.values()].map(({ patches }) => patches[0]?.base)).toEqual([
      5, 7,
    ]);
  });

  test('[R4] over an edit that waits has seen no more than that one: it hides what came meanwhile', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(id, 7));
    await device.write([editVisit(id, { note: 'a' })]);
    const position = { deviceId: testId(1), epoch: 'epoch-1', cursor: 'cursor-1' };
    const tail = { cursor: 'cursor-2', lastOpSeq: 0, backedUpTo: 0, serverTime: 1, head: 9 };
    await applyTail(device.store, position, { ...tail, rows: [wireVisit(id, 9, { note: 'theirs' })] }, 1);
    await device.write([editVisit(id, { note: 'b' })]);
    await device.write([editVisit(id, { partySize: 2 })]);
    expect(device.row('visit', id)).toMatchObject({ rowVersion: 9, note: 'b' });
    expect([...device.store.snapshot().outbox.values()].map(({ patches }) => patches[0]?.base)).toEqual([
      7, 7, 9,
    ]);
  });

  test('[R4] has seen nothing beyond the last complete pull, while a bootstrap replaces rows range by range', async () => {
    const device = await createTestDevice();
    await device.put({ wholeTo: 6 });
    const other = testId(11);
    await device.hold('visit', visitRow(id, 7), visitRow(other, 3));
    await device.write([editVisit(id, { note: 'a' }), editVisit(other, { note: 'a' })]);
    const [entry] = device.store.snapshot().outbox.values();
    expect(entry?.patches.map(({ base }) => base)).toEqual([6, 3]);
  });

  test('[R4] has seen nothing in the first load', async () => {
    const device = await createTestDevice();
    await device.put({ ready: false });
    await device.hold('visit', visitRow(id, 7));
    await device.write([editVisit(id, { note: 'a' })]);
    const [entry] = device.store.snapshot().outbox.values();
    expect(entry?.patches.map(({ base }) => base)).toEqual([0]);
  });

  test('[R4] has base 0 on a row the server does not know yet', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(id)]);
    await device.write([editVisit(id, { note: 'a' })]);
    expect([...device.store.snapshot().outbox.values()].map(({ patches }) => patches[0]?.base)).toEqual([
      0, 0,
    ]);
  });

  test('may patch a row twice, and names it once in its base', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(id, { note: 'a' }), editVisit(id, { seatId: testId(11) })]);
    expect(device.row('visit', id)).toMatchObject({ note: 'a', seatId: testId(11) });
    expect([...device.store.snapshot().bases.values()]).toMatchObject([{ pending: [1] }]);
  });

  test('[R5] that removes a row hides it, and keeps the server’s side of it', async () => {
    const device = await createTestDevice();
    await device.hold('visit', visitRow(id, 3));
    await device.write([removeVisit(id)]);
    expect(device.row('visit', id)).toBeUndefined();
    const { outbox, bases } = device.store.snapshot();
    expect([...outbox.values()][0]?.patches).toEqual([{ entity: 'visit', id, op: 'remove', base: 3 }]);
    expect([...bases.values()]).toMatchObject([{ fields: visitData(), version: 3, pending: [1] }]);
  });

  test('that closes a visit takes it from the index of the open ones', async () => {
    const device = await createTestDevice();
    await device.write([createVisit(id)]);
    await device.write([editVisit(id, { leftAt: 5 })]);
    expect(device.row('visit', id)).not.toHaveProperty('isOpen');
  });
});

test('several changes of one transaction see each other, each with its own place in the outbox', async () => {
  const { store, row } = await createTestDevice();
  const changes = [changeOf(1, [createVisit(id)]), changeOf(2, [editVisit(id, { note: 'b' })])];
  const failure = await store.transact('write', ['visit'], (transaction) =>
    writeLocalChanges(transaction, changes),
  );
  expect(failure).toBeNull();
  expect([...store.snapshot().outbox.values()].map(({ localSeq, opId }) => [localSeq, opId])).toEqual([
    [1, testId(901)],
    [2, testId(902)],
  ]);
  expect(row('visit', id)).toMatchObject({ note: 'b' });
});

test.each([
  ['an edit of a row that is not here', editVisit(id, { note: 'x' }), { code: 'row_missing' }],
  ['the removal of a row that is not here', removeVisit(id), { code: 'row_missing' }],
  [
    'a row its entity does not allow',
    createVisit(id, { partySize: 0 }),
    { code: 'input_invalid', field: 'partySize' },
  ],
  ['a field that does not exist', createVisit(id, { colour: 'red' }), { code: 'input_invalid' }],
])('%s is refused, and written nowhere', async (_what, patch, failure) => {
  const { store } = await createTestDevice();
  const refused = await store.transact('write', ['visit'], (transaction) =>
    writeLocalChanges(transaction, [changeOf(1, [patch])]),
  );
  expect(refused).toMatchObject(failure);
  const { outbox, bases, rows } = store.snapshot();
  expect([outbox.size, bases.size, rows.get('visit')?.size]).toEqual([0, 0, 0]);
});

test('[R3] a change that the server would find too large is refused before it could wedge the outbox', async () => {
  const { store } = await createTestDevice();
  const write = (count: number, note: string) =>
    store.transact('write', ['visit'], (transaction) => {
      const patches = Array.from({ length: count }, (_, n) => createVisit(testId(100 + n), { note }));
      return writeLocalChanges(transaction, [changeOf(1, patches)]);
    });
  expect(await write(limits.patchesPerChange + 1, '')).toMatchObject({ code: 'input_invalid' });
  expect(await write(260, 'x'.repeat(2_000))).toMatchObject({ code: 'input_invalid' });
  expect(store.snapshot().outbox.size).toBe(0);
  expect(await write(limits.patchesPerChange, '')).toBeNull();
});

test('the store is not asked for rows that are known to be new', async () => {
  const { store } = await createTestDevice();
  const asked: string[] = [];
  await store.transact('write', ['visit'], (transaction) => {
    const watched = {
      ...transaction,
      getRows: (...args: Parameters<typeof transaction.getRows>) => {
        asked.push('rows');
        return transaction.getRows(...args);
      },
      getBases: (...args: Parameters<typeof transaction.getBases>) => {
        asked.push('bases');
        return transaction.getBases(...args);
      },
    };
    return writeLocalChanges(watched, [changeOf(1, [createVisit(id)])], (one) => one === id);
  });
  expect(asked).toEqual([]);
});
