import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, text } from './fields.ts';

export const vehicle = defineEntity({
  name: 'vehicle',
  scope: 'front',
  merge: 'fields',
  permission: 'guests.edit',
  indexes: 'customerId,bringsInId,userId,plate,vin',
  version: 2,
  schema: z.strictObject({
    /** The owner (车主). */
    customerId: id().nullable(),
    /** Customer who brings it in (送修人), whom a service call goes to; null where that is the owner. */
    bringsInId: id().nullable(),
    /** Customer who uses it (使用人); null where that is the owner. */
    userId: id().nullable(),
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
