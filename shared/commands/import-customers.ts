/** A block of a customer list: customers, their guest cards and cars; and what it adds to those who are there. */
import { z } from 'zod';
import { customer } from '../entities/customer.ts';
import { id } from '../entities/fields.ts';
import { guestCard } from '../entities/guest-card.ts';
import { vehicle } from '../entities/vehicle.ts';
import { lastDigits } from '../rules/formats/phone.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import { defineCommand, type CommandContext, type DraftPatch } from './define.ts';
import { rowsPerChange, splitIntoChanges } from './split-changes.ts';

const importedVehicle = z.object({
  id: id(),
  ...vehicle.schema.pick({ plate: true, vin: true, model: true, colour: true }).shape,
});

const importedCustomer = z.object({
  id: id(),
  guestCardId: id(),
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
  vehicles: z.array(importedVehicle).max(20_000),
});
export type ImportedCustomer = z.infer<typeof importedCustomer>;

const fill = z.union([
  z.object({ entity: z.literal('customer'), id: id(), ...sides(customer.schema.partial()) }),
  z.object({ entity: z.literal('guestCard'), id: id(), ...sides(guestCard.schema.partial()) }),
  z.object({ entity: z.literal('vehicle'), id: id(), ...sides(vehicle.schema.partial()) }),
]);

/** What stood in the fields when the list was looked through, and what shall stand in them. */
function sides<Schema extends z.ZodType>(fields: Schema) {
  return { before: fields, after: fields };
}

const importedMerge = z.object({
  customerId: id(),
  fills: z.array(fill).max(rowsPerChange),
  vehicles: z.array(importedVehicle).max(rowsPerChange),
});
export type ImportedMerge = z.infer<typeof importedMerge>;

/**
 * Up to 200 customers at once, all written in one local transaction. They make one change, or several where
 * they have more than 200 rows (a fleet) or much text. Ids come with the input: run again, it makes nothing twice.
 * A field that no longer says what it did is left. No failures beside `input_invalid`.
 */
export const importCustomers = defineCommand({
  name: 'importCustomers',
  version: 2,
  input: z
    .object({
      customers: z.array(importedCustomer).max(rowsPerChange),
      merges: z.array(importedMerge).max(rowsPerChange),
    })
    .refine(({ customers, merges }) => customers.length + merges.length > 0, {
      message: 'nobody',
      path: ['customers'],
    }),
  permission: 'import.run',
  reads: ({ customers, merges }) => [
    ...customers.map((one) => ({ entity: 'guestCard' as const, id: one.guestCardId })),
    ...merges.flatMap(({ fills, vehicles }) => [
      ...fills.map(({ entity, id: rowId }) => ({ entity, id: rowId })),
      ...vehicles.map((car) => ({ entity: 'vehicle' as const, id: car.id })),
    ]),
  ],
  plan({ customers, merges }, context) {
    const rows = [
      ...customers.flatMap((one) => (context.row('guestCard', one.guestCardId) ? [] : customerRows(one))),
      ...merges.map((merge) => mergePatches(merge, context)).filter((patches) => patches.length > 0),
    ];
    const changes = splitIntoChanges(rows).map((patches) => ({
      name: 'importCustomers',
      version: 2,
      patches,
    }));
    return { changes, output: null };
  },
});

/** The patches of each row: customer, card and first car; then each further car. */
function customerRows({
  id: customerId,
  guestCardId,
  vehicles,
  ...fields
}: ImportedCustomer): DraftPatch[][] {
  const person: DraftPatch[] = [
    { entity: 'customer', id: customerId, op: 'create', set: fields },
    { entity: 'guestCard', id: guestCardId, op: 'create', set: cardOf({ ...fields, id: customerId }) },
  ];
  const cars = vehicles.map((car) => carPatch(car, customerId));
  return [[...person, ...cars.slice(0, 1)], ...cars.slice(1).map((car) => [car])];
}

/** The card that an imported customer comes with. */
export function cardOf({
  id: customerId,
  name,
  kind,
  phones: [phone],
  birthDate,
}: Pick<ImportedCustomer, 'id' | 'name' | 'kind' | 'phones' | 'birthDate'>) {
  return {
    customerId,
    name,
    kind,
    phoneLast4: phone ? lastDigits(phone.number) : null,
    birthMonthDay: birthDate?.slice(5) ?? null,
    flags: [],
    note: null,
  };
}

function carPatch(
  { id: vehicleId, ...car }: ImportedMerge['vehicles'][number],
  customerId: string,
): DraftPatch {
  return { entity: 'vehicle', id: vehicleId, op: 'create', set: { ...car, customerId, note: null } };
}

function mergePatches({ customerId, fills, vehicles }: ImportedMerge, context: CommandContext): DraftPatch[] {
  const filled = fills.flatMap(({ entity, id: rowId, before, after }): DraftPatch[] => {
    const row = context.row(entity, rowId) as Readonly<Record<string, unknown>> | undefined;
    if (!row) return [];
    const asWas = before as Readonly<Record<string, unknown>>;
    const set = Object.fromEntries(
      Object.entries(after).filter(([field]) => sameJson(row[field], asWas[field])),
    );
    return Object.keys(set).length > 0 ? [{ entity, id: rowId, op: 'update', set } as DraftPatch] : [];
  });
  const added = vehicles.filter((car) => !context.row('vehicle', car.id));
  return [...filled, ...added.map((car) => carPatch(car, customerId))];
}
