import { describe, expect, test } from 'vitest';
import { standingServings } from '../rules/refill.ts';
import {
  cancelCheckIn,
  editVisit,
  moveParty,
  reopenVisit,
  restoreCheckIn,
  restoreServing,
  seeOff,
  serveDrinks,
  takeBackServing,
} from './party.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

const visitId = testId(200);
const menuItemId = testId(201);
const minute = 60_000;

function siteWithParty() {
  const site = createTestSite();
  const set = {
    purpose: 'service',
    partyName: '王建国',
    partySize: 2,
    arrivedAt: site.now - 30 * minute,
  } as const;
  site.put({ entity: 'visit', id: visitId, op: 'create', set: { ...set, businessDay: '2026-11-24' } });
  return site;
}

function siteWithPartyGone() {
  const site = siteWithParty();
  site.run(seeOff, { visitId });
  site.now += minute;
  return site;
}

test('a drink served is a fact of the moment, by who served it', () => {
  const site = siteWithParty();
  const { output, verdicts } = site.run(serveDrinks, { visitId, menuItemId, quantity: 2 });
  expect(verdicts).toEqual(['applied']);
  expect(site.row('serving', output?.servingId ?? '')).toMatchObject({
    ...{ visitId, menuItemId, quantity: 2, servedAt: site.now, businessDay: '2026-11-24' },
    ...{ servedBy: site.actor, corrects: null },
  });
});

describe('a serving taken back', () => {
  test('stays, beside a further one of the same quantity below zero', () => {
    const site = siteWithParty();
    const { output } = site.run(serveDrinks, { visitId, menuItemId, quantity: 2 });
    const servingId = output?.servingId ?? '';
    expect(site.run(takeBackServing, { servingId }).verdicts).toEqual(['applied']);
    expect(site.rows('serving').map(({ quantity, corrects }) => [quantity, corrects])).toEqual([
      [2, null],
      [-2, servingId],
    ]);
  });

  test('can be taken back after the party has left, but not a second time the other way round', () => {
    const site = siteWithParty();
    const { output } = site.run(serveDrinks, { visitId, menuItemId, quantity: 1 });
    site.run(seeOff, { visitId });
    expect(site.run(takeBackServing, { servingId: output?.servingId ?? '' }).verdicts).toEqual(['applied']);
    const undone = site.rows('serving').find(({ corrects }) => corrects !== null);
    expect(site.run(takeBackServing, { servingId: undone?.id ?? '' }).failure).toBe('row_missing');
  });
});

test('taking a serving back has its own way back: the same cups, time and person, as a further fact', () => {
  const site = siteWithParty();
  const servedAt = site.now;
  const { output } = site.run(serveDrinks, { visitId, menuItemId, quantity: 2 });
  const servingId = output?.servingId ?? '';
  site.now += 5 * minute;
  site.run(takeBackServing, { servingId });
  expect(site.run(restoreServing, { servingId }).verdicts).toEqual(['applied']);
  const standing = standingServings(site.rows('serving'));
  expect(standing).toMatchObject([{ visitId, menuItemId, quantity: 2, servedAt, servedBy: site.actor }]);
  const undone = site.rows('serving').find(({ corrects }) => corrects !== null);
  expect(site.run(restoreServing, { servingId: undone?.id ?? '' }).failure).toBe('row_missing');
});

test('a party moves to another seat, and to none', () => {
  const site = siteWithParty();
  const seatId = testId(202);
  expect(site.run(moveParty, { visitId, seatId }).verdicts).toEqual(['applied']);
  expect(site.row('visit', visitId)?.seatId).toBe(seatId);
  expect(site.run(moveParty, { visitId, seatId: null }).verdicts).toEqual(['applied']);
  expect(site.row('visit', visitId)?.seatId).toBeNull();
});

