/** That somebody looked after one thing of the lounge (当班检查). Append only: taken back by a further row. */
import { z } from 'zod';
import { checkItems } from '../rules/bar-checks.ts';
import { defineEntity } from './define.ts';
import { businessDay, id, instant, requiredText, text, timeOfDay } from './fields.ts';

export const barCheck = defineEntity({
  name: 'barCheck',
  scope: 'front',
  merge: 'append',
  permission: 'reception.use',
  serverSet: ['flags'],
  indexes: 'businessDay',
  schema: z.strictObject({
    item: z.enum(checkItems),
    /** The full hour of a round; null for what is done once a day. */
    slot: timeOfDay().nullable(),
    result: z.enum(['ok', 'fault']),
    /** What falls short. */
    note: text(200),
    businessDay: businessDay(),
    checkedAt: instant(),
    checkedBy: id().nullable(),
    /** The check that this row takes back. */
    corrects: id().nullable(),
    /** What policy has against the fact (R3); set by the server alone. */
    flags: z.array(requiredText(40)).max(40),
  }),
});
