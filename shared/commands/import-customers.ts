/** A block of a customer list: customers, their guest cards and cars. */
import { z } from 'zod';
import { customer } from '../entities/customer.ts';
import { vehicle } from '../entities/vehicle.ts';
import { lastDigits } from '../rules/formats/phone.ts';
import { limits } from '../sync/wire/protocol.ts';
import { defineCommand, type CommandContext, type DraftPatch } from './define.ts';

const importedCustomer = z.object({
  ...customer.schema.pick({
    kind: true,
    name: true,
    gender: true,
    birthDate: true,
    idNumber: true,
    phones: true,
    email: true,
    address: true,
    employer: true,
    contactPerson: true,
    note: true,
  }).shape,
  // A fleet stays with its customer, however large.
  vehicles: z.array(vehicle.schema.pick({ plate: true, vin: true, model: true, colour: true })).max(20_000),
});
export type ImportedCustomer = z.infer<typeof importedCustomer>;

/** Rows of a list that one change holds at most (docs/sync-spec.md: 1,000 patches; a row makes up to three). */
export const rowsPerChange = 200;
/** Half of what a change may have, for base versions and the envelope. */
const charsPerChange = limits.changeChars / 2;

/**
 * Up to 200 customers at once, all written in one local transaction. They make one change, or several where
 * they have more than 200 rows (a fleet) or much text. No failures beside `input_invalid`.
 */
export const importCustomers = defineCommand({
  name: 'importCustomers',
  version: 1,
  input: z.object({ customers: z.array(importedCustomer).min(1).max(rowsPerChange) }),
  permission: 'import.run',
  reads: () => [],
  plan({ customers }, context) {
    const rows = customers.flatMap((one) => customerRows(one, context));
    const changes = splitIntoChanges(rows).map((patches) => ({
      name: 'importCustomers',
      version: 1,
      patches,
    }));
    return { changes, output: null };
  },
});

/** The patches of each row: customer, card and first car; then each further car. */
function customerRows({ vehicles, ...fields }: ImportedCustomer, context: CommandContext): DraftPatch[][] {
  const customerId = context.newId();
  const [phone] = fields.phones;
  const card = {
    customerId,
    name: fields.name,
    kind: fields.kind,
    phoneLast4: phone ? lastDigits(phone.number) : null,
    birthMonthDay: fields.birthDate?.slice(5) ?? null,
    flags: [],
    note: null,
  };
  const person: DraftPatch[] = [
    { entity: 'customer', id: customerId, op: 'create', set: fields },
    { entity: 'guestCard', id: context.newId(), op: 'create', set: card },
  ];
  const cars = vehicles.map((car): DraftPatch => {
    const set = { ...car, customerId, note: null };
    return { entity: 'vehicle', id: context.newId(), op: 'create', set };
  });
  return [[...person, ...cars.slice(0, 1)], ...cars.slice(1).map((car) => [car])];
}

/** The rows in their order, as many to a change as it may hold. */
function splitIntoChanges(rows: readonly DraftPatch[][]): DraftPatch[][] {
  const changes: DraftPatch[][] = [];
  let current = { rows: rowsPerChange, chars: 0 };
  for (const row of rows) {
    const chars = JSON.stringify(row).length;
    if (current.rows >= rowsPerChange || current.chars + chars > charsPerChange) {
      changes.push([]);
      current = { rows: 0, chars: 0 };
    }
    changes.at(-1)?.push(...row);
    current = { rows: current.rows + 1, chars: current.chars + chars };
  }
  return changes;
}
