import { describe, expect, test } from 'vitest';
import { limits } from '../sync/wire/protocol.ts';
import { testId } from '../sync/wire/test-id.ts';
import { importCustomers, type ImportedCustomer } from './import-customers.ts';
import { rowsPerChange } from './split-changes.ts';
import { createTestSite } from './test-site.ts';

let ids = 500_000;
const newIds = () => ({ id: testId((ids += 1)), guestCardId: testId((ids += 1)) });
const customer: ImportedCustomer = {
  ...newIds(),
  ...{ kind: 'private', name: '王建国', gender: 'male', birthDate: '1980-02-29', idNumber: null },
  phones: [{ kind: 'mobile', number: '+8613800796001' }],
  ...{ email: null, address: null, employer: null, contactPerson: null, note: null },
  vehicles: [{ id: testId((ids += 1)), plate: '赣D12345', vin: null, model: null, colour: null }],
};
const car = (n: number) => ({
  id: testId((ids += 1)),
  plate: `赣D${String(n).padStart(5, '0')}`,
  vin: null,
  model: null,
  colour: null,
});

/** The list comes from the office; the bar may not run it. */
const office = () => createTestSite({ station: 'office', roles: ['supervisor'] });

test('each customer comes with card and cars, in one change', () => {
  const site = office();
  const second = {
    ...customer,
    ...newIds(),
    name: '李芳',
    birthDate: null,
    phones: [],
    vehicles: [car(1), car(2)],
  };
  const { changes, verdicts } = site.run(importCustomers, { customers: [customer, second], merges: [] });
  expect([changes.length, verdicts]).toEqual([1, ['applied']]);
  expect(site.rows('guestCard')).toMatchObject([
    { name: '王建国', phoneLast4: '6001', birthMonthDay: '02-29' },
    { name: '李芳', phoneLast4: null, birthMonthDay: null },
  ]);
  const idsByName = new Map(site.rows('customer').map(({ name, id }) => [name, id]));
  expect(site.rows('vehicle').map(({ plate, customerId }) => [plate, customerId])).toEqual([
    ['赣D12345', idsByName.get('王建国')],
    ['赣D00001', idsByName.get('李芳')],
    ['赣D00002', idsByName.get('李芳')],
  ]);
});

test('run again, as after a crash, it makes nothing twice', () => {
  const site = office();
  const input = { customers: [customer], merges: [] };
  site.run(importCustomers, input);
  expect(site.run(importCustomers, input)).toMatchObject({ failure: null, changes: [] });
  expect(site.rows('vehicle')).toHaveLength(1);
});

describe('what a list adds to a customer who is there', () => {
  const merge = (note: string | null) => ({
    customerId: customer.id,
    fills: [
      {
        ...{ entity: 'customer' as const, id: customer.id },
        ...{ before: { email: null, note }, after: { email: 'w@x.cn', note: '靠窗' } },
      },
    ],
    vehicles: [car(7)],
  });

  test('fills what is empty, adds the car, and says nothing of the rest', () => {
    const site = office();
    site.run(importCustomers, { customers: [customer], merges: [] });
    const { changes, verdicts } = site.run(importCustomers, { customers: [], merges: [merge(null)] });
    expect([changes.length, verdicts]).toEqual([1, ['applied']]);
    expect(site.row('customer', customer.id)).toMatchObject({
      email: 'w@x.cn',
      note: '靠窗',
      name: '王建国',
    });
    expect(site.rows('vehicle').map(({ plate }) => plate)).toEqual(['赣D12345', '赣D00007']);
  });

  test('leaves what somebody wrote since the list was looked through', () => {
    const site = office();
    site.run(importCustomers, { customers: [{ ...customer, note: '不要茶' }], merges: [] });
    site.run(importCustomers, { customers: [], merges: [merge(null)] });
    expect(site.row('customer', customer.id)).toMatchObject({ email: 'w@x.cn', note: '不要茶' });
  });
});

describe('no change is larger than the server takes', () => {
  const isWithinLimits = (patches: readonly unknown[]) =>
    patches.length <= limits.patchesPerChange && JSON.stringify(patches).length < limits.changeChars;

  test('200 customers with a car each are one change of 600 patches', () => {
    const customers = Array.from({ length: rowsPerChange }, (_, n) => ({
      ...{ ...customer, ...newIds(), vehicles: [car(n)] },
    }));
    const { changes, verdicts } = office().run(importCustomers, { customers, merges: [] });
    expect(changes.map(({ patches }) => patches.length)).toEqual([600]);
    expect(verdicts).toEqual(['applied']);
  });

  test('a fleet of 1,450 cars keeps its customer, 200 rows to a change', () => {
    const site = office();
    const vehicles = Array.from({ length: 1_450 }, (_, n) => car(n));
    const { changes, verdicts } = site.run(importCustomers, {
      customers: [{ ...customer, vehicles }],
      merges: [],
    });
    expect(changes.map(({ patches }) => patches.length)).toEqual([202, 200, 200, 200, 200, 200, 200, 50]);
    expect(new Set(verdicts)).toEqual(new Set(['applied']));
    const [owner] = site.rows('customer');
    expect(site.rows('vehicle').filter(({ customerId }) => customerId === owner?.id)).toHaveLength(1_450);
  });

  test('rows with much text are spread over several changes', () => {
    // Quotes are two characters each once they are JSON.
    const customers = Array.from({ length: rowsPerChange }, () => ({
      ...{ ...customer, ...newIds(), vehicles: [car(1)] },
      note: '"'.repeat(2_000),
    }));
    const { changes, verdicts } = office().run(importCustomers, { customers, merges: [] });
    expect(changes.length).toBeGreaterThan(1);
    expect(changes.every(({ patches }) => isWithinLimits(patches))).toBe(true);
    expect(new Set(verdicts)).toEqual(new Set(['applied']));
  });
});

test.each([
  ['nobody', { customers: [] }, 'customers'],
  ['U+0000', { customers: [{ ...customer, address: '\u0000' }] }, 'customers.0.address'],
  [
    'a birth date that is none',
    { customers: [{ ...customer, birthDate: '1981-02-29' }] },
    'customers.0.birthDate',
  ],
])('a block with %s is refused, with the field', (_what, input, field) => {
  expect(office().run(importCustomers, { ...input, merges: [] })).toMatchObject({
    failure: 'input_invalid',
    field,
    changes: [],
  });
});
