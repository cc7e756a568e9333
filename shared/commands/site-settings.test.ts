import { expect, test } from 'vitest';
import { defaultSite } from '../rules/default-site.ts';
import { updateSiteSettings } from './site-settings.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

const siteId = testId(300);

function newSite() {
  const site = createTestSite({ station: 'office', roles: ['supervisor'] });
  let lastId = 400;
  site.put(...defaultSite(siteId, '吉安店', () => testId((lastId += 1))));
  return site;
}

test('a form that sends all settings writes the one that was changed', () => {
  const site = newSite();
  const set = {
    refillMinutes: 30,
    firstDrinkMinutes: 5,
    dayCutOff: '04:00',
    opensAt: '08:30',
    closesAt: '18:00',
    plateProvince: '赣',
  };
  const { changes, verdicts } = site.run(updateSiteSettings, { siteId, set });
  expect(verdicts).toEqual(['applied']);
  expect(changes[0]?.patches).toEqual([
    { entity: 'siteSettings', id: siteId, op: 'update', set: { refillMinutes: 30 } },
  ]);
  expect(site.row('siteSettings', siteId)).toMatchObject({ refillMinutes: 30, dayCutOff: '04:00' });
});

test('an undo sets back what still says what was saved; what a colleague changed since stays', () => {
  const site = newSite();
  const saved = { refillMinutes: 30, opensAt: '09:00' };
  site.run(updateSiteSettings, { siteId, set: saved });
  site.run(updateSiteSettings, { siteId, set: { opensAt: '09:30' } });
  const back = { siteId, set: { refillMinutes: 20, opensAt: '08:30' }, ifStill: saved };
  expect(site.run(updateSiteSettings, back).output).toEqual({ isWhole: false });
  expect(site.row('siteSettings', siteId)).toMatchObject({ refillMinutes: 20, opensAt: '09:30' });
});

test('settings that say nothing new make no change', () => {
  expect(newSite().run(updateSiteSettings, { siteId, set: { refillMinutes: 20 } })).toMatchObject({
    ...{ failure: null, changes: [] },
  });
});

test.each([
  ['no minutes until the refill', { refillMinutes: 0 }, 'set.refillMinutes'],
  ['a first drink after more than four hours', { firstDrinkMinutes: 241 }, 'set.firstDrinkMinutes'],
  ['a cut-off after midnight of the next day', { dayCutOff: '24:00' }, 'set.dayCutOff'],
  ['U+0000', { plateProvince: '\u0000' }, 'set.plateProvince'],
])('%s is refused', (_what, set, field) => {
  expect(newSite().run(updateSiteSettings, { siteId, set })).toMatchObject({
    failure: 'input_invalid',
    field,
  });
});

test('name, zone and the demonstration’s password are not set this way', () => {
  const site = newSite();
  const set = { demoPassword: 'x', timeZone: 'UTC' } as { refillMinutes?: number };
  expect(site.run(updateSiteSettings, { siteId, set }).changes).toEqual([]);
});

test('a site that is not held here is refused', () => {
  const { failure } = createTestSite().run(updateSiteSettings, { siteId, set: { refillMinutes: 30 } });
  expect(failure).toBe('row_missing');
});

test('an attendant’s settings do not pass the server', () => {
  const site = createTestSite({ roles: ['attendant'] });
  site.put(...defaultSite(siteId, '吉安店', () => testId(500 + site.rows('seat').length)).slice(0, 1));
  expect(site.run(updateSiteSettings, { siteId, set: { refillMinutes: 30 } }).verdicts).toEqual([
    'forbidden',
  ]);
});
