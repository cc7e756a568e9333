/** The customer in full; the bar may create one but never receives it back. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { requiredText, text } from './fields.ts';

export const customer = defineEntity({
  name: 'customer',
  scope: 'people',
  merge: 'fields',
  permission: 'guests.edit',
  groups: { identity: ['idNumber', 'birthDate', 'gender'] },
  schema: z.strictObject({
    kind: z.enum(['private', 'organisation']),
    name: requiredText(120),
    gender: z.enum(['male', 'female']).nullable(),
    birthDate: z.iso.date().nullable(),
    /** 18 characters (GB 11643); upper-case X. */
    idNumber: text(18),
    /** Numbers in E.164. */
    phones: z
      .array(z.strictObject({ kind: z.enum(['mobile', 'landline']), number: requiredText(30) }))
      .max(20),
    email: text(254),
    address: text(400),
    employer: text(120),
    maritalStatus: text(20),
    residence: text(200),
    /** Of an organisation. */
    industry: text(120),
    contactPerson: text(80),
    website: text(254),
    note: text(2000),
  }),
});
export type Customer = z.infer<typeof customer.schema>;
