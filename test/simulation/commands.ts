/** Commands of the simulation's own, for what the shipped ones don't do (yet). */
import { z } from 'zod';
import { defineCommand } from '../../shared/commands/define.ts';
import { id } from '../../shared/entities/fields.ts';
import { poisonName } from './server.ts';

/** Marks the visit of a pair of rows that are only ever written together: see `observe.ts`. */
export const twinName = 'twin';

const twinInput = z.object({ visitId: id(), preferenceId: id(), token: z.string() });

export const createTwins = defineCommand({
  name: 'createTwins',
  version: 1,
  input: twinInput,
  permission: 'reception.use',
  reads: () => [],
  plan: ({ visitId, preferenceId, token }, { now, businessDay }) => ({
    changes: [
      {
        name: 'createTwins',
        version: 1,
        patches: [
          {
            entity: 'visit',
            id: visitId,
            op: 'create',
            set: { partyName: twinName, purpose: 'other', arrivedAt: now, businessDay, note: token },
          },
          // The preference names its twin.
          {
            entity: 'preference',
            id: preferenceId,
            op: 'create',
            set: { guestCardId: visitId, kind: 'leisure', note: token },
          },
        ],
      },
    ],
    output: null,
  }),
});

export const editTwins = defineCommand({
  name: 'editTwins',
  version: 1,
  input: twinInput,
  permission: 'reception.use',
  reads: () => [],
  plan: ({ visitId, preferenceId, token }) => ({
    changes: [
      {
        name: 'editTwins',
        version: 1,
        patches: [
          { entity: 'preference', id: preferenceId, op: 'update', set: { note: token } },
          { entity: 'visit', id: visitId, op: 'update', set: { note: token } },
        ],
      },
    ],
    output: null,
  }),
});

/** Erasure: what others still write to the row is rejected as `gone`; away from the office it is itself refused. */
export const eraseVisit = defineCommand({
  name: 'eraseVisit',
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'rows.erase',
  reads: () => [],
  plan: ({ visitId }) => ({
    changes: [{ name: 'eraseVisit', version: 1, patches: [{ entity: 'visit', id: visitId, op: 'remove' }] }],
    output: null,
  }),
});

/** A change whose data the server's database takes offence at. */
export const poison = defineCommand({
  name: poisonName,
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'reception.use',
  reads: () => [],
  plan: ({ visitId }) => ({
    changes: [
      {
        name: poisonName,
        version: 1,
        patches: [{ entity: 'visit', id: visitId, op: 'update', set: { note: 'x' } }],
      },
    ],
    output: null,
  }),
});
