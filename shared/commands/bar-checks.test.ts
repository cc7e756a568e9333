import { expect, test } from 'vitest';
import { noteCheck, restoreCheck, takeBackCheck } from './bar-checks.ts';
import { createTestSite, type TestSite } from './test-site.ts';

const round = { item: 'round', slot: '10:00', result: 'ok', note: null } as const;

function noted(
  site: TestSite,
  input: Parameters<typeof site.run<typeof round, { checkId: string }>>[1] = round,
) {
  const ran = site.run(noteCheck, input);
  expect(ran.verdicts).toEqual(['applied']);
  return ran.output?.checkId ?? '';
}

test('a check is a fact of the moment, by who made it', () => {
  const site = createTestSite();
  const checkId = noted(site);
  expect(site.row('barCheck', checkId)).toMatchObject({
    ...round,
    ...{ checkedAt: site.now, checkedBy: site.actor, businessDay: '2026-11-24', corrects: null },
  });
});

test('two who look after one thing both stand', () => {
  const site = createTestSite();
  noted(site);
  noted(site);
  expect(site.rows('barCheck')).toHaveLength(2);
});

test('taken back by a further row of the same day, also after midnight; which cannot be taken back itself', () => {
  const site = createTestSite();
  const checkId = noted(site);
  site.now += 24 * 60 * 60_000;
  expect(site.run(takeBackCheck, { checkId }).verdicts).toEqual(['applied']);
  const taken = site.rows('barCheck').find(({ corrects }) => corrects === checkId);
  expect(taken).toMatchObject({ item: 'round', businessDay: '2026-11-24', checkedAt: site.now });
  expect(site.run(takeBackCheck, { checkId: taken?.id ?? '' }).failure).toBe('row_missing');
  expect(site.run(restoreCheck, { checkId: taken?.id ?? '' }).failure).toBe('row_missing');
});

test('restored with its own time and person', () => {
  const site = createTestSite();
  const at = site.now;
  const checkId = noted(site);
  site.now += 60_000;
  site.run(takeBackCheck, { checkId });
  site.run(restoreCheck, { checkId });
  expect(site.rows('barCheck').at(-1)).toMatchObject({ ...round, checkedAt: at, corrects: null });
});

test('what is no check, or no full time of day, is refused', () => {
  const site = createTestSite();
  const wrong = { ...round, slot: '24:00' };
  expect(site.run(noteCheck, wrong)).toMatchObject({ failure: 'input_invalid', field: 'slot' });
  const other = { ...round, item: 'roof' } as unknown as typeof round;
  expect(site.run(noteCheck, other)).toMatchObject({ failure: 'input_invalid', field: 'item' });
});

test('of who does not work at the reception the fact is kept, and flagged', () => {
  const site = createTestSite({ roles: ['finance'] });
  expect(site.row('barCheck', noted(site))?.flags).toEqual(['notPermitted']);
  const bar = createTestSite();
  expect(bar.row('barCheck', noted(bar))?.flags).toEqual([]);
});
