import { describe, expect, test } from 'vitest';
import { limits } from '../sync/wire/protocol.ts';
import { importCustomers, rowsPerChange, type ImportedCustomer } from './import-customers.ts';
import { createTestSite } from './test-site.ts';

const customer: ImportedCustomer = {
  ...{ kind: 'private', name: '王建国', gender: 'male', birthDate: '1980-02-29', idNumber: null },
  phones: [{ kind: 'mobile', number: '+8613800796001' }],
  ...{ email: null, address: null, employer: null, contactPerson: null, note: null },
  vehicles: [{ plate: '赣D12345', vin: null, model: null, colour: null }],
};
const car = (n: number) => ({
  plate: `赣D${String(n).padStart(5, '0')}`,
  vin: null,
  model: null,
  colour: null,
});

/** The list comes from the office; the bar may not run it. */
const office = () => createTestSite({ station: 'office', roles: ['supervisor'] });

test('each customer comes with card and cars, in one change', () => {
  const site = office();
  const second = { ...customer, name: '李芳', birthDate: null, phones: [], vehicles: [car(1), car(2)] };
  const { changes, verdicts } = site.run(importCustomers, { customers: [customer, second] });
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

describe('no change is larger than the server takes', () => {
  const isWithinLimits = (patches: readonly unknown[]) =>
    patches.length <= limits.patchesPerChange && JSON.stringify(patches).length < limits.changeChars;

  test('200 customers with a car each are one change of 600 patches', () => {
    const customers = Array.from({ length: rowsPerChange }, (_, n) => ({ ...customer, vehicles: [car(n)] }));
    const { changes, verdicts } = office().run(importCustomers, { customers });
    expect(changes.map(({ patches }) => patches.length)).toEqual([600]);
    expect(verdicts).toEqual(['applied']);
  });

  test('a fleet of 1,450 cars keeps its customer, 200 rows to a change', () => {
    const site = office();
    const vehicles = Array.from({ length: 1_450 }, (_, n) => car(n));
    const { changes, verdicts } = site.run(importCustomers, { customers: [{ ...customer, vehicles }] });
    expect(changes.map(({ patches }) => patches.length)).toEqual([202, 200, 200, 200, 200, 200, 200, 50]);
    expect(new Set(verdicts)).toEqual(new Set(['applied']));
    const [owner] = site.rows('customer');
    expect(site.rows('vehicle').filter(({ customerId }) => customerId === owner?.id)).toHaveLength(1_450);
  });

  test('rows with much text are spread over several changes', () => {
    // Quotes are two characters each once they are JSON.
    const customers = Array.from({ length: rowsPerChange }, () => ({ ...customer, note: '"'.repeat(2_000) }));
    const { changes, verdicts } = office().run(importCustomers, { customers });
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
  expect(office().run(importCustomers, input)).toMatchObject({
    failure: 'input_invalid',
    field,
    changes: [],
  });
});
