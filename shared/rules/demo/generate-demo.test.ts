import { describe, expect, test } from 'vitest';
import type { DraftPatch } from '../../commands/define.ts';
import { createTestSite } from '../../commands/test-site.ts';
import type { EntityName, Fields } from '../../entities/registry.ts';
import { limits } from '../../sync/wire/protocol.ts';
import { businessDayOf } from '../business-day.ts';
import { readIdNumber } from '../formats/id-number.ts';
import { readPhone } from '../formats/phone.ts';
import { readPlate } from '../formats/plate.ts';
import { readVin } from '../formats/vin.ts';
import { roles } from '../permissions.ts';
import { demoSizes, generateDemo, streamDemo, type Demo } from './generate-demo.ts';
import { noDivision, noLandlinePrefix, noMobilePrefix } from './people.ts';

const now = Date.parse('2026-11-24T15:00:00+08:00');
const minute = 60_000;
const demo = generateDemo(20_261_124, demoSizes.normal, now);

function rowsOf<Name extends EntityName>(entity: Name, { changes }: Demo = demo) {
  const patches: DraftPatch[] = changes.flatMap((change) => change.patches);
  return patches.flatMap((patch) =>
    patch.entity === entity && patch.op === 'create'
      ? [{ id: patch.id, ...(patch.set as Fields<Name>) }]
      : [],
  );
}
const visits = rowsOf('visit');
const servings = rowsOf('serving');
const presentValues = (values: readonly (string | null | undefined)[]) =>
  values.flatMap((value) => value ?? []);

describe('the same dealership', () => {
  test('comes of the same seed, size and time', () => {
    const again = generateDemo(20_261_124, demoSizes.normal, now);
    expect(JSON.stringify(again) === JSON.stringify(demo)).toBe(true);
  });

  test('does not come of another seed', () => {
    const other = generateDemo(1, demoSizes.normal, now);
    expect(rowsOf('customer', other)[0]?.name + other.site.id).not.toBe(
      rowsOf('customer')[0]?.name + demo.site.id,
    );
  });
});

test('has about 400 customers, 500 vehicles, a year of visits, and parties in the house', () => {
  expect(rowsOf('customer')).toHaveLength(400);
  expect(rowsOf('guestCard')).toHaveLength(400);
  expect(rowsOf('vehicle').length).toBeGreaterThan(450);
  expect(rowsOf('vehicle').length).toBeLessThan(550);
  expect(visits.filter(({ leftAt }) => leftAt !== null)).toHaveLength(2_600);
  expect(visits.filter(({ leftAt }) => leftAt === null)).toHaveLength(9);
});

test('another size has as many as it says', () => {
  const small = generateDemo(7, { customers: 12, visits: 34, inTheHouse: 2 }, now);
  expect(rowsOf('customer', small)).toHaveLength(12);
  expect(rowsOf('visit', small)).toHaveLength(36);
});

test.each(['04:00', '04:20', '05:30', '23:59', '03:59'])(
  'made at %s, it has nobody in the house who is left over from the day before',
  (time) => {
    const early = Date.parse(`2026-11-24T${time}:30+08:00`);
    const size = { ...demoSizes.normal, customers: 40, visits: 0 };
    const made = generateDemo(20_261_124, size, early);
    const present = rowsOf('visit', made);
    expect(present).toHaveLength(9);
    const today = businessDayOf(early, 'Asia/Shanghai', '04:00');
    expect(present.map(({ businessDay }) => businessDay)).toEqual(Array(9).fill(today));
    const times = [
      ...present.map(({ arrivedAt }) => arrivedAt),
      ...rowsOf('serving', made).map(({ servedAt }) => servedAt),
      ...rowsOf('staffCall', made).map(({ calledAt }) => calledAt),
    ];
    expect(Math.max(...times)).toBeLessThanOrEqual(early);
  },
);

test('every change passes the server, in the order of the list', () => {
  const site = createTestSite({ station: 'office' });
  for (const { patches } of demo.changes) {
    expect(patches.length).toBeLessThanOrEqual(limits.patchesPerChange);
    expect(JSON.stringify(patches).length).toBeLessThan(limits.changeChars);
    site.put(...patches);
  }
  expect(site.rows('visit')).toHaveLength(2_609);
});

