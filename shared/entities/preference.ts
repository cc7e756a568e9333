/**
 * What a guest likes or must not have (客户喜好登记). One with neither drink nor words was withdrawn: it says nothing,
 * and can be said again.
 */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, instant, text } from './fields.ts';

export const preferenceKinds = ['beverage', 'leisure', 'avoid'] as const;
export type PreferenceKind = (typeof preferenceKinds)[number];

export const preference = defineEntity({
  name: 'preference',
  version: 2,
  scope: 'front',
  merge: 'fields',
  permission: 'reception.use',
  // A beverage and how it is made belong together, and so does who was told: a name never stands under another's words.
  groups: { choice: ['kind', 'menuItemId', 'detail', 'recordedBy', 'recordedAt'] },
  indexes: 'guestCardId',
  schema: z.strictObject({
    guestCardId: id(),
    kind: z.enum(preferenceKinds),
    menuItemId: id().nullable(),
    detail: text(400),
    note: text(2000),
    recordedBy: id().nullable(),
    recordedAt: instant().nullable(),
  }),
});
export type Preference = z.infer<typeof preference.schema>;
