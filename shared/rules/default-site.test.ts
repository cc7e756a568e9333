import { expect, test } from 'vitest';
import { createTestSite } from '../commands/test-site.ts';
import { testId } from '../sync/wire/test-id.ts';
import { defaultSite } from './default-site.ts';

const siteId = testId(600);

function newSite() {
  const site = createTestSite();
  let lastId = 700;
  site.put(...defaultSite(siteId, '吉安店', () => testId((lastId += 1))));
  return site;
}

test('a new site begins with the numbers of the trade, and without a password', () => {
  expect(newSite().row('siteSettings', siteId)).toEqual({
    ...{ id: siteId, name: '吉安店', timeZone: 'Asia/Shanghai', dayCutOff: '04:00' },
    ...{ opensAt: '08:30', closesAt: '18:00', refillMinutes: 20, firstDrinkMinutes: 5, plateProvince: '赣' },
    demoPassword: null,
  });
});

test('every seat stands in an area, and every name of a place or drink is there once, in both languages', () => {
  const site = newSite();
  const areaIds = site.rows('area').map(({ id }) => id);
  expect(areaIds).toHaveLength(3);
  expect(new Set(site.rows('seat').map(({ areaId }) => areaId))).toEqual(new Set(areaIds));
  for (const rows of [site.rows('area'), site.rows('menuItem')]) {
    for (const names of [rows.map(({ name }) => name), rows.map(({ nameEn }) => nameEn)]) {
      expect(names).not.toContain(null);
      expect(new Set(names).size).toBe(rows.length);
    }
  }
  expect(new Set(site.rows('seat').map(({ name }) => name)).size).toBe(site.rows('seat').length);
});

test('every drink is to be had on the first day', () => {
  expect(
    newSite()
      .rows('menuItem')
      .every(({ available }) => available),
  ).toBe(true);
});
