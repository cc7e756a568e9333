/** What happens to a party in the house after its arrival: served, moved, edited, seen off; each can be undone. */
import { z } from 'zod';
import { id, instant, nameText, text } from '../entities/fields.ts';
import { visitPurposes, type Visit } from '../entities/visit.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { absencesOf } from '../rules/away.ts';
import { mostCups, servingPatch } from './check-in.ts';
import { defineCommand, differing, isFailure, type CommandContext, type CommandOutcome } from './define.ts';

const visitRow = (visitId: string) => [{ entity: 'visit', id: visitId } as const];

const isClosed = (visit: Visit) => visit.leftAt !== null || visit.cancelledAt !== null;

/**
 * An update of a visit that is there, and still open unless `refuses` says otherwise. Only what differs is
 * written, so that two desks editing different fields both keep theirs (R4); nothing at all where nothing does.
 */
function updateVisit(
  name: string,
  visitId: string,
  context: CommandContext,
  set: Partial<Visit>,
  refuses: (visit: Visit) => boolean = isClosed,
): CommandOutcome<null> | Failure<DeviceErrorCode> {
  const visit = context.row('visit', visitId);
  if (!visit) return { code: 'row_missing' };
  if (refuses(visit)) return { code: 'visit_closed' };
  const different = differing(visit, set);
  const patches = [{ entity: 'visit', id: visitId, op: 'update', set: different } as const];
  const isSame = Object.keys(different).length === 0;
  return { changes: isSame ? [] : [{ name, version: 1, patches }], output: null };
}

const serveInput = z.object({ visitId: id(), menuItemId: id(), quantity: z.int().min(1).max(mostCups) });

/** Free drinks for a party (赠饮), 1 to 99 cups. Fails with `row_missing`, `visit_closed`. */
export const serveDrinks = defineCommand({
  name: 'serveDrinks',
  version: 1,
  input: serveInput,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan(input, context) {
    const visit = context.row('visit', input.visitId);
    if (!visit) return { code: 'row_missing' };
    if (isClosed(visit)) return { code: 'visit_closed' };
    const patch = servingPatch({ ...input, corrects: null }, context);
    return {
      changes: [{ name: 'serveDrinks', version: 1, patches: [patch] }],
      output: { servingId: patch.id },
    };
  },
});

/**
 * A serving is a fact: undone by a further one of the same quantity below zero, also when the party has left.
 * Fails with `row_missing`, also for a serving that itself takes another one back.
 */
export const takeBackServing = defineCommand({
  name: 'takeBackServing',
  version: 1,
  input: z.object({ servingId: id() }),
  permission: 'reception.use',
  reads: ({ servingId }) => [{ entity: 'serving', id: servingId }],
  plan({ servingId }, context) {
    const serving = context.row('serving', servingId);
    if (!serving || serving.corrects !== null) return { code: 'row_missing' };
    const { visitId, menuItemId, quantity } = serving;
    const patch = servingPatch({ visitId, menuItemId, quantity: -quantity, corrects: servingId }, context);
    return { changes: [{ name: 'takeBackServing', version: 1, patches: [patch] }], output: null };
  },
});

/**
 * The way back of taking back: the same cups stand again, as a further fact with the time, the day and the person
 * of the serving that was taken back. Fails with `row_missing`, also for a serving that takes another one back.
 */
export const restoreServing = defineCommand({
  name: 'restoreServing',
  version: 1,
  input: z.object({ servingId: id() }),
  permission: 'reception.use',
  reads: ({ servingId }) => [{ entity: 'serving', id: servingId }],
  plan({ servingId }, context) {
    const serving = context.row('serving', servingId);
    if (!serving || serving.corrects !== null) return { code: 'row_missing' };
    const { visitId, menuItemId, quantity, servedAt, businessDay, servedBy } = serving;
    const set = { visitId, menuItemId, quantity, servedAt, businessDay, servedBy, corrects: null };
    const patch = { entity: 'serving', id: context.newId(), op: 'create', set } as const;
    return { changes: [{ name: 'restoreServing', version: 1, patches: [patch] }], output: null };
  },
});

interface Undone {
  /** Whether all of it was taken back. */
  readonly isWhole: boolean;
}

/**
 * An update of a visit. With `ifStill`, what an earlier change left, it is that change's undo: it touches only what
 * still says so, for anything else is a colleague's by now.
 */
function updateOrUndo(
  name: string,
  visitId: string,
  context: CommandContext,
  { set, ifStill }: { readonly set: Partial<Visit>; readonly ifStill: Partial<Visit> | undefined },
  refuses: (visit: Visit) => boolean = isClosed,
): CommandOutcome<Undone> | Failure<DeviceErrorCode> {
  const visit = context.row('visit', visitId);
  const changedSince = visit && ifStill ? Object.keys(differing(visit, ifStill)) : [];
  const own = Object.entries(set).filter(([field]) => !changedSince.includes(field));
  const outcome = updateVisit(name, visitId, context, Object.fromEntries(own), refuses);
  return isFailure(outcome) ? outcome : { ...outcome, output: { isWhole: changedSince.length === 0 } };
}

