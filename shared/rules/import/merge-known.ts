/** What rows of a list add to a customer whom the desk holds: what is empty is filled, what is said stays. */
import type { Customer } from '../../entities/customer.ts';
import type { GuestCard } from '../../entities/guest-card.ts';
import type { Vehicle } from '../../entities/vehicle.ts';
import { lastDigits, showPhone } from '../formats/phone.ts';
import type { ImportField } from './import-columns.ts';
import type { ImportRow, ImportVehicle } from './read-import-row.ts';

type WithId<Fields> = Fields & { readonly id: string };

/** A customer as the desk holds it; customer or card are null where it holds none. */
export interface KnownCustomer {
  readonly customer: WithId<Customer> | null;
  readonly card: WithId<GuestCard> | null;
  readonly vehicles: readonly WithId<Vehicle>[];
}

/** Fields of a row that were empty, and what stands in them afterwards. */
interface RowFill {
  readonly entity: 'customer' | 'guestCard' | 'vehicle';
  readonly id: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

interface KnownMerge {
  readonly fills: readonly RowFill[];
  readonly newVehicles: readonly ImportVehicle[];
  readonly changes: readonly MergeChange[];
}

/** A field as a person is shown it. */
export interface MergeChange {
  readonly field: ImportField;
  /** In the desk's form; empty where nothing is known. */
  readonly from: string;
  readonly to: string;
  /** False where both say something and they differ: the desk's stays. */
  readonly isTaken: boolean;
}

const ownFields = [
  ...(['gender', 'birthDate', 'idNumber', 'address', 'email', 'employer', 'contactPerson', 'note'] as const),
];
const carFields = ['plate', 'vin', 'model', 'colour'] as const;

/** @param rows all that look like this customer, in the file's order: what one fills, the next finds filled */
export function mergeIntoKnown(known: KnownCustomer, rows: readonly ImportRow[]): KnownMerge {
  const customer = known.customer && { ...known.customer };
  const card = known.card && { ...known.card };
  const cars = known.vehicles.map((vehicle) => ({ ...vehicle }));
  const newVehicles: ImportVehicle[] = [];
  const changes: MergeChange[] = [];
  const tell = (field: ImportField, from: string | null, to: string, isTaken: boolean) =>
    void changes.push({ field, from: from ?? '', to, isTaken });
  for (const row of rows) {
    if (customer) fillCustomer(customer, row, tell);
    if (card) {
      card.birthMonthDay ??= row.birthDate?.slice(5) ?? null;
      const [phone] = row.phones;
      if (phone) card.phoneLast4 ??= lastDigits(phone.number);
    }
    if (row.vehicle) fillCar([...cars, ...newVehicles], row.vehicle, newVehicles, tell);
  }
  return {
    fills: [
      ...fillOf('customer', known.customer, customer),
      ...fillOf('guestCard', known.card, card),
      ...known.vehicles.flatMap((vehicle, index) => fillOf('vehicle', vehicle, cars[index] ?? null)),
    ],
    newVehicles,
    changes,
  };
}

type Tell = (field: ImportField, from: string | null, to: string, isTaken: boolean) => void;
type Draft<Item> = { -readonly [Field in keyof Item]: Item[Field] };

function fillCustomer(customer: Draft<WithId<Customer>>, row: ImportRow, tell: Tell): void {
  if (row.name !== customer.name) tell('name', customer.name, row.name, false);
  for (const field of ownFields) {
    const told = row[field];
    const held = customer[field];
    if (told === null || told === held) continue;
    tell(field, held, told, held === null);
    if (held === null) Object.assign(customer, { [field]: told });
  }
  for (const phone of row.phones) {
    if (customer.phones.some(({ number }) => number === phone.number)) continue;
    tell(
      'phone',
      customer.phones.map(({ number }) => showPhone(number)).join(' '),
      showPhone(phone.number),
      true,
    );
    customer.phones = [...customer.phones, phone];
  }
}

function fillCar(
  cars: readonly Draft<ImportVehicle>[],
  told: ImportVehicle,
  added: ImportVehicle[],
  tell: Tell,
): void {
  const { plate, vin } = told;
  const car =
    cars.find((one) => plate !== null && one.plate === plate) ??
    cars.find((one) => vin !== null && one.vin === vin) ??
    (plate === null && vin === null ? cars.find((one) => one.model === told.model) : undefined);
  for (const field of carFields) {
    const value = told[field];
    const held = car?.[field] ?? null;
    if (value === null || value === held) continue;
    tell(field, held, value, held === null);
    if (car && held === null) Object.assign(car, { [field]: value });
  }
  if (!car) added.push({ ...told });
}

function fillOf<Fields extends object>(
  entity: RowFill['entity'],
  held: WithId<Fields> | null,
  filled: Fields | null,
): RowFill[] {
  if (!held || !filled) return [];
  const names = (Object.keys(filled) as (keyof Fields & string)[]).filter(
    (field) => filled[field] !== held[field],
  );
  if (names.length === 0) return [];
  const pick = (from: Fields) => Object.fromEntries(names.map((field) => [field, from[field]]));
  return [{ entity, id: held.id, before: pick(held), after: pick(filled) }];
}
