import { expect, test } from 'vitest';
import { testId } from '../sync/wire/test-id.ts';
import { addDrink, arrangeMenu, editDrink, setDrinkSupply } from './menu.ts';
import { createTestSite, type TestSiteOptions } from './test-site.ts';

const teaId = testId(30);
const tea = { name: '绿茶', nameEn: 'Green tea', kind: 'tea' as const, position: 0, ingredients: [] };

function siteWithTea(options: TestSiteOptions = {}) {
  const site = createTestSite(options);
  site.put({ entity: 'menuItem', id: teaId, op: 'create', set: { ...tea, available: true } });
  return site;
}
const office: TestSiteOptions = { station: 'office', roles: ['specialist'] };

test('[R9.5] who stands at the bar says that a drink ran out and is there again, signed in or not', () => {
  for (const roles of [['attendant'] as const, ['agent'] as const, null]) {
    const site = siteWithTea({ roles });
    const said = site.run(setDrinkSupply, { menuItemId: teaId, available: false });
    expect(said.verdicts).toEqual(['applied']);
    const set = { available: false };
    expect(said.changes[0]?.patches).toEqual([{ entity: 'menuItem', id: teaId, op: 'update', set }]);
    expect(site.row('menuItem', teaId)?.available).toBe(false);
    site.run(setDrinkSupply, { menuItemId: teaId, available: true });
    expect(site.row('menuItem', teaId)?.available).toBe(true);
  }
});

test('[R9.5] with no right to the reception nobody says so', () => {
  const site = siteWithTea({ station: 'office', roles: ['finance'] });
  const said = site.run(setDrinkSupply, { menuItemId: teaId, available: false });
  expect(said.verdicts).toEqual(['forbidden']);
});

test('[R9.5] an attendant’s edits of the menu do not pass the server, alone or beside what the bar may say', () => {
  const site = siteWithTea();
  expect(site.run(addDrink, { ...tea, position: 1 }).verdicts).toEqual(['forbidden']);
  expect(site.run(editDrink, { menuItemId: teaId, set: { name: '红茶' } }).verdicts).toEqual(['forbidden']);
  expect(site.run(arrangeMenu, { places: [{ id: teaId, position: 3 }] }).verdicts).toEqual(['forbidden']);
  const both = {
    ...setDrinkSupply,
    plan: () => ({ changes: [change], output: { isNews: true, isWhole: true } }),
  };
  const change = {
    ...{ name: 'setDrinkSupply', version: 1 },
    patches: [
      { entity: 'menuItem', id: teaId, op: 'update', set: { available: false, name: '红茶' } } as const,
    ],
  };
  expect(site.run(both, { menuItemId: teaId, available: false }).verdicts).toEqual(['forbidden']);
});

test('what is said already is not said again', () => {
  const site = siteWithTea();
  expect(site.run(setDrinkSupply, { menuItemId: teaId, available: true })).toMatchObject({
    ...{ changes: [], output: { isNews: false, isWhole: true } },
  });
  site.run(setDrinkSupply, { menuItemId: teaId, available: false });
  const again = site.run(setDrinkSupply, { menuItemId: teaId, available: false });
  expect(again).toMatchObject({ changes: [], output: { isNews: false } });
});

test('an undo leaves what a colleague said since', () => {
  const site = siteWithTea();
  site.run(setDrinkSupply, { menuItemId: teaId, available: false });
  const undo = { menuItemId: teaId, available: true, ifStill: false };
  expect(site.run(setDrinkSupply, undo).output).toEqual({ isNews: true, isWhole: true });
  expect(site.row('menuItem', teaId)?.available).toBe(true);
  // There again by another hand: nothing is left to take back.
  expect(site.run(setDrinkSupply, undo)).toMatchObject({ changes: [], output: { isWhole: false } });
});

test('a drink is added, there at once; an edit writes what differs alone, off the menu and back', () => {
  const site = createTestSite(office);
  const added = site.run(addDrink, { ...tea, position: 4 });
  expect(added.verdicts).toEqual(['applied']);
  const menuItemId = added.output?.menuItemId ?? '';
  const row = { ...tea, position: 4, available: true, outOfUse: false };
  expect(site.row('menuItem', menuItemId)).toMatchObject(row);
  const edited = site.run(editDrink, { menuItemId, set: { name: '龙井', kind: 'tea' } });
  expect(edited.changes[0]?.patches).toMatchObject([{ set: { name: '龙井' } }]);
  site.run(editDrink, { menuItemId, set: { outOfUse: true } });
  expect(site.row('menuItem', menuItemId)).toMatchObject({ name: '龙井', outOfUse: true });
  const undone = site.run(editDrink, {
    ...{ menuItemId, set: { outOfUse: false, name: '绿茶' }, ifStill: { outOfUse: true, name: '毛尖' } },
  });
  expect(undone.output).toEqual({ isWhole: false });
  expect(site.row('menuItem', menuItemId)).toMatchObject({ name: '龙井', outOfUse: false });
});

test('another order is one change, of the drinks that move', () => {
  const site = createTestSite(office);
  const ids = ['一', '二', '三'].map(
    (name, position) => site.run(addDrink, { ...tea, name, position }).output?.menuItemId ?? '',
  );
  const places = [ids[1], ids[0], ids[2]].map((id = '', position) => ({ id, position }));
  const { changes, verdicts } = site.run(arrangeMenu, { places });
  expect(verdicts).toEqual(['applied']);
  expect(changes[0]?.patches.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
});

test('a drink that is not there fails', () => {
  const site = createTestSite(office);
  const failures = [
    site.run(setDrinkSupply, { menuItemId: teaId, available: false }),
    site.run(editDrink, { menuItemId: teaId, set: { name: 'x' } }),
    site.run(arrangeMenu, { places: [{ id: teaId, position: 1 }] }),
  ].map(({ failure }) => failure);
  expect(failures).toEqual(Array(3).fill('row_missing'));
});
