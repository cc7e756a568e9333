/** A new customer, with the guest card the bar knows them by and the car they came in. */
import { z } from 'zod';
import { nameText, text } from '../entities/fields.ts';
import { lastDigits, readPhone } from '../rules/formats/phone.ts';
import { readPlate } from '../rules/formats/plate.ts';
import { defineCommand, type CommandContext, type DraftPatch } from './define.ts';

/** What a form asks of a customer nobody knew: a name, and what else is said. */
export const newCustomerInput = z.object({
  kind: z.enum(['private', 'organisation']),
  name: nameText(120),
  gender: z.enum(['male', 'female']).nullable(),
  /** As typed; empty where none is known. */
  phone: z.string().refine((typed) => typed.trim() === '' || readPhone(typed) !== null, 'not_a_phone'),
  /** As stored, e.g. `赣D12345`. */
  plate: text(16).refine((plate) => plate === null || readPlate(plate, null) === plate, 'not_a_plate'),
  model: text(80),
  /** Of an organisation. */
  contactPerson: text(80),
  note: text(2000),
});
export type NewCustomerInput = z.infer<typeof newCustomerInput>;

/**
 * Writes customer, guest card and, where plate or model are given, the vehicle, in one change.
 * The desk at the bar keeps card and vehicle; the customer leaves it once applied (R9).
 * No failures beside `input_invalid`.
 */
export const registerCustomer = defineCommand({
  name: 'registerCustomer',
  version: 1,
  input: newCustomerInput,
  permission: 'guests.edit',
  reads: () => [],
  plan(input, context) {
    const { patches, guestCardId } = registrationPatches(input, context);
    return { changes: [{ name: 'registerCustomer', version: 1, patches }], output: { guestCardId } };
  },
});

/** The patches of a registration, customer first; its parts know each other by fresh ids. */
export function registrationPatches(
  input: NewCustomerInput,
  context: CommandContext,
): {
  readonly patches: DraftPatch[];
  readonly guestCardId: string;
  /** Null where neither plate nor model was given. */
  readonly vehicleId: string | null;
} {
  const customerId = context.newId();
  const guestCardId = context.newId();
  const { kind, name, gender, contactPerson, note, plate, model } = input;
  const phone = readPhone(input.phone);
  const patches: DraftPatch[] = [
    {
      entity: 'customer',
      id: customerId,
      op: 'create',
      set: { kind, name, gender, contactPerson, phones: phone ? [phone] : [] },
    },
    {
      entity: 'guestCard',
      id: guestCardId,
      op: 'create',
      set: {
        customerId,
        name,
        kind,
        note,
        phoneLast4: phone ? lastDigits(phone.number) : null,
        birthMonthDay: null,
        flags: [],
      },
    },
  ];
  const vehicleId = plate || model ? context.newId() : null;
  if (vehicleId !== null) {
    const set = { customerId, plate, model, vin: null, colour: null, note: null };
    patches.push({ entity: 'vehicle', id: vehicleId, op: 'create', set });
  }
  return { patches, guestCardId, vehicleId };
}
