/** A drink handed over free (赠饮). Append only: taken back by a further serving of negative quantity. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { businessDay, id, instant, requiredText } from './fields.ts';

export const serving = defineEntity({
  name: 'serving',
  scope: 'front',
  merge: 'append',
  permission: 'reception.use',
  serverSet: ['flags'],
  indexes: 'visitId,businessDay',
  schema: z.strictObject({
    visitId: id(),
    menuItemId: id().nullable(),
    /** Cups; negative in a serving that takes another one back. */
    quantity: z.int().min(-99).max(99),
    servedAt: instant(),
    businessDay: businessDay(),
    servedBy: id().nullable(),
    /** The serving that this one takes back. */
    corrects: id().nullable(),
    /** What policy has against the fact (R3); set by the server alone. */
    flags: z.array(requiredText(40)).max(40),
  }),
});
export type Serving = z.infer<typeof serving.schema>;
