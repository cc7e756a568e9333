/**
 * That somebody of the house was told that a party is here (叫人). Append only: a further row says that they came, or
 * takes one back.
 */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { businessDay, id, instant, nameText, requiredText } from './fields.ts';

export const calledRoles = ['sales', 'advisor', 'other'] as const;

export const staffCall = defineEntity({
  name: 'staffCall',
  scope: 'front',
  merge: 'append',
  permission: 'reception.use',
  serverSet: ['flags'],
  indexes: 'visitId,businessDay',
  schema: z.strictObject({
    visitId: id(),
    role: z.enum(calledRoles),
    /** Who was told; not everybody who is called has a sign-in. */
    name: nameText(40),
    /** When they were told; of a row that answers, when they came. */
    calledAt: instant(),
    businessDay: businessDay(),
    /** Who told them, or saw them come. */
    calledBy: id().nullable(),
    /** The call that this row says was answered: they came. */
    answers: id().nullable(),
    /** The row that this one takes back: a call, that they came, or a taking back. */
    corrects: id().nullable(),
    /** What policy has against the fact (R3); set by the server alone. */
    flags: z.array(requiredText(40)).max(40),
  }),
});
export type StaffCall = z.infer<typeof staffCall.schema>;
export type CalledRole = (typeof calledRoles)[number];