const moveInput = z.object({
  visitId: id(),
  seatId: id().nullable(),
  /** Of an undo: moved only while the party sits here. */
  ifStill: z.object({ seatId: id().nullable() }).optional(),
});

/** To another seat, or to none (null). Fails with `row_missing`, `visit_closed`. */
export const moveParty = defineCommand({
  name: 'moveParty',
  version: 1,
  input: moveInput,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId, seatId, ifStill }, context) =>
    updateOrUndo('moveParty', visitId, context, { set: { seatId }, ifStill }),
});

const editFields = z
  .object({
    partyName: nameText(120),
    partySize: z.int().min(1).max(500),
    children: z.int().min(0).max(500).nullable(),
    purpose: z.enum(visitPurposes),
    vehicleId: id().nullable(),
    expectedReadyAt: instant().nullable(),
    workshopNote: text(2000),
    note: text(2000),
  })
  .partial();
export type VisitEdit = z.infer<typeof editFields>;

export const editVisitInput = editFields.extend({
  visitId: id(),
  /** Also of a party that has left, as long as its business day is not over: what was written down wrong. */
  alsoLeft: z.boolean().optional(),
});
export type EditVisitInput = z.infer<typeof editVisitInput>;

/** Sets the given fields; absent ones stay. Fails with `row_missing`, `visit_closed`. */
export const editVisit = defineCommand({
  name: 'editVisit',
  version: 1,
  input: editVisitInput.extend({
    /** Of an undo: only fields that still say this are set. */
    ifStill: editFields.optional(),
  }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId, alsoLeft = false, ifStill, ...fields }, context) =>
    updateOrUndo(
      'editVisit',
      visitId,
      context,
      { set: fields as Partial<Visit>, ifStill: ifStill as Partial<Visit> | undefined },
      (visit) =>
        alsoLeft && visit.businessDay === context.businessDay ? visit.cancelledAt !== null : isClosed(visit),
    ),
});

const seeOffInput = z.object({
  visitId: id(),
  /** When they really left, where that is told later; now where absent. */
  leftAt: instant().optional(),
});

/**
 * The party leaves: now, or at the earlier time given, UTC ms. Nobody leaves before they came or later than now:
 * a time outside becomes the nearer of the two. Fails with `row_missing`, `visit_closed`.
 */
export const seeOff = defineCommand({
  name: 'seeOff',
  version: 1,
  input: seeOffInput,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan({ visitId, leftAt = Infinity }, context) {
    const arrivedAt = context.row('visit', visitId)?.arrivedAt ?? 0;
    return updateVisit('seeOff', visitId, context, {
      leftAt: Math.max(arrivedAt, Math.min(leftAt, context.now)),
    });
  },
});

/**
 * A party that was seen off is in the house again (恢复在店), in the same visit; with `edit`, what is known better
 * about it by now stands in the same change.
 * Fails with `row_missing`; with `visit_closed` where the check-in itself was undone.
 */
export const reopenVisit = defineCommand({
  name: 'reopenVisit',
  version: 1,
  input: z.object({
    visitId: id(),
    edit: editFields.optional(),
    /** They stand here: who was out when seen off (暂离) is not out any more. Absent of an undo, which says nothing new. */
    isBack: z.boolean().optional(),
  }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId, edit, isBack = false }, context) =>
    updateVisit(
      'reopenVisit',
      visitId,
      context,
      {
        ...(edit as Partial<Visit>),
        ...(isBack && endedAway(context.row('visit', visitId))),
        leftAt: null,
        joinedVisitId: null,
        keepsPeople: null,
      },
      (visit) => visit.cancelledAt !== null,
    ),
});

/** An absence that was under way ended when they were seen off: from then on they were gone, not out. */
function endedAway(visit: Visit | undefined): Partial<Visit> {
  const absences = visit ? absencesOf(visit) : [];
  const last = absences.at(-1);
  if (!last || last.to !== null || !visit || visit.leftAt === null) return {};
  return { away: [...absences.slice(0, -1), { ...last, to: Math.max(last.from, visit.leftAt) }] };
}

/**
 * A check-in that was a mistake: the visit stays as a record, and counts nowhere, nor does what was served.
 * Fails with `row_missing`, `visit_closed`.
 */
export const cancelCheckIn = defineCommand({
  name: 'cancelCheckIn',
  version: 1,
  input: z.object({
    visitId: id(),
    /** Also of a party that has left, as long as its business day is not over. */
    alsoLeft: z.boolean().optional(),
    /** Of an undo, of any day: when it had been cancelled before it was restored; UTC ms. */
    again: instant().optional(),
  }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId, alsoLeft = false, again }, context) =>
    updateVisit('cancelCheckIn', visitId, context, { cancelledAt: again ?? context.now }, (visit) =>
      again !== undefined || (alsoLeft && visit.businessDay === context.businessDay)
        ? visit.cancelledAt !== null
        : isClosed(visit),
    ),
});

/** The way back of cancelling: the visit counts again as it was, its drinks too. Fails with `row_missing`. */
export const restoreCheckIn = defineCommand({
  name: 'restoreCheckIn',
  version: 1,
  input: z.object({ visitId: id() }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) =>
    updateVisit('restoreCheckIn', visitId, context, { cancelledAt: null }, () => false),
});
