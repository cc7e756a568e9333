import { describe, expect, test } from 'vitest';
import { toUndo, type ImportBlock } from '../rules/import/import-job.ts';
import { testId } from '../sync/wire/test-id.ts';
import { importCustomers, type ImportedCustomer } from './import-customers.ts';
import { toImported } from '../rules/import/import-job.ts';
import { createTestSite, type TestSite } from './test-site.ts';
import { undoImport } from './undo-import.ts';

const one = (n: number): ImportBlock['customers'][number] => ({
  ...{ id: testId(7_000 + 10 * n), guestCardId: testId(7_001 + 10 * n), lines: [n] },
  ...{ kind: 'private', name: `客户${n}`, gender: null, birthDate: '1980-02-29', idNumber: null },
  phones: [{ kind: 'mobile', number: `+8613800796${String(n).padStart(3, '0')}` }],
  ...{ email: null, address: null, employer: null, contactPerson: null, note: null },
  vehicles: [
    { id: testId(7_002 + 10 * n), plate: `赣D1234${n}`, vin: null, model: null, colour: null },
    { id: testId(7_003 + 10 * n), plate: `赣D2234${n}`, vin: null, model: null, colour: null },
  ],
});
const block = { customers: [one(2), one(3)], merges: [] };
const nobody = () => false;

const office = () => createTestSite({ station: 'office', roles: ['supervisor'] });
function imported(): TestSite {
  const site = office();
  site.run(importCustomers, { customers: block.customers.map(toImported), merges: [] });
  return site;
}
const rowsOf = (site: TestSite) =>
  (['customer', 'guestCard', 'vehicle'] as const).map((entity) => site.rows(entity).length);

describe('what an import made', () => {
  test('is taken back whole; run again, as after a crash, there is nothing left to do', () => {
    const site = imported();
    expect(rowsOf(site)).toEqual([2, 2, 4]);
    const undone = site.run(undoImport, toUndo(block, nobody));
    expect([undone.output, undone.verdicts]).toEqual([{ left: [] }, ['applied']]);
    expect(rowsOf(site)).toEqual([0, 0, 0]);
    expect(site.run(undoImport, toUndo(block, nobody))).toMatchObject({ failure: null, changes: [] });
  });

  test.each([
    ['customer', one(3).id, { email: 'w@x.cn' }],
    ['guestCard', one(3).guestCardId, { note: '不要茶' }],
    // Entered by mistake is what a person said of them: they stay so, and are not erased.
    ['guestCard', one(3).guestCardId, { mistakenAt: 5 }],
    ['vehicle', one(3).vehicles[1]?.id ?? '', { colour: '白' }],
  ] as const)('stays with all that belongs to it where its %s was edited since', (entity, id, set) => {
    const site = imported();
    site.put({ entity, id, op: 'update', set } as Parameters<TestSite['put']>[0]);
    const { output } = site.run(undoImport, toUndo(block, nobody));
    expect([output, rowsOf(site)]).toEqual([{ left: [{ line: 3, why: 'edited' }] }, [1, 1, 2]]);
    expect(site.rows('customer')).toMatchObject([{ name: '客户3' }]);
  });

  test('stays where something else names it', () => {
    const site = imported();
    const { output } = site.run(
      undoImport,
      toUndo(block, (customerId) => customerId === one(2).id),
    );
    expect([output, rowsOf(site)]).toEqual([{ left: [{ line: 2, why: 'used' }] }, [1, 1, 2]]);
  });

  test('takes the right to erase: who may import alone may not take back', () => {
    const site = createTestSite({ station: 'office', roles: ['agent'] });
    site.run(importCustomers, { customers: block.customers.map(toImported), merges: [] });
    expect(site.run(undoImport, toUndo(block, nobody)).verdicts).toEqual(['forbidden']);
    expect(rowsOf(site)).toEqual([2, 2, 4]);
  });
});

test('what an import filled is empty again, but for what was written over since', () => {
  const site = office();
  const known: ImportedCustomer = { ...toImported(one(2)), vehicles: [] };
  site.run(importCustomers, { customers: [known], merges: [] });
  const merge = {
    ...{ customerId: known.id, name: known.name, lines: [9] },
    fills: [
      {
        ...{ entity: 'customer' as const, id: known.id },
        ...{ before: { email: null, address: null }, after: { email: 'a@x.cn', address: '吉安市' } },
      },
    ],
    vehicles: one(2).vehicles.slice(0, 1),
  };
  const { name: _, lines: __, ...input } = merge;
  site.run(importCustomers, { customers: [], merges: [{ ...input, vehicles: [...input.vehicles] }] });
  site.put({ entity: 'customer', id: known.id, op: 'update', set: { address: '青原区' } });
  const { output } = site.run(undoImport, toUndo({ customers: [], merges: [merge] as never }, nobody));
  expect(output).toEqual({ left: [{ line: 9, why: 'edited' }] });
  expect(site.row('customer', known.id)).toMatchObject({ email: null, address: '青原区' });
  expect(rowsOf(site)).toEqual([1, 1, 0]);
});
