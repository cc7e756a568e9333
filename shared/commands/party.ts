/** What happens to a party in the house after its arrival: served, moved, edited, seen off; each can be undone. */
import { z } from 'zod';
import { id, instant, requiredText, text } from '../entities/fields.ts';
import { visitPurposes, type Visit } from '../entities/visit.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { servingPatch } from './check-in.ts';
import { defineCommand, type CommandContext, type CommandOutcome, type Row } from './define.ts';

const visitRow = (visitId: string) => [{ entity: 'visit', id: visitId } as const];

/** An update of a visit that is there, and open unless `closed` asks otherwise. */
function updateVisit(
  name: string,
  visitId: string,
  context: CommandContext,
  set: (visit: Row<'visit'>) => Partial<Visit>,
  needs: 'open' | 'any' = 'open',
): CommandOutcome<null> | Failure<DeviceErrorCode> {
  const visit = context.row('visit', visitId);
  if (!visit) return { code: 'row_missing' };
  if (needs === 'open' && (visit.leftAt !== null || visit.cancelledAt !== null))
    return { code: 'visit_closed' };
  const patches = [{ entity: 'visit', id: visitId, op: 'update', set: set(visit) } as const];
  return { changes: [{ name, version: 1, patches }], output: null };
}

const serveInput = z.object({ visitId: id(), menuItemId: id(), quantity: z.int().min(1).max(99) });

/** Free drinks for a party (赠饮). */
export const serveDrinks = defineCommand({
  name: 'serveDrinks',
  version: 1,
  input: serveInput,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan(input, context) {
    const visit = context.row('visit', input.visitId);
    if (!visit) return { code: 'row_missing' };
    if (visit.leftAt !== null || visit.cancelledAt !== null) return { code: 'visit_closed' };
    const patch = servingPatch({ ...input, corrects: null }, context);
    return {
      changes: [{ name: 'serveDrinks', version: 1, patches: [patch] }],
      output: { servingId: patch.id },
    };
  },
});

/** A serving is a fact: undone by a further one of the same quantity below zero. */
export const takeBackServing = defineCommand({
  name: 'takeBackServing',
  version: 1,
  input: z.object({ servingId: id() }),
  permission: 'reception.use',
  reads: ({ servingId }) => [{ entity: 'serving', id: servingId }],
  plan({ servingId }, context) {
    const serving = context.row('serving', servingId);
    if (!serving) return { code: 'row_missing' };
    const { visitId, menuItemId, quantity } = serving;
    const patch = servingPatch({ visitId, menuItemId, quantity: -quantity, corrects: servingId }, context);
    return { changes: [{ name: 'takeBackServing', version: 1, patches: [patch] }], output: null };
  },
});

export const moveParty = defineCommand({
  name: 'moveParty',
  version: 1,
  input: z.object({ visitId: id(), seatId: id().nullable() }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId, seatId }, context) => updateVisit('moveParty', visitId, context, () => ({ seatId })),
});

const editInput = z
  .object({
    partyName: requiredText(120),
    partySize: z.int().min(1).max(500),
    purpose: z.enum(visitPurposes),
    expectedReadyAt: instant().nullable(),
    workshopNote: text(2000),
    note: text(2000),
  })
  .partial()
  .extend({ visitId: id() });
export type EditVisitInput = z.infer<typeof editInput>;

/**
 * The given fields alone are written, and of these what differs, so that two desks editing different fields
 * both keep theirs (R4).
 */
export const editVisit = defineCommand({
  name: 'editVisit',
  version: 1,
  input: editInput,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan({ visitId, ...fields }, context) {
    return updateVisit('editVisit', visitId, context, (visit) =>
      Object.fromEntries(
        Object.entries(fields).filter(
          ([field, value]) => value !== undefined && visit[field as keyof typeof fields] !== value,
        ),
      ),
    );
  },
});

export const seeOff = defineCommand({
  name: 'seeOff',
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) => updateVisit('seeOff', visitId, context, () => ({ leftAt: context.now })),
});

/** Undo of seeing off. */
export const reopenVisit = defineCommand({
  name: 'reopenVisit',
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) =>
    updateVisit('reopenVisit', visitId, context, () => ({ leftAt: null }), 'any'),
});

/** Undo of a check-in: the visit stays as a record, and counts nowhere. */
export const cancelCheckIn = defineCommand({
  name: 'cancelCheckIn',
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) =>
    updateVisit('cancelCheckIn', visitId, context, () => ({ cancelledAt: context.now })),
});
