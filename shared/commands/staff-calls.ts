/** Somebody of the house is told of a party (叫人), and comes; each said as a fact, taken back by a further one. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { staffCall, type StaffCall } from '../entities/staff-call.ts';
import { defineCommand, type CommandContext, type DraftPatch } from './define.ts';

const { role, name } = staffCall.schema.shape;

const callInput = z.object({ visitId: id(), role, name });

/** Told just now, by who acts. Fails with `row_missing`, `visit_closed`. */
export const callStaff = defineCommand({
  name: 'callStaff',
  version: 1,
  input: callInput,
  permission: 'reception.use',
  reads: ({ visitId }) => [{ entity: 'visit', id: visitId }],
  plan(input, context) {
    const visit = context.row('visit', input.visitId);
    if (!visit) return { code: 'row_missing' };
    if (visit.leftAt !== null || visit.cancelledAt !== null) return { code: 'visit_closed' };
    const patch = callPatch({ ...input, name: input.name.trim(), answers: null, corrects: null }, context);
    return { changes: [{ name: 'callStaff', version: 1, patches: [patch] }], output: { callId: patch.id } };
  },
});

const ofCall = z.object({ callId: id() });
const callRow = (callId: string) => [{ entity: 'staffCall', id: callId } as const];

/** They came, now, also where the party has left. Fails with `row_missing`, also for a row that is no call. */
export const answerCall = defineCommand({
  name: 'answerCall',
  version: 1,
  input: ofCall,
  permission: 'reception.use',
  reads: ({ callId }) => callRow(callId),
  plan({ callId }, context) {
    const call = context.row('staffCall', callId);
    if (!call || call.corrects !== null || call.answers !== null) return { code: 'row_missing' };
    const patch = callPatch({ ...same(call), answers: callId, corrects: null }, context);
    return { changes: [{ name: 'answerCall', version: 1, patches: [patch] }], output: { callId: patch.id } };
  },
});

/** Of a call, of that they came, or of a taking back, whose way back that is. Fails with `row_missing`. */
export const takeBackCall = defineCommand({
  name: 'takeBackCall',
  version: 1,
  input: ofCall,
  permission: 'reception.use',
  reads: ({ callId }) => callRow(callId),
  plan({ callId }, context) {
    const call = context.row('staffCall', callId);
    if (!call) return { code: 'row_missing' };
    const patch = callPatch({ ...same(call), answers: null, corrects: callId }, context);
    return {
      changes: [{ name: 'takeBackCall', version: 1, patches: [patch] }],
      output: { callId: patch.id },
    };
  },
});

const same = ({ visitId, role: calledRole, name: called }: StaffCall) => ({
  visitId,
  role: calledRole,
  name: called,
});

type NewCall = Omit<StaffCall, 'calledAt' | 'businessDay' | 'calledBy' | 'flags'>;

function callPatch(call: NewCall, { now: calledAt, businessDay, actor: calledBy, newId }: CommandContext) {
  const set = { ...call, calledAt, businessDay, calledBy };
  return { entity: 'staffCall', id: newId(), op: 'create', set } as const satisfies DraftPatch;
}
