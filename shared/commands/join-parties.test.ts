import { describe, expect, test } from 'vitest';
import { testId } from '../sync/wire/test-id.ts';
import { joinParty, partParty } from './join-parties.ts';
import { editVisit, reopenVisit, seeOff, serveDrinks } from './party.ts';
import { createTestSite } from './test-site.ts';

const [visitId, targetId] = [testId(200), testId(300)];
const both = { visitId, targetId };
const minute = 60_000;

function siteWithTwo() {
  const site = createTestSite();
  const arrivedAt = site.now - 30 * minute;
  const set = { purpose: 'service', arrivedAt, businessDay: '2026-11-24' } as const;
  site.put(
    { entity: 'visit', id: visitId, op: 'create', set: { ...set, partySize: 2, children: 1 } },
    { entity: 'visit', id: targetId, op: 'create', set: { ...set, partySize: 3 } },
  );
  return site;
}

test('the visit is closed and points to the other party, of which nothing is written: two desks may do so apart', () => {
  const site = siteWithTwo();
  site.run(serveDrinks, { visitId, menuItemId: testId(7), quantity: 2 });
  const { changes, verdicts } = site.run(joinParty, both);
  expect(verdicts).toEqual(['applied']);
  expect(changes.map(({ patches }) => patches.map(({ id }) => id))).toEqual([[visitId]]);
  expect(site.row('visit', targetId)).toMatchObject({ partySize: 3, children: null, leftAt: null });
  expect(site.row('visit', visitId)).toMatchObject({
    ...{ partySize: 2, children: 1, leftAt: site.now, joinedVisitId: targetId, keepsPeople: true },
  });
  expect(site.rows('serving')).toMatchObject([{ visitId, quantity: 2 }]);
});

describe('parting', () => {
  function joined() {
    const site = siteWithTwo();
    site.run(joinParty, both);
    site.now += minute;
    return site;
  }

  test('puts the visit back, whatever was changed of the other party since', () => {
    const site = joined();
    site.run(editVisit, { visitId: targetId, partySize: 6 });
    site.run(seeOff, { visitId: targetId });
    expect(site.run(partParty, both)).toMatchObject({ verdicts: ['applied'], output: { isWhole: true } });
    expect(site.row('visit', targetId)).toMatchObject({ partySize: 6, children: null });
    expect(site.row('visit', visitId)).toMatchObject({
      ...{ partySize: 2, leftAt: null, joinedVisitId: null, keepsPeople: null },
    });
  });

  test('does nothing a second time', () => {
    const site = joined();
    site.run(partParty, both);
    expect(site.run(partParty, both)).toMatchObject({ changes: [], output: { isWhole: false } });
  });

  test('from a party whose number an earlier version had raised makes that one fewer again', () => {
    const site = siteWithTwo();
    const old = { leftAt: site.now, joinedVisitId: targetId };
    site.put(
      { entity: 'visit', id: visitId, op: 'update', set: old },
      { entity: 'visit', id: targetId, op: 'update', set: { partySize: 5, children: 1 } },
    );
    expect(site.run(partParty, both).verdicts).toEqual(['applied']);
    expect(site.row('visit', targetId)).toMatchObject({ partySize: 3, children: null });
  });
});

test('a joining told again later keeps its time', () => {
  const site = siteWithTwo();
  const joinedAt = site.now - 10 * minute;
  site.run(joinParty, { ...both, joinedAt });
  expect(site.row('visit', visitId)).toMatchObject({ leftAt: joinedAt });
});

test('a party brought back points to nobody', () => {
  const site = siteWithTwo();
  site.run(joinParty, both);
  expect(site.run(reopenVisit, { visitId }).verdicts).toEqual(['applied']);
  expect(site.row('visit', visitId)).toMatchObject({ leftAt: null, joinedVisitId: null });
});

test('nobody joins who has left, whoever has left, or themselves', () => {
  const site = siteWithTwo();
  expect(site.run(joinParty, { visitId, targetId: visitId }).failure).toBe('row_missing');
  expect(site.run(joinParty, { visitId, targetId: testId(9) }).failure).toBe('row_missing');
  site.run(seeOff, { visitId: targetId });
  expect(site.run(joinParty, both).failure).toBe('visit_closed');
  expect(site.run(joinParty, { visitId: targetId, targetId: visitId }).failure).toBe('visit_closed');
});
