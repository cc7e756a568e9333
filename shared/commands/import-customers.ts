/** A block of a customer list: customers, their guest cards and cars, in one change. */
import { z } from 'zod';
import { customer } from '../entities/customer.ts';
import { vehicle } from '../entities/vehicle.ts';
import { lastDigits } from '../rules/formats/phone.ts';
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
  vehicles: z.array(vehicle.schema.pick({ plate: true, vin: true, model: true, colour: true })).max(200),
});
export type ImportedCustomer = z.infer<typeof importedCustomer>;

export const importCustomers = defineCommand({
  name: 'importCustomers',
  version: 1,
  input: z.object({ customers: z.array(importedCustomer).min(1).max(200) }),
  permission: 'import.run',
  reads: () => [],
  plan({ customers }, context) {
    const patches = customers.flatMap((one) => customerPatches(one, context));
    return { changes: [{ name: 'importCustomers', version: 1, patches }], output: null };
  },
});

function customerPatches({ vehicles, ...fields }: ImportedCustomer, context: CommandContext): DraftPatch[] {
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
  return [
    { entity: 'customer', id: customerId, op: 'create', set: fields },
    { entity: 'guestCard', id: context.newId(), op: 'create', set: card },
    ...vehicles.map((car): DraftPatch => {
      const set = { ...car, customerId, note: null };
      return { entity: 'vehicle', id: context.newId(), op: 'create', set };
    }),
  ];
}
