/** A party's people go over to another party's card (并到), and part from it again. */
import { z } from 'zod';
import { id, instant } from '../entities/fields.ts';
import type { Visit } from '../entities/visit.ts';
import { childrenOf } from '../rules/party-people.ts';
import { defineCommand, differing, type DraftPatch, type Row } from './define.ts';

const joinInput = z.object({
  visitId: id(),
  /** Whom they join. */
  targetId: id(),
  /** When they did, where that is told later; UTC ms. */
  joinedAt: instant().optional(),
});

const bothVisits = (visitId: string, targetId: string) =>
  [...new Set([visitId, targetId])].map((one) => ({ entity: 'visit', id: one }) as const);

const isClosed = ({ leftAt, cancelledAt }: Visit) => leftAt !== null || cancelledAt !== null;

/**
 * This visit is closed and points to the other one, whose card adds its people up. Nothing of that one is written: what
 * another desk does there meanwhile, or who else joins it, stands beside it. What was served stays its own.
 * Fails with `row_missing`, also where both are one; with `visit_closed` where either has left.
 */
export const joinParty = defineCommand({
  name: 'joinParty',
  version: 2,
  input: joinInput,
  permission: 'reception.use',
  reads: ({ visitId, targetId }) => bothVisits(visitId, targetId),
  plan({ visitId, targetId, joinedAt = Infinity }, context) {
    const visit = context.row('visit', visitId);
    const target = context.row('visit', targetId);
    if (!visit || !target || visitId === targetId) return { code: 'row_missing' };
    if (isClosed(visit) || isClosed(target)) return { code: 'visit_closed' };
    const leftAt = Math.max(visit.arrivedAt, Math.min(joinedAt, context.now));
    const set = { leftAt, joinedVisitId: targetId, keepsPeople: true };
    const patches: DraftPatch[] = [{ entity: 'visit', id: visitId, op: 'update', set }];
    return { changes: [{ name: 'joinParty', version: 2, patches }], output: null };
  },
});

const partInput = z.object({ visitId: id(), targetId: id() });

/**
 * The party is one of its own again, in the same visit. Nothing where it has parted already, which the output says.
 * Fails with `row_missing`; with `visit_closed` where its check-in was undone.
 */
export const partParty = defineCommand({
  name: 'partParty',
  version: 2,
  input: partInput,
  permission: 'reception.use',
  reads: ({ visitId, targetId }) => bothVisits(visitId, targetId),
  plan({ visitId, targetId }, context) {
    const visit = context.row('visit', visitId);
    if (!visit) return { code: 'row_missing' };
    if (visit.cancelledAt !== null) return { code: 'visit_closed' };
    if (visit.joinedVisitId !== targetId) return { changes: [], output: { isWhole: false } };
    const target = context.row('visit', targetId);
    const set = { leftAt: null, joinedVisitId: null, keepsPeople: null };
    const patches: DraftPatch[] = [
      { entity: 'visit', id: visitId, op: 'update', set },
      ...(target && !visit.keepsPeople ? fewer(target, visit) : []),
    ];
    return { changes: [{ name: 'partParty', version: 2, patches }], output: { isWhole: true } };
  },
});

/** Without those whom an earlier version had added to its number. */
function fewer(target: Row<'visit'>, visit: Visit): DraftPatch[] {
  const children = childrenOf(target) - childrenOf(visit);
  const set = differing(target, {
    partySize: Math.max(1, (target.partySize ?? 1) - (visit.partySize ?? 1)),
    children: children > 0 ? children : null,
  });
  return Object.keys(set).length > 0 ? [{ entity: 'visit', id: target.id, op: 'update', set }] : [];
}
