/**
 * The demonstration dealership: believable, invented, and the same for the same seed, size and time.
 *
 * Its people sign in with the password that stands in its own settings, which exist in such data alone.
 */
import type { DraftPatch } from '../../commands/define.ts';
import type { VisitPurpose } from '../../entities/visit.ts';
import { businessDayOf } from '../business-day.ts';
import { defaultSite } from '../default-site.ts';
import { lastDigits } from '../formats/phone.ts';
import { demoStaff, inventCustomer, type DemoPerson } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { inventVehicle } from './vehicles.ts';

export interface DemoChange {
  readonly name: string;
  /** UTC ms. */
  readonly occurredAt: number;
  readonly patches: readonly DraftPatch[];
}

export interface Demo {
  readonly site: { readonly id: string; readonly name: string };
  readonly people: readonly (DemoPerson & { readonly id: string })[];
  readonly password: string;
  readonly changes: readonly DemoChange[];
}

export interface DemoSize {
  readonly customers: number;
  /** Visits of the past year, besides those in the house now. */
  readonly visits: number;
  readonly inTheHouse: number;
}

export const demoSizes = {
  normal: { customers: 400, visits: 2_600, inTheHouse: 9 },
  small: { customers: 30, visits: 60, inTheHouse: 4 },
} as const satisfies Record<string, DemoSize>;

const timeZone = 'Asia/Shanghai';
const dayCutOff = '04:00';
const minute = 60_000;
const day = 24 * 60 * minute;
/** Rows a change, so that loading is quick. */
const rowsPerChange = 100;

interface Guest {
  readonly cardId: string;
  readonly name: string;
  readonly usualId: string;
  readonly plates: readonly string[];
}

interface House {
  readonly random: Random;
  readonly seatIds: readonly string[];
  readonly menuIds: readonly string[];
  readonly attendantIds: readonly string[];
}

/** @param now UTC ms: the visits end there */
export function generateDemo(seed: number, size: DemoSize, now: number): Demo {
  const random = createRandom(seed);
  const began = now - 400 * day;
  const site = { id: random.uuid(began), name: '吉安富源丰田' };
  const password = 'demo2026';
  const sitePatches = defaultSite(site.id, site.name, () => random.uuid(began), { demoPassword: password });
  const people = demoStaff.map((person) => ({ ...person, id: random.uuid(began) }));
  const house: House = {
    random,
    seatIds: idsOf(sitePatches, 'seat'),
    menuIds: idsOf(sitePatches, 'menuItem'),
    attendantIds: people.filter(({ roles }) => roles.includes('attendant')).map(({ id }) => id),
  };
  const guests: Guest[] = [];
  const changes: DemoChange[] = [{ name: 'createSite', occurredAt: began, patches: sitePatches }];
  const collect = (name: string, occurredAt: number, rows: readonly DraftPatch[][]) => {
    for (const patches of chunks(rows, rowsPerChange)) changes.push({ name, occurredAt, patches });
  };
  const registrations = Array.from({ length: size.customers }, () => registration(house, guests, began));
  collect('registerCustomer', began, registrations);
  const past = Array.from({ length: size.visits }, () => pastVisit(house, guests, now));
  const present = Array.from({ length: size.inTheHouse }, (_, index) =>
    presentVisit(house, guests, index, now),
  );
  collect(
    'checkInVisitor',
    began,
    [...past, ...present].map((one) => one.visit),
  );
  collect(
    'serveDrinks',
    began,
    [...past, ...present].map((one) => one.servings),
  );
  return { site, people, password, changes };
}

function idsOf(patches: readonly DraftPatch[], entity: DraftPatch['entity']): string[] {
  return patches.filter((patch) => patch.entity === entity).map((patch) => patch.id);
}

/** Groups of patches, several to a change but none torn apart. */
function chunks(groups: readonly DraftPatch[][], size: number): DraftPatch[][] {
  const result: DraftPatch[][] = [];
  let current: DraftPatch[] = [];
  for (const group of groups) {
    if (current.length + group.length > size && current.length > 0) {
      result.push(current);
      current = [];
    }
    current.push(...group);
  }
  return current.length > 0 ? [...result, current] : result;
}

/** A customer with card, cars and preferences. */
function registration(house: House, guests: Guest[], began: number): DraftPatch[] {
  const { random } = house;
  const { phone, ...known } = inventCustomer(random);
  const at = began + random.integer(0, 30) * day;
  const customerId = random.uuid(at);
  const cardId = random.uuid(at);
  const usualId = random.pick(house.menuIds);
  const kind = phone.startsWith('+861') ? 'mobile' : 'landline';
  const flags = [
    ...(random.chance(0.05) ? ['maintenanceDue'] : []),
    ...(random.chance(0.03) ? ['wrongNumber'] : []),
    ...(random.chance(0.03) ? ['openCase'] : []),
    ...(random.chance(0.06) ? ['voucher'] : []),
  ];
  const cars = Array.from({ length: carCount(random, known.kind) }, () => inventVehicle(random));
  const card = {
    customerId,
    name: known.name,
    kind: known.kind,
    phoneLast4: lastDigits(phone),
    birthMonthDay: known.birthDate?.slice(5) ?? null,
    flags,
    note: null,
  };
  guests.push({ cardId, name: known.name, usualId, plates: cars.flatMap(({ plate }) => plate ?? []) });
  return [
    {
      entity: 'customer',
      id: customerId,
      op: 'create',
      set: { ...known, phones: [{ kind, number: phone }] },
    },
    { entity: 'guestCard', id: cardId, op: 'create', set: card },
    ...cars.map((car): DraftPatch => ({
      entity: 'vehicle',
      id: random.uuid(at),
      op: 'create',
      set: { ...car, customerId },
    })),
    ...preferences(house, cardId, usualId, at),
  ];
}

