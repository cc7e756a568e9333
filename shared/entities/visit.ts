/** A party in the house (到店登记): from arrival to being seen off. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { businessDay, id, instant, text } from './fields.ts';

export const visitPurposes = ['showroom', 'service', 'delivery', 'pickup', 'event', 'other'] as const;

export const visit = defineEntity({
  name: 'visit',
  scope: 'front',
  merge: 'fields',
  permission: 'reception.use',
  // `arrivedAt` and its business day say one thing; they win together.
  groups: { arrival: ['arrivedAt', 'businessDay'] },
  indexes: 'businessDay,guestCardId,isOpen',
  derive: (fields): Record<string, number> =>
    fields['leftAt'] === null && fields['cancelledAt'] === null ? { isOpen: 1 } : {},
  schema: z.strictObject({
    /** Null for an anonymous guest. */
    guestCardId: id().nullable(),
    partyName: text(120),
    partySize: z.int().min(1).max(500).nullable(),
    purpose: z.enum(visitPurposes),
    seatId: id().nullable(),
    arrivedAt: instant(),
    businessDay: businessDay(),
    /** User id of who received them. */
    receivedBy: id().nullable(),
    /** Null while the party is here. */
    leftAt: instant().nullable(),
    expectedReadyAt: instant().nullable(),
    workshopNote: text(2000),
    note: text(2000),
    /** Set when the check-in was a mistake and undone; such a visit counts nowhere. */
    cancelledAt: instant().nullable(),
  }),
});
export type Visit = z.infer<typeof visit.schema>;
export type VisitPurpose = (typeof visitPurposes)[number];
