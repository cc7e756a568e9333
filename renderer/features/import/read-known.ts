/** What the desk's database knows of guests and cars: all of it for a preview, a block's share before it is written. */
import type { EntityName } from '../../../shared/entities/registry.ts';
import { last4Of, type ImportCustomer } from '../../../shared/rules/import/join-rows.ts';
import { guestKey, guestKeyOf, type KnownGuests } from '../../../shared/rules/import/leave-out-known.ts';
import type { KnownCustomer } from '../../../shared/rules/import/merge-known.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { readAllMerges } from '../../data/merged-guests.ts';
import { readMistaken, withoutMistaken, withoutTheirCars } from '../../data/mistaken-guests.ts';

export interface Known {
  readonly guests: KnownGuests;
  /** Null where the desk holds neither card nor customer. */
  customerOf(id: string): KnownCustomer | null;
}

export async function readKnown(db: DeskDatabase): Promise<Known> {
  const [everyCar, everyCard, everyCustomer, merged] = await Promise.all([
    db.vehicle.toArray(),
    db.guestCard.toArray(),
    db.customer.toArray(),
    readAllMerges(db),
  ]);
  // Who was entered by mistake is in no list: filled in there, what is imported would be seen by nobody.
  const mistaken = await readMistaken(db, everyCard);
  const gone = new Set([...mistaken].flatMap(({ customerId }) => customerId ?? []));
  const cards = everyCard.filter((card) => !mistaken.has(card));
  const customers = everyCustomer.filter(({ id }) => !gone.has(id));
  const held = everyCar.filter(({ customerId }) => customerId === null || !gone.has(customerId));
  // What is known of one who was merged is known of the customer who was kept: that one the list is to fill in.
  const rootOf = (id: string) => merged.customerRootOf(id);
  const orNull = (id: string | null) => (id === null ? null : rootOf(id));
  const vehicles = held.map((car) => ({ ...car, customerId: orNull(car.customerId) }));
  const cardsByCustomer = new Map(cards.map((card) => [card.customerId, card]));
  const customersById = new Map(customers.map((customer) => [customer.id, customer]));
  const vehiclesByCustomer = Map.groupBy(vehicles, ({ customerId }) => customerId);
  const ownedBy = (field: 'plate' | 'vin') =>
    new Map(vehicles.flatMap((car) => (car[field] === null ? [] : [[car[field], car.customerId] as const])));
  return {
    guests: {
      ...knownOf(vehicles, cards),
      owners: new Map(
        vehicles.flatMap(({ plate, customerId }) => {
          const owner = cardsByCustomer.get(customerId ?? '');
          return plate !== null && owner ? [[plate, owner] as const] : [];
        }),
      ),
      ids: {
        plates: ownedBy('plate'),
        vins: ownedBy('vin'),
        guests: new Map(
          cards.map(({ name, phoneLast4, customerId }) => [guestKey(name, phoneLast4), orNull(customerId)]),
        ),
        phones: new Map(
          customers.flatMap(({ phones, id }) => phones.map(({ number }) => [number, rootOf(id)])),
        ),
        idNumbers: new Map(
          customers.flatMap(({ idNumber, id }) => (idNumber ? [[idNumber, rootOf(id)]] : [])),
        ),
      },
    },
    customerOf(id) {
      const customer = customersById.get(id);
      const card = cardsByCustomer.get(id);
      if (!customer && !card) return null;
      return {
        customer: customer ? bare(customer) : null,
        card: card ? bare(card) : null,
        vehicles: (vehiclesByCustomer.get(id) ?? []).map(bare),
      };
    },
  };
}

const bare = <Row extends LocalRow<EntityName>>({ rowVersion: _, rowPast: __, ...row }: Row) => row;

/**
 * Cards without a number stand in no index: all are read once, and again only where a card came that is not of this
 * import.
 */
export function createNumberlessCards(db: DeskDatabase) {
  let cards: readonly LocalRow<'guestCard'>[] = [];
  let expected = -1;
  return {
    async read(): Promise<readonly LocalRow<'guestCard'>[]> {
      const count = await db.guestCard.count();
      if (count !== expected) {
        cards = await db.guestCard.filter(({ phoneLast4 }) => phoneLast4 === null).toArray();
        expected = count;
      }
      return cards;
    },
    /** Cards that this import wrote, which the plan told apart. */
    noteOwn(count: number): void {
      if (expected >= 0) expected += count;
    },
  };
}
export type NumberlessCards = ReturnType<typeof createNumberlessCards>;

/** Of the customers' cars, names and numbers alone, by index: a long list asks once a block. */
export async function readKnownAmong(
  db: DeskDatabase,
  customers: readonly ImportCustomer[],
  numberless: NumberlessCards,
): Promise<KnownGuests> {
  const cars = customers.flatMap(({ vehicles }) => vehicles);
  const last4s = new Set(customers.flatMap((customer) => last4Of(customer) ?? []));
  const isNameAlone = customers.some((one) => one.phones.length === 0 && guestKeyOf(one) !== null);
  const [byPlate, byVin, byNumber, withoutNumber] = await Promise.all([
    db.vehicle
      .where('plate')
      .anyOf(cars.flatMap(({ plate }) => plate ?? []))
      .toArray(),
    db.vehicle
      .where('vin')
      .anyOf(cars.flatMap(({ vin }) => vin ?? []))
      .toArray(),
    db.guestCard
      .where('phoneLast4')
      .anyOf([...last4s])
      .toArray(),
    isNameAlone ? numberless.read() : [],
  ]);
  const [held, cards] = await Promise.all([
    withoutTheirCars(db, [...byPlate, ...byVin]),
    withoutMistaken(db, [...byNumber, ...withoutNumber]),
  ]);
  return knownOf(held, cards);
}

function knownOf(
  vehicles: readonly LocalRow<'vehicle'>[],
  cards: readonly LocalRow<'guestCard'>[],
): KnownGuests {
  return {
    plates: new Set(vehicles.flatMap(({ plate }) => plate ?? [])),
    vins: new Set(vehicles.flatMap(({ vin }) => vin ?? [])),
    guests: new Set(cards.map(({ name, phoneLast4 }) => guestKey(name, phoneLast4))),
  };
}
