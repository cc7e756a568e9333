import { expect, test } from 'vitest';
import { auditExport } from './audit-export.ts';
import { createTestSite } from './test-site.ts';

test('a list that was taken out leaves who, when and how many rows, and nothing of what stood in it', () => {
  const site = createTestSite();
  const { verdicts } = site.run(auditExport, { what: 'registerXlsx', rowCount: 2_609, device: null });
  expect(verdicts).toEqual(['applied']);
  expect(site.rows('auditEntry')).toMatchObject([
    { what: 'registerXlsx', rowCount: 2_609, actor: site.actor, at: site.now, change: null, rows: [] },
  ]);
});

test('a count below zero is refused', () => {
  const { failure, field } = createTestSite().run(auditExport, {
    ...{ what: 'registerCsv' as const, rowCount: -1, device: null },
  });
  expect([failure, field]).toEqual(['input_invalid', 'rowCount']);
});
