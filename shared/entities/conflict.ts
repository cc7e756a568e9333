/** What lost when two desks edited one field (R4): kept, shown with the record, restorable. Written by the server. */
import { z } from 'zod';
import { defineEntity } from './define.ts';
import { id, instant, requiredText } from './fields.ts';
import { stations } from './stations.ts';

export const conflict = defineEntity({
  name: 'conflict',
  version: 2,
  // The scope of the row it tells of; this one is only where a row of unknown scope would go.
  scope: 'front',
  merge: 'append',
  permission: 'settings.edit',
  writtenBy: 'server',
  indexes: '[entity+rowId],keptAt',
  schema: z.strictObject({
    entity: requiredText(40),
    rowId: id(),
    /** Field or field group; a group's values are objects by field. */
    field: requiredText(60),
    kept: z.json(),
    lost: z.json(),
    keptDevice: id().nullable(),
    lostDevice: id().nullable(),
    keptAt: instant(),
    lostAt: instant(),
    keptActor: id().nullable(),
    lostActor: id().nullable(),
    /** Of the desks, so that a person reads where it happened; null where a row of version 1 does not tell. */
    keptStation: z.enum(stations).nullable(),
    lostStation: z.enum(stations).nullable(),
  }),
});
export type Conflict = z.infer<typeof conflict.schema>;