describe('an edit', () => {
  test('writes the fields that differ alone, so that another desk keeps what it edits', () => {
    const site = siteWithParty();
    const { changes, verdicts } = site.run(editVisit, {
      ...{ visitId, partyName: '王建国', partySize: 3, note: '赶时间' },
    });
    expect(verdicts).toEqual(['applied']);
    const set = { partySize: 3, note: '赶时间' };
    expect(changes[0]?.patches).toEqual([{ entity: 'visit', id: visitId, op: 'update', set }]);
  });

  test('clears a field given as null, and leaves one that is absent', () => {
    const site = siteWithParty();
    site.run(editVisit, { visitId, note: '赶时间', workshopNote: '常规保养' });
    site.run(editVisit, { visitId, note: null });
    expect(site.row('visit', visitId)).toMatchObject({ note: null, workshopNote: '常规保养' });
  });

  test('taken back touches only what still is as the edit left it, and says whether that was all', () => {
    const site = siteWithParty();
    const edit = { note: '赶时间', partySize: 3 };
    const undo = { visitId, note: null, partySize: 2, ifStill: edit };
    site.run(editVisit, { visitId, ...edit });
    site.run(editVisit, { visitId, note: '不赶了' });
    const { changes, output } = site.run(editVisit, undo);
    expect(changes[0]?.patches).toMatchObject([{ set: { partySize: 2 } }]);
    expect(output).toEqual({ isWhole: false });
    expect(site.row('visit', visitId)).toMatchObject({ note: '不赶了', partySize: 2 });
    site.run(editVisit, { visitId, ...edit });
    expect(site.run(editVisit, undo).output).toEqual({ isWhole: true });
    expect(site.row('visit', visitId)).toMatchObject({ note: null, partySize: 2 });
  });

  test('that says nothing new makes no change', () => {
    const site = siteWithParty();
    expect(site.run(editVisit, { visitId, partySize: 2 })).toMatchObject({ failure: null, changes: [] });
    expect(site.run(moveParty, { visitId, seatId: null })).toMatchObject({ failure: null, changes: [] });
  });

  test.each([
    ['a name of spaces', { partyName: ' ' }, 'partyName'],
    ['U+0000', { workshopNote: '\u0000' }, 'workshopNote'],
    ['half a surrogate pair', { note: '\udc00' }, 'note'],
    ['nobody left of the party', { partySize: 0 }, 'partySize'],
  ])('with %s is refused', (_what, wrong, field) => {
    expect(siteWithParty().run(editVisit, { visitId, ...wrong })).toMatchObject({
      failure: 'input_invalid',
      field,
    });
  });
});

describe('what was written down wrong of a party that has left', () => {
  const corrected = { visitId, partySize: 3, alsoLeft: true };

  test('is put right while its business day is not over, and it stays gone', () => {
    const site = siteWithPartyGone();
    expect(site.run(editVisit, { visitId, partySize: 3 }).failure).toBe('visit_closed');
    const { changes, verdicts } = site.run(editVisit, corrected);
    expect(verdicts).toEqual(['applied']);
    expect(changes[0]?.patches).toEqual([
      { entity: 'visit', id: visitId, op: 'update', set: { partySize: 3 } },
    ]);
    expect(site.row('visit', visitId)?.leftAt).not.toBeNull();
  });

  test('stands once the day is over', () => {
    const site = siteWithPartyGone();
    site.now += 24 * 60 * minute;
    expect(site.run(editVisit, corrected).failure).toBe('visit_closed');
  });

  test('is not asked of a check-in that was undone', () => {
    const site = siteWithParty();
    site.run(cancelCheckIn, { visitId });
    expect(site.run(editVisit, corrected).failure).toBe('visit_closed');
  });
});

test('a party seen off left at that moment; reopened, it is here again', () => {
  const site = siteWithPartyGone();
  expect(site.row('visit', visitId)?.leftAt).toBe(site.now - minute);
  expect(site.run(reopenVisit, { visitId }).verdicts).toEqual(['applied']);
  expect(site.row('visit', visitId)?.leftAt).toBeNull();
});

