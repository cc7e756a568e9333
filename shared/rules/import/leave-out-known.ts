/** What a desk knows already of a list: when it is planned, and again before each block is written. */
import { last4Of, type ImportCustomer } from './join-rows.ts';

/** What the desk holds already. */
export interface KnownGuests {
  readonly plates: ReadonlySet<string>;
  readonly vins: ReadonlySet<string>;
  /** Keys by `guestKey`. */
  readonly guests: ReadonlySet<string>;
  /** Whose a known plate is, by plate; absent where nobody's. */
  readonly owners?: ReadonlyMap<string, PlateOwner>;
  /** Ids of customers; null where a car is known and nobody owns it. */
  readonly ids?: KnownIds;
}

type IdsByText = ReadonlyMap<string, string | null>;
interface KnownIds {
  readonly plates: IdsByText;
  readonly vins: IdsByText;
  /** By `guestKey`. */
  readonly guests: IdsByText;
  /** By number in E.164. */
  readonly phones: IdsByText;
  readonly idNumbers: IdsByText;
}

export interface PlateOwner {
  readonly name: string;
  readonly phoneLast4: string | null;
}

/**
 * By what a desk tells that it knows a guest already: the bar holds no more of a number than its end.
 * @param phoneLast4 null where no number is known
 */
export function guestKey(name: string, phoneLast4: string | null): string {
  return `${name}|${phoneLast4 ?? ''}`;
}

/** `guestKey` of somebody of a list; null where nothing but a car tells who it is. */
export function guestKeyOf({
  name,
  phones,
  vehicles,
}: Pick<ImportCustomer, 'name' | 'phones' | 'vehicles'>): string | null {
  // A name alone tells nobody: without a number a car that is new is somebody new.
  const hasCar = vehicles.some(({ plate, vin }) => plate !== null || vin !== null);
  return phones.length === 0 && hasCar ? null : guestKey(name, last4Of({ phones }));
}

interface BlockToWrite<Customer extends ImportCustomer = ImportCustomer> {
  readonly customers: readonly Customer[];
  /** Rows of the block that are known by now. */
  readonly skipped: number;
}

/**
 * A block without what has become known since the list was planned: another window or desk took it meanwhile.
 * @param own keys of guests that this import itself wrote: the plan told them apart from those of the block
 */
export function leaveOutKnown<Customer extends ImportCustomer>(
  block: readonly Customer[],
  known: KnownGuests,
  own: ReadonlySet<string>,
): BlockToWrite<Customer> {
  const customers: Customer[] = [];
  let skipped = 0;
  for (const customer of block) {
    if (customer.isChosenNew) {
      customers.push(customer);
      continue;
    }
    const key = guestKeyOf(customer);
    const vehicles = customer.vehicles.filter(
      ({ plate, vin }) => !known.plates.has(plate ?? '') && !known.vins.has(vin ?? ''),
    );
    const lost = customer.vehicles.length - vehicles.length;
    const isKnown = key !== null && known.guests.has(key) && !own.has(key);
    if (isKnown || (lost > 0 && vehicles.length === 0)) skipped += customer.lines.length;
    else {
      skipped += lost;
      customers.push({ ...customer, vehicles });
    }
  }
  return { customers, skipped };
}
