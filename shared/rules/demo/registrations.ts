/** The customers of the demonstration, each with card, cars and what the bar knows of their taste. */
import type { DraftPatch } from '../../commands/define.ts';
import { lastDigits } from '../formats/phone.ts';
import { dayMs, type Guest, type DemoHouse } from './house.ts';
import { distinctNames, inventCustomer } from './people.ts';
import { drawNew, type Random } from './random.ts';
import { inventVehicle } from './vehicles.ts';

export interface Registration {
  readonly guest: Guest;
  readonly patches: DraftPatch[];
}

/** Of one customer. */
const mostCars = 4;

interface RegistrationOrder {
  readonly customers: number;
  /** Cars of all of them together; as chance has it where left out. */
  readonly vehicles?: number;
}

/**
 * No number, plate or VIN comes twice.
 * @param began UTC ms; they were registered in the month after
 */
export function* inventRegistrations(
  house: DemoHouse,
  { customers, vehicles }: RegistrationOrder,
  began: number,
): Generator<Registration> {
  const taken = { phones: new Set<string>(), plates: new Set<string>() };
  const isCrowd = customers > distinctNames;
  let carsLeft = vehicles ?? Infinity;
  for (let left = customers - 1; left >= 0; left -= 1) {
    // Those who come after must be able to have one each, and to take all that are left.
    const cars = { least: vehicles === undefined ? 0 : carsLeft - left * mostCars, most: carsLeft - left };
    const made = registration(house, { began, taken, cars, isCrowd });
    carsLeft -= made.patches.filter(({ entity }) => entity === 'vehicle').length;
    yield made;
  }
}

interface Taken {
  readonly phones: Set<string>;
  readonly plates: Set<string>;
}

interface Circumstances {
  readonly began: number;
  readonly taken: Taken;
  readonly cars: { readonly least: number; readonly most: number };
  readonly isCrowd: boolean;
}

function registration(house: DemoHouse, { began, taken, cars, isCrowd }: Circumstances): Registration {
  const { random } = house;
  const { phone, ...known } = drawNew(
    taken.phones,
    () => inventCustomer(random, isCrowd),
    (one) => one.phone,
  );
  const at = began + random.integer(0, 30) * dayMs;
  const customerId = random.uuid(at);
  const cardId = random.uuid(at);
  const usualId = random.pick(house.menuIds);
  const kind = phone.startsWith('+861') ? 'mobile' : 'landline';
  const card = {
    customerId,
    name: known.name,
    kind: known.kind,
    phoneLast4: lastDigits(phone),
    birthMonthDay: known.birthDate?.slice(5) ?? null,
    flags: inventFlags(random),
    note: null,
  };
  const count = Math.min(cars.most, Math.max(cars.least, carCount(random, known.kind)));
  const own = Array.from({ length: count }, () =>
    drawNew(
      taken.plates,
      () => inventVehicle(random),
      ({ plate }) => plate,
    ),
  );
  const vehicleIds = own.map(() => random.uuid(at));
  const patches: DraftPatch[] = [
    {
      entity: 'customer',
      id: customerId,
      op: 'create',
      set: { ...known, phones: [{ kind, number: phone }] },
    },
    { entity: 'guestCard', id: cardId, op: 'create', set: card },
    ...own.map((car, index): DraftPatch => {
      return { entity: 'vehicle', id: vehicleIds[index] ?? '', op: 'create', set: { ...car, customerId } };
    }),
    ...preferences(house, cardId, usualId, at),
  ];
  return { guest: { cardId, name: known.name, vehicleIds, usualId }, patches };
}

function inventFlags(random: Random): string[] {
  return [
    ...(random.chance(0.05) ? ['maintenanceDue'] : []),
    ...(random.chance(0.03) ? ['wrongNumber'] : []),
    ...(random.chance(0.03) ? ['openCase'] : []),
    ...(random.chance(0.06) ? ['voucher'] : []),
  ];
}

function carCount(random: Random, kind: 'private' | 'organisation'): number {
  if (kind === 'organisation') return random.integer(1, mostCars);
  return random.chance(0.13) ? 2 : 1;
}

function preferences(
  { random, attendantIds }: DemoHouse,
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
