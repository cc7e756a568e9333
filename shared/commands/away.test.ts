import { describe, expect, test } from 'vitest';
import { awaySince } from '../rules/away.ts';
import { testId } from '../sync/wire/test-id.ts';
import { comeBack, stepOut, undoAway } from './away.ts';
import { reopenVisit, seeOff } from './party.ts';
import { createTestSite } from './test-site.ts';

const visitId = testId(200);
const minute = 60_000;

function siteWithParty() {
  const site = createTestSite();
  const set = { purpose: 'showroom', partyName: '张三', arrivedAt: site.now - minute } as const;
  site.put({ entity: 'visit', id: visitId, op: 'create', set: { ...set, businessDay: '2026-11-24' } });
  return site;
}

const awayOf = ({ row }: ReturnType<typeof siteWithParty>) => row('visit', visitId)?.away;

test('a party steps out and comes back, several times, and stays in the house', () => {
  const site = siteWithParty();
  const began = site.now;
  expect(site.run(stepOut, { visitId }).verdicts).toEqual(['applied']);
  site.now += 12 * minute;
  expect(site.run(comeBack, { visitId }).verdicts).toEqual(['applied']);
  site.now += minute;
  site.run(stepOut, { visitId });
  expect(awayOf(site)).toEqual([
    { from: began, to: began + 12 * minute },
    { from: began + 13 * minute, to: null },
  ]);
  expect(site.row('visit', visitId)).toMatchObject({ leftAt: null });
});

test('a key pressed twice says it once', () => {
  const site = siteWithParty();
  expect(site.run(comeBack, { visitId })).toMatchObject({ failure: null, changes: [] });
  site.run(stepOut, { visitId });
  site.now += minute;
  expect(site.run(stepOut, { visitId })).toMatchObject({ failure: null, changes: [] });
});

describe('the undo', () => {
  test('of stepping out and of coming back puts back what was before', () => {
    const site = siteWithParty();
    const out = site.run(stepOut, { visitId }).output ?? { before: [], after: [] };
    site.now += minute;
    const back = site.run(comeBack, { visitId }).output ?? { before: [], after: [] };
    expect(site.run(undoAway, { visitId, ...back }).output).toEqual({ isWhole: true });
    expect(awaySince(site.row('visit', visitId) ?? { away: [], leftAt: null })).toBe(site.now - minute);
    expect(site.run(undoAway, { visitId, ...out }).verdicts).toEqual(['applied']);
    expect(awayOf(site)).toEqual([]);
  });

  test('leaves what a colleague has said since', () => {
    const site = siteWithParty();
    const out = site.run(stepOut, { visitId }).output ?? { before: [], after: [] };
    site.now += minute;
    site.run(comeBack, { visitId });
    expect(site.run(undoAway, { visitId, ...out })).toMatchObject({
      changes: [],
      output: { isWhole: false },
    });
  });
});

test('the last times are kept of a party that comes and goes without end', () => {
  const site = siteWithParty();
  for (let times = 0; times < 45; times += 1) {
    site.now += minute;
    site.run(stepOut, { visitId });
    site.now += minute;
    expect(site.run(comeBack, { visitId }).verdicts).toEqual(['applied']);
  }
  expect(awayOf(site)).toHaveLength(40);
  expect(awayOf(site)?.at(-1)?.to).toBe(site.now);
});

test('who has left does not step out', () => {
  const site = siteWithParty();
  site.run(seeOff, { visitId });
  expect(site.run(stepOut, { visitId }).failure).toBe('visit_closed');
  expect(site.run(comeBack, { visitId }).failure).toBe('visit_closed');
  expect(site.run(stepOut, { visitId: testId(9) }).failure).toBe('row_missing');
});

describe('who was seen off while out', () => {
  function seenOffWhileOut() {
    const site = siteWithParty();
    site.run(stepOut, { visitId });
    site.now += 10 * minute;
    site.run(seeOff, { visitId });
    site.now += 20 * minute;
    return site;
  }

  test('and is brought back is here, and was out until seen off', () => {
    const site = seenOffWhileOut();
    const leftAt = site.row('visit', visitId)?.leftAt;
    expect(site.run(reopenVisit, { visitId, isBack: true }).verdicts).toEqual(['applied']);
    expect(awaySince(site.row('visit', visitId) ?? { away: [], leftAt: 1 })).toBeNull();
    expect(awayOf(site)).toEqual([{ from: site.now - 30 * minute, to: leftAt }]);
  });

  test('is out as before where that was a slip of the key', () => {
    const site = seenOffWhileOut();
    site.run(reopenVisit, { visitId });
    expect(awaySince(site.row('visit', visitId) ?? { away: [], leftAt: 1 })).toBe(site.now - 30 * minute);
  });
});
