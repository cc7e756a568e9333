import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, text } from './fields.ts';

export const vehicle = defineEntity({
  name: 'vehicle',
  scope: 'front',
  merge: 'fields',
  permission: 'guests.edit',
  indexes: 'customerId,plate,vin',
  schema: z.strictObject({
    customerId: id().nullable(),
    /** As `赣D12345`, without dot or space. A new car has none yet. */
    plate: text(16),
    /** 17 characters, upper case. */
    vin: text(32),
    model: text(80),
    colour: text(40),
    note: text(2000),
  }),
});
export type Vehicle = z.infer<typeof vehicle.schema>;
