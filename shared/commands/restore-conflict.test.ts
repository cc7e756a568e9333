import { describe, expect, test } from 'vitest';
import type { Conflict } from '../entities/conflict.ts';
import { entityByName } from '../entities/registry.ts';
import { editVisit } from './party.ts';
import { changePreference } from './preference.ts';
import { fieldsOfValue, restoreConflict, restoringAsksFor, undoRestoreConflict } from './restore-conflict.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

const visitId = testId(200);
const conflictId = testId(300);
const preferenceId = testId(400);
const otherVisitId = testId(201);

function siteWithConflict(about: Partial<Conflict>) {
  const site = createTestSite();
  const visit = { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24', note: '普洱' } as const;
  site.put({ entity: 'visit', id: visitId, op: 'create', set: visit });
  site.put({ entity: 'visit', id: otherVisitId, op: 'create', set: visit });
  const choice = { kind: 'beverage', menuItemId: testId(41), detail: '热' } as const;
  site.put({
    ...{ entity: 'preference', id: preferenceId, op: 'create' },
    set: { guestCardId: testId(5), ...choice, note: '老客户', recordedBy: testId(6), recordedAt: 3 },
  });
  const sides = {
    keptDevice: null,
    lostDevice: null,
    keptAt: 2,
    lostAt: 1,
    keptActor: null,
    lostActor: null,
  };
  site.put({
    ...{ entity: 'conflict', id: conflictId, op: 'create' },
    set: {
      ...sides,
      ...{ entity: 'visit', rowId: visitId, field: 'note', kept: '普洱', lost: '龙井' },
      ...about,
    },
  });
  return site;
}
const ofVisit = { conflictId, entity: 'visit', rowId: visitId, field: 'note' } as const;
const ofChoice = { conflictId, entity: 'preference', rowId: preferenceId, field: 'choice' } as const;

describe('a conflict restored', () => {
  test('[R4] writes the lost value back as a new change, that field alone', () => {
    const site = siteWithConflict({});
    const ran = site.run(restoreConflict, ofVisit);
    expect(ran.verdicts).toEqual(['applied']);
    expect(ran.changes).toEqual([
      {
        ...{ name: 'restoreConflict', version: 1 },
        patches: [{ entity: 'visit', id: visitId, op: 'update', set: { note: '龙井' } }],
      },
    ]);
    expect(site.row('visit', visitId)).toMatchObject({ note: '龙井' });
  });

  test('[R4] writes a group as a whole, and nothing beside it', () => {
    const recorded = { recordedBy: testId(7), recordedAt: 5 };
    const lost = { kind: 'beverage', menuItemId: testId(42), detail: null, ...recorded };
    const site = siteWithConflict({ entity: 'preference', rowId: preferenceId, field: 'choice', lost });
    const ran = site.run(restoreConflict, ofChoice);
    expect(ran.changes[0]?.patches).toEqual([
      { entity: 'preference', id: preferenceId, op: 'update', set: lost },
    ]);
    expect(site.row('preference', preferenceId)).toMatchObject({ ...lost, note: '老客户' });
  });

  test('[R4] of a group as it was before it had all its fields writes what it tells of', () => {
    const lost = { kind: 'beverage', menuItemId: testId(42), detail: null };
    const site = siteWithConflict({ entity: 'preference', rowId: preferenceId, field: 'choice', lost });
    const before = site.row('preference', preferenceId);
    site.run(restoreConflict, ofChoice);
    expect(site.row('preference', preferenceId)).toEqual({ ...before, ...lost });
  });

  test('is undone to what stood there before, also where that was neither side', () => {
    const site = siteWithConflict({});
    site.run(editVisit, { visitId, note: '绿茶' });
    const { output } = site.run(restoreConflict, ofVisit);
    if (!output) throw new Error('not restored');
    expect(site.row('visit', visitId)?.note).toBe('龙井');
    expect(site.run(undoRestoreConflict, output).verdicts).toEqual(['applied']);
    expect(site.row('visit', visitId)?.note).toBe('绿茶');
  });

  test('a group is undone as a whole', () => {
    const lost = { kind: 'avoid', menuItemId: null, detail: '咖啡' };
    const site = siteWithConflict({ entity: 'preference', rowId: preferenceId, field: 'choice', lost });
    const before = site.row('preference', preferenceId);
    const { output } = site.run(restoreConflict, ofChoice);
    if (!output) throw new Error('not restored');
    site.run(undoRestoreConflict, output);
    expect(site.row('preference', preferenceId)).toEqual(before);
  });

  test('makes no change where the lost value stands already', () => {
    const site = siteWithConflict({ lost: '普洱' });
    expect(site.run(restoreConflict, ofVisit)).toMatchObject({ failure: null, changes: [] });
  });

  test.each([
    ['a conflict that is not here', { ...ofVisit, conflictId: testId(999) }, {}, 'row_missing'],
    ['a conflict of another row', { ...ofVisit, rowId: otherVisitId }, {}, 'row_missing'],
    ['a row that is not here', { ...ofVisit, rowId: testId(997) }, { rowId: testId(997) }, 'row_missing'],
    ['a conflict of another field', ofVisit, { field: 'partySize' }, 'row_missing'],
    ['a field unknown to this version', { ...ofVisit, field: 'mood' }, { field: 'mood' }, 'input_invalid'],
    [
      'a value that no longer fits',
      { ...ofVisit, field: 'partySize' },
      { field: 'partySize', lost: 0 },
      'input_invalid',
    ],
  ] as const)('is refused for %s', (_name, input, about, code) => {
    expect(siteWithConflict(about).run(restoreConflict, input)).toMatchObject({ failure: code, changes: [] });
  });

  test('is refused for what only the server writes', () => {
    const site = siteWithConflict({});
    const staff = { username: 'chen', name: '陈静', roles: [], active: true };
    site.put({ entity: 'staff', id: testId(600), op: 'create', set: staff });
    const at = { entity: 'staff', rowId: testId(600), field: 'name' } as const;
    const input = { ...at, before: '静', ifStill: '陈静' };
    expect(site.run(undoRestoreConflict, input)).toMatchObject({ failure: 'not_permitted' });
  });

  test('is not undone where a colleague has changed it since, no field of a group by itself either', () => {
    const site = siteWithConflict({});
    const { output } = site.run(restoreConflict, ofVisit);
    if (!output) throw new Error('not restored');
    site.run(editVisit, { visitId, note: '绿茶' });
    const undone = site.run(undoRestoreConflict, output);
    expect(undone).toMatchObject({ failure: null, changes: [], output: { isWhole: false } });
    expect(site.row('visit', visitId)?.note).toBe('绿茶');

    const lost = { kind: 'avoid', menuItemId: null, detail: '咖啡', recordedBy: null, recordedAt: 4 };
    const other = siteWithConflict({ entity: 'preference', rowId: preferenceId, field: 'choice', lost });
    const restored = other.run(restoreConflict, ofChoice).output;
    if (!restored) throw new Error('not restored');
    other.run(changePreference, { preferenceId, kind: 'avoid', menuItemId: null, detail: '牛奶' });
    expect(other.run(undoRestoreConflict, restored).output).toEqual({ isWhole: false });
    expect(other.row('preference', preferenceId)).toMatchObject({ kind: 'avoid', detail: '牛奶' });
  });

  test('asks for the right that an edit of the field asks for, of a group each of its fields', () => {
    expect(restoringAsksFor(ofVisit)).toEqual(['reception.use']);
    expect(restoringAsksFor(ofChoice)).toEqual(['reception.use']);
    expect(restoringAsksFor({ entity: 'guestCard', field: 'note' })).toEqual(['guests.edit']);
    expect(restoringAsksFor({ entity: 'menuItem', field: 'available' })).toEqual(['reception.use']);
    expect(restoringAsksFor({ entity: 'menuItem', field: 'name' })).toEqual(['floor.edit']);
    for (const { permission } of [restoreConflict, undoRestoreConflict])
      expect(permission).toBe(restoringAsksFor);
  });
});

test('a value of a conflict says which fields it stands for', () => {
  const preference = entityByName('preference');
  expect(fieldsOfValue(preference, 'note', null)).toEqual({ note: null });
  const choice = { kind: 'avoid', menuItemId: null, detail: '蒜' };
  expect(fieldsOfValue(preference, 'choice', choice)).toEqual(choice);
  expect(fieldsOfValue(preference, 'choice', 'text')).toBeNull();
  expect(fieldsOfValue(preference, 'toString', 'text')).toBeNull();
});
