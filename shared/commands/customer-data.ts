/** What is known of a customer and their cars is put right, added to, ended; each can be taken back in one step. */
import { z } from 'zod';
import { customer } from '../entities/customer.ts';
import { id, nameText, text } from '../entities/fields.ts';
import { guestCard } from '../entities/guest-card.ts';
import { vehicle, type Vehicle } from '../entities/vehicle.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { readIdNumber } from '../rules/formats/id-number.ts';
import { lastDigits, readPhone } from '../rules/formats/phone.ts';
import { readPlate } from '../rules/formats/plate.ts';
import { readVin } from '../rules/formats/vin.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import { defineCommand, type CommandOutcome, type DraftPatch } from './define.ts';

/** As stored. One of another country was written by other means, and stays as it is. */
const phone = customer.schema.shape.phones.element.refine(
  ({ number }) => readPhone(number)?.number === number || !number.startsWith('+86'),
  'not_a_phone',
);

export const customerEdit = customer.schema
  .extend({
    name: nameText(120),
    phones: z.array(phone).max(20),
    idNumber: text(18).refine(
      (typed) => typed === null || readIdNumber(typed)?.idNumber === typed,
      'not_an_id_number',
    ),
  })
  .partial();
export type CustomerEdit = z.infer<typeof customerEdit>;

export const vehicleEdit = vehicle.schema
  .extend({
    plate: text(16).refine((plate) => plate === null || readPlate(plate, null) === plate, 'not_a_plate'),
    vin: text(32).refine((vin) => vin === null || readVin(vin)?.vin === vin, 'not_a_vin'),
  })
  .partial();
export type VehicleEdit = z.infer<typeof vehicleEdit>;

/** What stood in the rows before: given to `undoRecordEdit`, it stands again. */
export interface RecordBefore {
  readonly rows: readonly RowBefore[];
}

const rowBefore = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('customer'), id: id(), set: customer.schema.partial() }),
  z.object({ entity: z.literal('guestCard'), id: id(), set: guestCard.schema.partial() }),
  z.object({ entity: z.literal('vehicle'), id: id(), set: vehicle.schema.partial() }),
]);
type RowBefore = z.infer<typeof rowBefore>;

type Outcome = CommandOutcome<RecordBefore> | Failure<DeviceErrorCode>;

/**
 * Sets the given fields of a customer, and in the same change what the guest card says of them: the bar greets them
 * by the card. Only what differs is written (R4). Fails with `row_missing` where the customer is not on this desk.
 */
export const editCustomer = defineCommand({
  name: 'editCustomer',
  version: 1,
  input: z.object({ customerId: id(), guestCardId: id().nullable(), set: customerEdit }),
  permission: 'guests.edit',
  reads: ({ customerId, guestCardId }) => [
    { entity: 'customer', id: customerId },
    ...(guestCardId === null ? [] : [{ entity: 'guestCard', id: guestCardId } as const]),
  ],
  plan({ customerId, guestCardId, set }, context): Outcome {
    const row = context.row('customer', customerId);
    if (!row) return { code: 'row_missing' };
    const card = guestCardId === null ? undefined : context.row('guestCard', guestCardId);
    return outcomeOf('editCustomer', [
      edited('customer', row, set),
      ...(card ? [edited('guestCard', card, cardFields(set))] : []),
    ]);
  },
});

/** What a guest card holds of an edit. */
export function cardFields({ name, kind, phones, birthDate }: CustomerEdit) {
  const [first] = phones ?? [];
  return {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { kind }),
    ...(phones !== undefined && { phoneLast4: first ? lastDigits(first.number) : null }),
    ...(birthDate !== undefined && { birthMonthDay: birthDate?.slice(5) ?? null }),
  };
}

/** The note that every desk in the lounge reads. Fails with `row_missing`. */
export const editGuestNote = defineCommand({
  name: 'editGuestNote',
  version: 1,
  input: z.object({ guestCardId: id(), note: text(2000) }),
  permission: 'guests.edit',
  reads: ({ guestCardId }) => [{ entity: 'guestCard', id: guestCardId }],
  plan({ guestCardId, note }, context): Outcome {
    const row = context.row('guestCard', guestCardId);
    return row ? outcomeOf('editGuestNote', [edited('guestCard', row, { note })]) : { code: 'row_missing' };
  },
});

/**
 * One more car of a customer, who becomes its owner. With `vehicleId` it is a car that is known and belongs to nobody:
 * it gets this owner and what was said of it. Fails with `row_missing` where that car is not here.
 */
