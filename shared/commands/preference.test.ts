import { describe, expect, test } from 'vitest';
import { entityByName } from '../entities/registry.ts';
import { mergeUpdate } from '../sync/judge/merge.ts';
import { testId } from '../sync/wire/test-id.ts';
import { changePreference, recordPreference, withdrawPreference } from './preference.ts';
import { createTestSite } from './test-site.ts';

const guestCardId = testId(200);
const menuItemId = testId(201);

function siteWithGuest() {
  const site = createTestSite();
  const set = { name: '王建国', kind: 'private' } as const;
  site.put({ entity: 'guestCard', id: guestCardId, op: 'create', set });
  return site;
}

function siteWithTea() {
  const site = siteWithGuest();
  const said = { guestCardId, kind: 'beverage', menuItemId, detail: '少糖' } as const;
  const preferenceId = site.run(recordPreference, said).output?.preferenceId ?? '';
  const recordedAt = site.now;
  site.now += 60_000;
  return { site, preferenceId, recordedAt };
}

test('what a guest says is kept with who recorded it and when', () => {
  const { site, preferenceId, recordedAt } = siteWithTea();
  expect(site.row('preference', preferenceId)).toMatchObject({
    ...{ guestCardId, kind: 'beverage', menuItemId, detail: '少糖' },
    ...{ recordedBy: site.actor, recordedAt },
  });
});

test('of a guest who is not known nothing is recorded', () => {
  const said = { guestCardId, kind: 'avoid', menuItemId: null, detail: '花生' } as const;
  expect(createTestSite().run(recordPreference, said).failure).toBe('row_missing');
});

test('what is said otherwise has a new time; its undo gives back the old one', () => {
  const { site, preferenceId, recordedAt } = siteWithTea();
  const choice = { preferenceId, kind: 'beverage', menuItemId } as const;
  site.run(changePreference, { ...choice, detail: '温热' });
  expect(site.row('preference', preferenceId)).toMatchObject({ detail: '温热', recordedAt: site.now });
  site.run(changePreference, {
    ...{ ...choice, detail: '少糖' },
    recorded: { by: site.actor, at: recordedAt },
  });
  expect(site.row('preference', preferenceId)).toMatchObject({ detail: '少糖', recordedAt });
});

test('the same said again writes nothing', () => {
  const { site, preferenceId } = siteWithTea();
  const again = { preferenceId, kind: 'beverage', menuItemId, detail: '少糖' } as const;
  expect(site.run(changePreference, again).changes).toEqual([]);
});

test('what was withdrawn says nothing, and is no second time withdrawn', () => {
  const { site, preferenceId, recordedAt } = siteWithTea();
  const { verdicts } = site.run(withdrawPreference, { preferenceId });
  expect(verdicts).toEqual(['applied']);
  expect(site.row('preference', preferenceId)).toMatchObject({ menuItemId: null, detail: null, recordedAt });
  expect(site.run(withdrawPreference, { preferenceId }).changes).toEqual([]);
  expect(site.run(withdrawPreference, { preferenceId: testId(9) }).failure).toBe('row_missing');
});

describe('an undo takes back only what still stands', () => {
  const teaLessSugar = { kind: 'beverage', menuItemId, detail: '少糖' } as const;
  const teaHot = { kind: 'beverage', menuItemId, detail: '热的' } as const;

  test('of a record', () => {
    const { site, preferenceId } = siteWithTea();
    const { output } = site.run(withdrawPreference, { preferenceId, ifStill: teaLessSugar });
    expect(output).toEqual({ isWhole: true });
    expect(site.row('preference', preferenceId)).toMatchObject({ menuItemId: null, detail: null });
  });

  test('of a record that a colleague has put otherwise since', () => {
    const { site, preferenceId } = siteWithTea();
    site.run(changePreference, { ...teaHot, preferenceId });
    const { output, changes } = site.run(withdrawPreference, { preferenceId, ifStill: teaLessSugar });
    expect({ output, changes }).toEqual({ output: { isWhole: false }, changes: [] });
  });

  test('of a change, and of a withdrawal that somebody recorded anew', () => {
    const { site, preferenceId } = siteWithTea();
    site.run(withdrawPreference, { preferenceId });
    site.run(changePreference, { ...teaHot, preferenceId });
    const withdrawn = { ...teaLessSugar, menuItemId: null, detail: null };
    const undo = { ...teaLessSugar, preferenceId, ifStill: withdrawn };
    expect(site.run(changePreference, undo).output).toEqual({ isWhole: false });
    expect(site.row('preference', preferenceId)).toMatchObject({ detail: '热的' });
  });
});

test('[R4] of two changes that did not know of each other one loses, once, with who recorded it', () => {
  const { site, preferenceId } = siteWithTea();
  const before = site.row('preference', preferenceId);
  if (!before) throw new Error('not recorded');
  const hot = { preferenceId, kind: 'beverage', menuItemId, detail: '热的' } as const;
  const [patch] = site.run(changePreference, hot).changes.flatMap(({ patches }) => patches);
  const written = patch?.op === 'update' ? patch.set : {};
  const { id: _, ...fields } = before;
  const actor = testId(10);
  const theirs = { device: testId(8), version: 9, at: site.now + 1, opId: testId(9), actor };
  const colleagues = { ...fields, detail: '温热', recordedBy: actor, recordedAt: site.now + 1 };
  const row = { data: colleagues, stamps: { choice: theirs } };
  const mine = { device: testId(11), version: 10, at: site.now, opId: testId(12), actor: site.actor };
  const { data, losses } = mergeUpdate(entityByName('preference'), row, 1, written, mine);
  expect(data).toEqual(colleagues);
  const lost = { kind: 'beverage', menuItemId, detail: '热的', recordedBy: site.actor, recordedAt: site.now };
  expect(losses).toMatchObject([{ field: 'choice', lost }]);
});