function carCount(random: Random, kind: 'private' | 'organisation'): number {
  if (kind === 'organisation') return random.integer(1, 4);
  return random.chance(0.13) ? 2 : 1;
}

function preferences(
  { random, attendantIds }: House,
  guestCardId: string,
  usualId: string,
  at: number,
): DraftPatch[] {
  const recordedBy = attendantIds[0] ?? null;
  const preference = (
    kind: 'beverage' | 'leisure' | 'avoid',
    menuItemId: string | null,
    detail: string | null,
  ): DraftPatch => ({
    entity: 'preference',
    id: random.uuid(at),
    op: 'create',
    set: { guestCardId, kind, menuItemId, detail, note: null, recordedBy, recordedAt: at },
  });
  return [
    ...(random.chance(0.45)
      ? [preference('beverage', usualId, random.pick(['少糖', '温热', '去冰', '浓一点', null]))]
      : []),
    ...(random.chance(0.15)
      ? [preference('leisure', null, random.pick(['看报纸', '按摩椅', '看球赛', '儿童区']))]
      : []),
    ...(random.chance(0.08)
      ? [preference('avoid', null, random.pick(['咖啡', '含糖饮料', '冰饮', '牛奶（乳糖不耐）']))]
      : []),
  ];
}

interface VisitRows {
  readonly visit: DraftPatch[];
  readonly servings: DraftPatch[];
}

function pastVisit(house: House, guests: readonly Guest[], now: number): VisitRows {
  const { random } = house;
  const back = random.integer(1, 365);
  // 08:30 to 17:30 in the zone of the house, which has no summer time.
  const midnight = Math.floor((now + 8 * 60 * minute) / day) * day - 8 * 60 * minute;
  const arrivedAt = midnight - back * day + random.integer(510, 1_050) * minute;
  return visitRows(house, guests, {
    arrivedAt,
    leftAt: arrivedAt + random.integer(25, 150) * minute,
    seatId: null,
  });
}

function presentVisit(house: House, guests: readonly Guest[], index: number, now: number): VisitRows {
  const arrivedAt = now - (6 + index * 9 + house.random.integer(0, 5)) * minute;
  // Every other seat, so that all three areas have somebody.
  const seatId = house.seatIds[(index * 2) % house.seatIds.length] ?? null;
  return visitRows(house, guests, { arrivedAt, leftAt: null, seatId });
}

interface Stay {
  readonly arrivedAt: number;
  readonly leftAt: number | null;
  readonly seatId: string | null;
}

function visitRows(house: House, guests: readonly Guest[], { arrivedAt, leftAt, seatId }: Stay): VisitRows {
  const { random } = house;
  const guest = random.chance(0.9) ? random.pick(guests) : null;
  const visitId = random.uuid(arrivedAt);
  const partySize = random.pick([1, 1, 1, 2, 2, 3, 4]);
  const businessDay = businessDayOf(arrivedAt, timeZone, dayCutOff);
  const purpose: VisitPurpose = random.pick([
    'service',
    'service',
    'service',
    'showroom',
    'showroom',
    'delivery',
    'pickup',
    'other',
  ]);
  const receivedBy = random.pick(house.attendantIds);
  const isWaiting = leftAt === null && purpose === 'service';
  const set = {
    guestCardId: guest?.cardId ?? null,
    partyName: guest?.name ?? null,
    partySize,
    purpose,
    seatId,
    arrivedAt,
    businessDay,
    receivedBy,
    leftAt,
    expectedReadyAt: isWaiting ? arrivedAt + random.integer(60, 120) * minute : null,
    workshopNote: isWaiting ? random.pick(['常规保养', '更换轮胎', '四轮定位', '空调清洗']) : null,
    note: random.chance(0.15) ? random.pick(['带小孩', '要发票', '赶时间', '行动不便，请协助']) : null,
    cancelledAt: null,
  };
  const until = leftAt ?? arrivedAt + 12 * minute;
  const first = {
    menuItemId: guest && random.chance(0.8) ? guest.usualId : random.pick(house.menuIds),
    at: arrivedAt + random.integer(2, 5) * minute,
  };
  const served = random.chance(0.92) ? [first] : [];
  if (served.length > 0 && until - arrivedAt > 40 * minute)
    served.push({ ...first, at: first.at + random.integer(17, 25) * minute });
  const servings = served.map(({ menuItemId, at }): DraftPatch => ({
    entity: 'serving',
    id: random.uuid(at),
    op: 'create',
    set: {
      visitId,
      menuItemId,
      quantity: partySize,
      servedAt: at,
      businessDay,
      servedBy: receivedBy,
      corrects: null,
    },
  }));
  return { visit: [{ entity: 'visit', id: visitId, op: 'create', set }], servings };
}