export const registerVehicle = defineCommand({
  name: 'registerVehicle',
  version: 1,
  input: z.object({ customerId: id(), vehicleId: id().nullable(), set: vehicleEdit }),
  permission: 'guests.edit',
  reads: ({ vehicleId }) => (vehicleId === null ? [] : [{ entity: 'vehicle', id: vehicleId }]),
  plan({ customerId, vehicleId, set }, context): Outcome {
    const all = { ...set, customerId } as Partial<Vehicle>;
    if (vehicleId === null) {
      const newId = context.newId();
      const patches: DraftPatch[] = [{ entity: 'vehicle', id: newId, op: 'create', set: all }];
      // A row is not taken back, only whose it is: erasing is for those who answer for it (R9.7).
      const before = { entity: 'vehicle', id: newId, set: noPeople } as const;
      return { changes: [{ name: 'registerVehicle', version: 1, patches }], output: { rows: [before] } };
    }
    const row = context.row('vehicle', vehicleId);
    return row ? outcomeOf('registerVehicle', [edited('vehicle', row, all)]) : { code: 'row_missing' };
  },
});

const noPeople = { customerId: null, bringsInId: null, userId: null };

/** Sets the given fields of a car. Fails with `row_missing`. */
export const editVehicle = defineCommand({
  name: 'editVehicle',
  version: 1,
  input: z.object({ vehicleId: id(), set: vehicleEdit }),
  permission: 'guests.edit',
  reads: ({ vehicleId }) => [{ entity: 'vehicle', id: vehicleId }],
  plan({ vehicleId, set }, context): Outcome {
    const row = context.row('vehicle', vehicleId);
    return row ? outcomeOf('editVehicle', [edited('vehicle', row, set)]) : { code: 'row_missing' };
  },
});

/**
 * A customer has nothing to do with a car any more (sold, given back), as whatever they were to it: owner, who brings
 * it in, who uses it. The car stays. Fails with `row_missing`.
 */
export const endVehicleRelation = defineCommand({
  name: 'endVehicleRelation',
  version: 1,
  input: z.object({
    vehicleId: id(),
    customerId: id(),
    /** Customers who were merged into that one: a car may still name them. */
    alsoIds: z.array(id()).max(1_000).optional(),
  }),
  permission: 'guests.edit',
  reads: ({ vehicleId }) => [{ entity: 'vehicle', id: vehicleId }],
  plan({ vehicleId, customerId, alsoIds = [] }, context): Outcome {
    const row = context.row('vehicle', vehicleId);
    if (!row) return { code: 'row_missing' };
    const ids: readonly (string | null)[] = [customerId, ...alsoIds];
    const set = Object.fromEntries(
      vehiclePeople.filter((field) => ids.includes(row[field])).map((field) => [field, null]),
    ) as Partial<Vehicle>;
    return outcomeOf('endVehicleRelation', [edited('vehicle', row, set)]);
  },
});

/** Fields that say who a car's people are. */
export const vehiclePeople = ['customerId', 'bringsInId', 'userId'] as const;

/** Takes one of the edits above back: what stood there before. Fails with `row_missing`. */
export const undoRecordEdit = defineCommand({
  name: 'undoRecordEdit',
  version: 1,
  input: z.object({ rows: z.array(rowBefore).min(1).max(2) }),
  permission: 'guests.edit',
  reads: ({ rows }) => rows.map((row) => ({ entity: row.entity, id: row.id })),
  plan({ rows }, context): Outcome {
    const edits = rows.map(({ entity, id: rowId, set }) => {
      const row = context.row(entity, rowId);
      return row ? edited(entity, row, set) : null;
    });
    if (edits.includes(null)) return { code: 'row_missing' };
    return outcomeOf('undoRecordEdit', edits as Edit[]);
  },
});

interface Edit {
  readonly entity: RowBefore['entity'];
  readonly id: string;
  readonly set: Values;
  readonly before: Values;
}
type Values = Readonly<Record<string, unknown>>;

/** Of the given fields those that say something else than the row; lists are compared whole. */
function edited(entity: Edit['entity'], row: object & { readonly id: string }, given: object): Edit {
  const old = row as unknown as Values;
  const changed = Object.entries(given).filter(
    ([field, value]) => value !== undefined && !sameJson(old[field] ?? null, value),
  );
  const before = Object.fromEntries(changed.map(([field]) => [field, old[field] ?? null]));
  return { entity, id: row.id, set: Object.fromEntries(changed), before };
}

function outcomeOf(name: string, edits: readonly Edit[]): CommandOutcome<RecordBefore> {
  const real = edits.filter(({ set }) => Object.keys(set).length > 0);
  const patches = real.map(({ entity, id: rowId, set }) => {
    return { entity, id: rowId, op: 'update', set } as DraftPatch;
  });
  const rows = real.map(({ entity, id: rowId, before }) => ({ entity, id: rowId, set: before }) as RowBefore);
  return { changes: patches.length === 0 ? [] : [{ name, version: 1, patches }], output: { rows } };
}
