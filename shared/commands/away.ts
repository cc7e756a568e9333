/** A party is out for a while without being seen off (暂离), and comes back. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { absence, mostAbsences, type Absence } from '../entities/visit.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { absencesOf } from '../rules/away.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import { defineCommand, isFailure, type CommandContext, type CommandOutcome } from './define.ts';

const ofVisit = z.object({ visitId: id() });
const visitRow = (visitId: string) => [{ entity: 'visit', id: visitId } as const];

/** What the undo puts back, and as long as what stands. */
interface Stepped {
  readonly before: Absence[];
  readonly after: Absence[];
}

type Planned<Output> = CommandOutcome<Output> | Failure<DeviceErrorCode>;

function planAway(
  name: string,
  visitId: string,
  context: CommandContext,
  next: (absences: readonly Absence[]) => Absence[],
): Planned<Stepped> {
  const visit = context.row('visit', visitId);
  if (!visit) return { code: 'row_missing' };
  if (visit.leftAt !== null || visit.cancelledAt !== null) return { code: 'visit_closed' };
  const before = [...absencesOf(visit)];
  const after = next(before).slice(-mostAbsences);
  const patches = [{ entity: 'visit', id: visitId, op: 'update', set: { away: after } } as const];
  return {
    changes: sameJson(before, after) ? [] : [{ name, version: 1, patches }],
    output: { before, after },
  };
}

/** Out, from now on; nothing where they are already. Fails with `row_missing`, `visit_closed`. */
export const stepOut = defineCommand({
  name: 'stepOut',
  version: 1,
  input: ofVisit,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) =>
    planAway('stepOut', visitId, context, (away) =>
      away.at(-1)?.to === null ? [...away] : [...away, { from: context.now, to: null }],
    ),
});

/** Here again, now; nothing where they are. Fails with `row_missing`, `visit_closed`. */
export const comeBack = defineCommand({
  name: 'comeBack',
  version: 1,
  input: ofVisit,
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan: ({ visitId }, context) =>
    planAway('comeBack', visitId, context, (away) =>
      away.map((one) => (one.to === null ? { ...one, to: Math.max(one.from, context.now) } : one)),
    ),
});

const absences = z.array(absence).max(mostAbsences);

/**
 * The way back of both: what was before, as long as nobody has said anything since.
 * Fails with `row_missing`, `visit_closed`.
 */
export const undoAway = defineCommand({
  name: 'undoAway',
  version: 1,
  input: z.object({ visitId: id(), before: absences, after: absences }),
  permission: 'reception.use',
  reads: ({ visitId }) => visitRow(visitId),
  plan({ visitId, before, after }, context): Planned<{ readonly isWhole: boolean }> {
    const isOurs = (away: readonly Absence[]) => sameJson(away, after);
    const outcome = planAway('undoAway', visitId, context, (away) => (isOurs(away) ? before : [...away]));
    if (isFailure(outcome)) return outcome;
    return { changes: outcome.changes, output: { isWhole: isOurs(outcome.output.before) } };
  },
});