// Plates and numbers are drawn twice by chance with 7, 12 and 28.
describe.each([20_261_124, 7, 12, 28])('of seed %d', (seed) => {
  const one = generateDemo(seed, demoSizes.normal, now);

  test('every number, plate and VIN is valid, and nobody else’s', () => {
    const phones = rowsOf('customer', one).map(({ phones: [phone] }) => phone?.number ?? '');
    expect(phones.filter((phone) => readPhone(phone)?.number !== phone)).toEqual([]);
    const plates = presentValues(rowsOf('vehicle', one).map(({ plate }) => plate));
    expect(plates.filter((plate) => readPlate(plate, null) !== plate || !plate.startsWith('赣D'))).toEqual(
      [],
    );
    const vins = presentValues(rowsOf('vehicle', one).map(({ vin }) => vin));
    expect(vins.filter((vin) => !readVin(vin)?.hasValidCheckDigit)).toEqual([]);
    for (const list of [phones, plates, vins]) expect(new Set(list).size).toBe(list.length);
  });

  test('no number is of a kind that people are given', () => {
    const fictional = [`+86${noMobilePrefix}`, `+86${noLandlinePrefix}`];
    const numbers = rowsOf('customer', one).flatMap(({ phones }) => phones.map(({ number }) => number));
    expect(numbers.filter((number) => !fictional.some((prefix) => number.startsWith(prefix)))).toEqual([]);
    expect([noMobilePrefix, noLandlinePrefix]).toEqual(['154', '7961']);
  });

  test('ID numbers fit the person, and are of a division that does not exist', () => {
    for (const { idNumber, birthDate, gender, kind } of rowsOf('customer', one)) {
      if (kind === 'organisation') expect([idNumber, birthDate, gender]).toEqual([null, null, null]);
      else {
        expect(readIdNumber(idNumber ?? '')).toEqual({ idNumber, birthDate, gender });
        expect(idNumber?.startsWith(noDivision)).toBe(true);
      }
    }
  });
});

test('a new-energy plate says what the car runs on', () => {
  for (const { plate, model } of rowsOf('vehicle')) {
    const letter = plate?.length === 8 ? plate[2] : null;
    const isElectric = model?.startsWith('bZ') ?? false;
    if (plate !== null) expect(letter).toBe(isElectric ? 'D' : model === 'RAV4双擎E+' ? 'F' : null);
  }
});

test('the size `large` is what it says', () => {
  expect(demoSizes.large).toEqual({
    ...{ customers: 100_000, vehicles: 120_000, visits: 1_000_000, inTheHouse: 9 },
    days: 3_650,
  });
});

describe('the large one, a fortieth of it', () => {
  const size = { ...demoSizes.large, customers: 2_500, vehicles: 3_000, visits: 25_000 };
  const large = generateDemo(20_261_124, size, now);
  const yearMs = 365 * 24 * 60 * minute;

  test('has exactly as many of each as it says, and everyone has between one car and four', () => {
    const counts = new Map<string, number>();
    for (const { customerId } of rowsOf('vehicle', large))
      counts.set(customerId ?? '', (counts.get(customerId ?? '') ?? 0) + 1);
    expect([rowsOf('customer', large), rowsOf('vehicle', large)].map((rows) => rows.length)).toEqual([
      2_500, 3_000,
    ]);
    expect(rowsOf('visit', large)).toHaveLength(25_009);
    expect(counts.size).toBe(2_500);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(4);
  });

  test.each([10, 13, 16])(
    'also where the last ones must take more, or fewer: %d cars for 4 customers',
    (vehicles) => {
      const few = generateDemo(3, { customers: 4, vehicles, visits: 0, inTheHouse: 0 }, now);
      expect(rowsOf('vehicle', few)).toHaveLength(vehicles);
    },
  );

  test('no number, plate or VIN is anybody else’s, no ID is used twice, and names are as many as people have', () => {
    const phones = rowsOf('customer', large).map(({ phones: [phone] }) => phone?.number ?? '');
    const plates = presentValues(rowsOf('vehicle', large).map(({ plate }) => plate));
    const vins = presentValues(rowsOf('vehicle', large).map(({ vin }) => vin));
    const ids = large.changes.flatMap(({ patches }) => patches.map(({ id }) => id));
    for (const list of [phones, plates, vins, ids]) expect(new Set(list).size).toBe(list.length);
    expect(phones.filter((phone) => readPhone(phone)?.number !== phone)).toEqual([]);
    expect(new Set(rowsOf('guestCard', large).map(({ name }) => name)).size).toBeGreaterThan(2_200);
  });

  test('its visits go back ten years, what was served one, and every guest was known before', () => {
    const past = rowsOf('visit', large).map(({ arrivedAt }) => now - arrivedAt);
    expect(Math.max(...past)).toBeGreaterThan(9.9 * yearMs);
    expect(Math.max(...past)).toBeLessThan(10.01 * yearMs);
    const lastYear = past.filter((age) => age < yearMs).length;
    expect(lastYear).toBeGreaterThan(2_200);
    expect(lastYear).toBeLessThan(2_800);
    const served = rowsOf('serving', large).map(({ servedAt }) => now - servedAt);
    expect(served.length).toBeGreaterThan(lastYear);
    expect(Math.max(...served)).toBeLessThan(yearMs + 2 * 24 * 60 * minute);
    // An id begins with the time its row was made at.
    const madeAt = ({ id }: { readonly id: string }) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    const known = Math.max(...rowsOf('guestCard', large).map(madeAt));
    expect(known).toBeLessThan(now - Math.max(...past));
  });

  test('comes change by change, the same as all at once', () => {
    let at = 0;
    for (const change of streamDemo(20_261_124, size, now).changes) {
      if (JSON.stringify(change) !== JSON.stringify(large.changes[at])) throw new Error(`change ${at}`);
      at += 1;
    }
    expect(at).toBe(large.changes.length);
  });
});

