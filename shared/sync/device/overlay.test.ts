import { describe, expect, test } from 'vitest';
import { entityByName } from '../../entities/registry.ts';
import { fieldsOf, patched, showBases, storedRow } from './overlay.ts';
import type { Patch } from '../wire/protocol.ts';
import { createTestDevice, createVisit, editVisit, visitData, visitRow } from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const visit = entityByName('visit');
const id = testId(10);
const patch = (op: Patch['op'], set: Patch['set'] = {}): Patch => ({ entity: 'visit', id, op, base: 0, set });

describe('[R6] one patch on a row', () => {
  test.each([
    ['create makes it, with null for what is absent', null, patch('create', { note: 'x' }), 'created'],
    [
      'create of a row that is here has no effect',
      visitData({ note: 'a' }),
      patch('create', { note: 'b' }),
      'a',
    ],
    ['update writes its fields only', visitData({ note: 'a' }), patch('update', { note: 'b' }), 'b'],
    ['update of a row that is gone has no effect', null, patch('update', { note: 'b' }), null],
    ['remove takes it away', visitData(), patch('remove'), null],
    ['remove of a row that is gone has no effect', null, patch('remove'), null],
  ])('%s', (_what, fields, one, expected) => {
    const result = patched(visit, fields, one);
    if (expected === null) expect(result).toBeNull();
    else if (expected === 'created') expect(result).toMatchObject({ note: 'x', seatId: null });
    else expect(result).toEqual(visitData({ note: expected }));
  });
});

test('a stored row is its fields, id, version and index values, and gives its fields back', () => {
  const row = storedRow(visit, id, 4, visitData({ note: 'x' }));
  expect(row).toEqual(visitRow(id, 4, { note: 'x' }));
  expect(fieldsOf(visit, row)).toEqual(visitData({ note: 'x' }));
  expect(storedRow(visit, id, 4, visitData({ leftAt: 9 }))).not.toHaveProperty('isOpen');
});

test('[R6] pending changes are replayed in the order they were written, on whatever the server has', async () => {
  const device = await createTestDevice();
  await device.hold('visit', visitRow(id, 1));
  await device.write([editVisit(id, { note: 'first', partySize: 1 })]);
  await device.write([editVisit(id, { note: 'second' })]);
  const [base] = [...device.store.snapshot().bases.values()];
  if (!base) throw new Error('no base');
  await device.store.transact('write', ['visit'], (transaction) =>
    showBases(transaction, [
      { ...base, fields: visitData({ note: 'theirs', partyName: 'theirs' }), version: 5 },
    ]),
  );
  expect(device.row('visit', id)).toEqual(
    visitRow(id, 5, { note: 'second', partySize: 1, partyName: 'theirs' }),
  );
});

test('[R6] what nothing is pending on shows the server’s row, or none, and keeps no base', async () => {
  const device = await createTestDevice();
  const other = testId(11);
  await device.hold('visit', visitRow(id, 1));
  await device.write([editVisit(id, { note: 'x' }), createVisit(other)]);
  const bases = [...device.store.snapshot().bases.values()].map((base) => ({ ...base, pending: [] }));
  await device.store.transact('write', ['visit'], (transaction) => showBases(transaction, bases));
  expect(device.row('visit', id)).toEqual(visitRow(id, 1));
  expect(device.row('visit', other)).toBeUndefined();
  expect(device.store.snapshot().bases.size).toBe(0);
});

test('[R6] of a change that patches several rows each row gets its own', async () => {
  const device = await createTestDevice();
  const other = testId(11);
  await device.write([createVisit(id, { note: 'a' }), createVisit(other, { note: 'b' })]);
  await device.store.transact('write', ['visit'], async (transaction) =>
    showBases(transaction, await transaction.basesOf('visit', null, null)),
  );
  expect([device.row('visit', id)?.['note'], device.row('visit', other)?.['note']]).toEqual(['a', 'b']);
});

test('a row from before its entity got a field has it empty, and can be edited', async () => {
  const vehicle = entityByName('vehicle');
  const old = { customerId: null, plate: '赣D12345', vin: null, model: null, colour: null, note: null };
  expect(fieldsOf(vehicle, old)).toEqual({ ...old, bringsInId: null, userId: null });
  const device = await createTestDevice();
  await device.hold('vehicle', { ...old, id, rowVersion: 1 });
  await device.write([{ entity: 'vehicle', id, op: 'update', set: { colour: '黑' } }]);
  expect(device.row('vehicle', id)).toMatchObject({ colour: '黑', userId: null });
});