test.each([
  ['at the time given', -10, -10],
  ['when they came, for a time before', -31, -30],
  ['now, for a time to come', 1, 0],
])('a party seen off later than it left has left %s', (_what, given, stands) => {
  const site = siteWithParty();
  site.run(seeOff, { visitId, leftAt: site.now + given * minute });
  expect(site.row('visit', visitId)?.leftAt).toBe(site.now + stands * minute);
});

test('reopened with an edit, both stand in one change, and what was not given stays', () => {
  const site = siteWithPartyGone();
  const { changes, verdicts } = site.run(reopenVisit, { visitId, edit: { note: '等贷款', partySize: 2 } });
  expect(verdicts).toEqual(['applied']);
  const set = { note: '等贷款', leftAt: null };
  expect(changes[0]?.patches).toEqual([{ entity: 'visit', id: visitId, op: 'update', set }]);
});

test('a check-in undone stays as a record that says when', () => {
  const site = siteWithParty();
  expect(site.run(cancelCheckIn, { visitId }).verdicts).toEqual(['applied']);
  expect(site.row('visit', visitId)?.cancelledAt).toBe(site.now);
  expect(site.run(reopenVisit, { visitId }).failure).toBe('visit_closed');
});

describe('a check-in that was a mistake', () => {
  test('is cancelled on its own day also after the party was seen off, and its way back brings all of it', () => {
    const site = siteWithPartyGone();
    const { leftAt } = site.row('visit', visitId) ?? {};
    expect(site.run(cancelCheckIn, { visitId }).failure).toBe('visit_closed');
    expect(site.run(cancelCheckIn, { visitId, alsoLeft: true }).verdicts).toEqual(['applied']);
    expect(site.row('visit', visitId)).toMatchObject({ cancelledAt: site.now, leftAt });
    expect(site.run(cancelCheckIn, { visitId, alsoLeft: true }).failure).toBe('visit_closed');
    const { changes, verdicts } = site.run(restoreCheckIn, { visitId });
    expect(verdicts).toEqual(['applied']);
    expect(changes[0]?.patches).toEqual([
      { entity: 'visit', id: visitId, op: 'update', set: { cancelledAt: null } },
    ]);
    expect(site.row('visit', visitId)).toMatchObject({ cancelledAt: null, leftAt });
  });

  test('stays once the party has left and the day is over', () => {
    const site = siteWithPartyGone();
    site.now += 24 * 60 * minute;
    expect(site.run(cancelCheckIn, { visitId, alsoLeft: true }).failure).toBe('visit_closed');
  });
});

const onVisit = [
  ['serving', serveDrinks, { visitId, menuItemId, quantity: 1 }],
  ['moving', moveParty, { visitId, seatId: null }],
  ['editing', editVisit, { visitId, note: 'x' }],
  ['seeing off', seeOff, { visitId }],
  ['undoing the check-in', cancelCheckIn, { visitId }],
] as const;

describe('a party that has left', () => {
  test.each(onVisit)('is not for %s', (_what, command, input) => {
    const { failure, changes } = siteWithPartyGone().run(command as typeof editVisit, input);
    expect([failure, changes]).toEqual(['visit_closed', []]);
  });
});

describe('a visit the desk does not hold', () => {
  test.each([
    ...onVisit,
    ['reopening', reopenVisit, { visitId }] as const,
    ['counting again', restoreCheckIn, { visitId }] as const,
  ])('is not for %s', (_what, command, input) => {
    expect(createTestSite().run(command as typeof editVisit, input).failure).toBe('row_missing');
  });
});

test.each([0, -1, 100, 1.5])('%d cups at once are refused', (quantity) => {
  expect(siteWithParty().run(serveDrinks, { visitId, menuItemId, quantity })).toMatchObject({
    ...{ failure: 'input_invalid', field: 'quantity' },
  });
});
