import { expect, test } from 'vitest';
import { auditedRows } from '../entities/audit-entry.ts';
import type { RejectedChange } from '../sync/device/device-store.ts';
import { auditAccess, auditDiscard, toDiscardInput } from './audit.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

function rejectedWith(rows: number): RejectedChange {
  const patches = Array.from({ length: rows }, (_, index) => ({
    ...{ entity: 'guestCard', id: testId(500 + index), op: 'create', base: 0 },
    set: { name: '王建国', phoneLast4: '6001' },
  })) as RejectedChange['patches'];
  const about = { name: 'importCustomers', version: 1, actor: testId(7), occurredAt: 5, rejectedAt: 6 };
  return { ...about, opId: testId(900), patches, code: 'forbidden', message: null };
}

test('[R3] giving up a change is a fact: who, where, when, which change and why it was rejected', () => {
  const site = createTestSite();
  expect(site.run(auditDiscard, toDiscardInput(rejectedWith(1), testId(1))).verdicts).toEqual(['applied']);
  expect(site.rows('auditEntry')).toMatchObject([
    {
      ...{
        what: 'changeDiscarded',
        actor: site.actor,
        device: testId(1),
        at: site.now,
        rowCount: 1,
        flags: [],
      },
      change: {
        name: 'importCustomers',
        opId: testId(900),
        actor: testId(7),
        occurredAt: 5,
        code: 'forbidden',
      },
      rows: [{ entity: 'guestCard', id: testId(500), op: 'create', fields: ['name', 'phoneLast4'] }],
    },
  ]);
});

test('a fact is taken also of who has no right: the entry says so', () => {
  const site = createTestSite({ roles: ['planning'] });
  expect(site.run(auditDiscard, toDiscardInput(rejectedWith(1), testId(1))).verdicts).toEqual(['applied']);
  expect(site.rows('auditEntry')[0]?.flags).toEqual(['notPermitted']);
});

test('nothing personal is recorded, and of a large change the first rows and how many there were', () => {
  const input = toDiscardInput(rejectedWith(auditedRows + 10), null);
  expect(input.rows).toHaveLength(auditedRows);
  expect(input.rowCount).toBe(auditedRows + 10);
  expect(JSON.stringify(input)).not.toMatch(/王建国|6001/);
});

test('a list that was taken out leaves who, when and how many rows, and nothing of what stood in it', () => {
  const site = createTestSite();
  const taken = { what: 'registerXlsx' as const, rowCount: 2_609, device: null, row: null };
  expect(site.run(auditAccess, taken).verdicts).toEqual(['applied']);
  expect(site.rows('auditEntry')).toMatchObject([
    { what: 'registerXlsx', rowCount: 2_609, actor: site.actor, at: site.now, change: null, rows: [] },
  ]);
  const { failure, field } = site.run(auditAccess, { ...taken, rowCount: -1 });
  expect([failure, field]).toEqual(['input_invalid', 'rowCount']);
});
