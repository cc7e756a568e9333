/**
 * That two guest cards are one guest (合并), or look alike and are two. Nothing is repointed: who reads a card asks where
 * it leads to (`shared/rules/merged-cards.ts`), so that it is undone whole, and what a desk that was offline still says
 * of the other card is found with the one that was kept (decisions/0010).
 */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, instant, requiredText } from './fields.ts';

export const customerMerge = defineEntity({
  name: 'customerMerge',
  scope: 'front',
  merge: 'guarded',
  permission: 'guests.merge',
  groups: { withdrawal: ['withdrawnAt', 'withdrawnBy'] },
  indexes: 'guestCardId,intoCardId',
  schema: z.strictObject({
    /** `apart`: looked at, and not the same. */
    what: z.enum(['merged', 'apart']),
    guestCardId: id(),
    /** The card that is kept; of `apart` the other one. */
    intoCardId: id(),
    /** The customer of each card, who may be found where a card is not. */
    customerId: id().nullable(),
    intoCustomerId: id().nullable(),
    /** Fields of the kept customer or card that were written, by name: what stood in them only `mergeValues` says. */
    taken: z.array(requiredText(60)).max(60),
    decidedAt: instant(),
    decidedBy: id().nullable(),
    /** Set by the undo; such a row counts no more. */
    withdrawnAt: instant().nullable(),
    withdrawnBy: id().nullable(),
  }),
});
export type CustomerMerge = z.infer<typeof customerMerge.schema>;
