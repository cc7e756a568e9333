/** What the bar knows of a customer: enough to greet and to serve, never the full record. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, instant, monthDay, requiredText, text } from './fields.ts';

export const guestCard = defineEntity({
  name: 'guestCard',
  scope: 'front',
  merge: 'fields',
  permission: 'guests.edit',
  indexes: 'customerId,phoneLast4',
  version: 2,
  schema: z.strictObject({
    customerId: id().nullable(),
    name: requiredText(120),
    kind: z.enum(['private', 'organisation']),
    phoneLast4: z
      .string()
      .regex(/^\d{0,4}$/, 'not_last_digits')
      .nullable(),
    birthMonthDay: monthDay().nullable(),
    /** What the bar may know of other scopes: openCase, wrongNumber, maintenanceDue, voucher … */
    flags: z.array(requiredText(40)).max(40),
    note: text(2000),
    /** When it was marked as entered by mistake (登记有误); read by `isMistaken`. A row of version 1 has none. UTC ms. */
    mistakenAt: instant().nullable(),
  }),
});
export type GuestCard = z.infer<typeof guestCard.schema>;
