/** That something happened which leaves no other record: by whom, where and when. Never personal data. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, instant, requiredText } from './fields.ts';

/** Rows an entry names at most; `rowCount` has the whole number. */
export const auditedRows = 50;

export const auditEntry = defineEntity({
  name: 'auditEntry',
  scope: 'front',
  merge: 'append',
  permission: 'reception.use',
  serverSet: ['flags'],
  indexes: 'at',
  version: 2,
  schema: z.strictObject({
    /** What happened, e.g. `changeDiscarded`. A text, so that a newer desk's entries are no fault of an older server. */
    what: requiredText(60),
    actor: id(),
    device: id().nullable(),
    at: instant(),
    /** The change it is about: its command, its opId, when it was made, by whom, and why it was rejected. */
    change: z
      .strictObject({
        name: requiredText(100),
        opId: id(),
        actor: id(),
        occurredAt: instant(),
        code: requiredText(40).nullable(),
      })
      .nullable(),
    /** Names of fields, never what stood in them. */
    rows: z
      .array(
        z.strictObject({
          entity: requiredText(40),
          id: id(),
          op: z.enum(['create', 'update', 'remove', 'read']),
          fields: z.array(requiredText(60)).max(100),
        }),
      )
      .max(auditedRows),
    rowCount: z.int().min(0).max(1_000_000),
    /** What policy has against the fact (R3); set by the server alone. */
    flags: z.array(requiredText(40)).max(40),
  }),
});
