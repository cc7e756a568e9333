/** A party in the house (到店登记): from arrival to being seen off. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { businessDay, id, instant, text } from './fields.ts';

export const visitPurposes = ['showroom', 'service', 'delivery', 'pickup', 'event', 'other'] as const;

export const mostAbsences = 40;
export const absence = z.strictObject({ from: instant(), to: instant().nullable() });
export type Absence = z.infer<typeof absence>;

export const visit = defineEntity({
  name: 'visit',
  version: 6,
  scope: 'front',
  merge: 'fields',
  permission: 'reception.use',
  // `arrivedAt` and its business day say one thing; they win together.
  groups: { arrival: ['arrivedAt', 'businessDay'] },
  indexes: 'businessDay,guestCardId,isOpen,joinedVisitId',
  derive: (fields): Record<string, number> =>
    fields['leftAt'] === null && fields['cancelledAt'] === null ? { isOpen: 1 } : {},
  schema: z.strictObject({
    /** Null for an anonymous guest. */
    guestCardId: id().nullable(),
    /** The car they came with; null where nobody said which. A row of version 4 has none. */
    vehicleId: id().nullable(),
    partyName: text(120),
    partySize: z.int().min(1).max(500).nullable(),
    /** Of these; null where nobody said. Read by `childrenOf`. */
    children: z.int().min(0).max(500).nullable(),
    purpose: z.enum(visitPurposes),
    seatId: id().nullable(),
    arrivedAt: instant(),
    businessDay: businessDay(),
    /** User id of who received them. */
    receivedBy: id().nullable(),
    /** Null while the party is here. */
    leftAt: instant().nullable(),
    /** The party they went over to when they left: `hasJoined`. */
    joinedVisitId: id().nullable(),
    /**
     * Of who joined: their people stay theirs, and the other card adds them up (`rules/party-people.ts`). Null, and of
     * a row of version 5: the number of the party that was joined was raised instead.
     */
    keepsPeople: z.boolean().nullable(),
    /** When they were out of the house without being seen off (暂离), oldest first; the last may not be over. UTC ms. */
    away: z.array(absence).max(mostAbsences),
    expectedReadyAt: instant().nullable(),
    workshopNote: text(2000),
    note: text(2000),
    /** Set when the check-in was a mistake and undone; such a visit counts nowhere. */
    cancelledAt: instant().nullable(),
  }),
});
export type Visit = z.infer<typeof visit.schema>;
export type VisitPurpose = (typeof visitPurposes)[number];
