/** What a merge wrote into the customer and the card that were kept, and what stood there before; under the merge's id. */
import { z } from 'zod';
import { customer } from './customer.ts';
import { defineEntity } from './define.ts';
import { guestCard } from './guest-card.ts';

const customerValues = customer.schema.partial();
// Whether a card was a mistake is no merge's to say.
const cardValues = guestCard.schema.omit({ mistakenAt: true }).partial();

export const mergeValues = defineEntity({
  name: 'mergeValues',
  // The bar knows that two are one, and not what an office knows of them.
  scope: 'people',
  merge: 'fields',
  permission: 'guests.merge',
  schema: z.strictObject({
    customerBefore: customerValues,
    customerAfter: customerValues,
    cardBefore: cardValues,
    cardAfter: cardValues,
  }),
});