describe('times agree', () => {
  test('a visit is within business hours of a day of the past year, after its guest was registered', () => {
    const cardIds = new Set(rowsOf('guestCard').map(({ id }) => id));
    for (const { arrivedAt, leftAt, guestCardId, businessDay } of visits) {
      expect(businessDay).toBe(businessDayOf(arrivedAt, 'Asia/Shanghai', '04:00'));
      if (guestCardId !== null) expect(cardIds.has(guestCardId)).toBe(true);
      if (leftAt === null) continue;
      expect(leftAt - arrivedAt).toBeGreaterThanOrEqual(25 * minute);
      const local = (at: number) => new Date(at + 8 * 60 * minute).toISOString().slice(11, 16);
      expect(local(arrivedAt) >= '08:30' && local(leftAt) <= '18:00').toBe(true);
      expect(now - arrivedAt).toBeLessThan(366 * 24 * 60 * minute);
    }
  });

  test('a drink is served while its party is in the house, and never in the future', () => {
    const visitsById = new Map(visits.map((visit) => [visit.id, visit]));
    for (const { visitId, servedAt, businessDay, quantity } of servings) {
      const visit = visitsById.get(visitId);
      expect(servedAt).toBeGreaterThan(visit?.arrivedAt ?? Infinity);
      expect(servedAt).toBeLessThanOrEqual(visit?.leftAt ?? now);
      expect(businessDay).toBe(businessDayOf(servedAt, 'Asia/Shanghai', '04:00'));
      expect(quantity).toBe(visit?.partySize);
    }
  });

  test('also where it is made in the night, before the business day ends', () => {
    const night = Date.parse('2026-11-25T02:30:00+08:00');
    const { changes } = generateDemo(1, demoSizes.small, night);
    const days = new Set(
      rowsOf('visit', { ...demo, changes }).flatMap((visit) =>
        visit.leftAt === null ? visit.businessDay : [],
      ),
    );
    expect([...days]).toEqual(['2026-11-24']);
  });
});

test('more people come at weekends and before the Spring Festival, fewer during it and at noon', () => {
  const visitsPer = (keyOf: (at: Date) => number) => {
    const counts = new Map<number, number>();
    for (const { arrivedAt } of visits) {
      const key = keyOf(new Date(arrivedAt + 8 * 60 * minute));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return (key: number) => counts.get(key) ?? 0;
  };
  const onDay = visitsPer((at) => at.getUTCDay());
  const workday = (onDay(1) + onDay(2) + onDay(3) + onDay(4) + onDay(5)) / 5;
  expect(Math.min(onDay(0), onDay(6))).toBeGreaterThan(workday * 1.2);
  const inMonth = visitsPer((at) => at.getUTCMonth());
  expect(inMonth(1)).toBeLessThan(inMonth(0) * 0.8);
  const atHour = visitsPer((at) => at.getUTCHours());
  expect(atHour(12)).toBeLessThan(atHour(10) / 2);
});

test('some of those in the house wait for a refill, most do not', () => {
  const lastByVisit = new Map<string, number>();
  for (const { visitId, servedAt } of servings)
    lastByVisit.set(visitId, Math.max(servedAt, lastByVisit.get(visitId) ?? 0));
  const here = visits.filter(({ leftAt }) => leftAt === null);
  const isDue = here.filter(({ id }) => now - (lastByVisit.get(id) ?? now) >= 20 * minute);
  expect(isDue.length).toBeGreaterThan(0);
  expect(isDue.length).toBeLessThan(here.length / 2);
});

test('its people sign in with one password, which stands in its own settings', () => {
  expect(rowsOf('siteSettings')).toMatchObject([{ demoPassword: demo.password, plateProvince: '赣' }]);
  expect(new Set(demo.people.map(({ username }) => username)).size).toBe(demo.people.length);
  const used = new Set(demo.people.flatMap((person) => person.roles));
  // Who has no page of their own is not signed in to.
  expect(roles.filter((role) => !used.has(role))).toEqual(['planning', 'administration']);
});
