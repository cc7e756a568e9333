/** How the floor runs a command: a party that is in the house only as it is to be read is so in its row first. */
import { useMemo } from 'react';
import { reopenVisit } from '../../../shared/commands/party.ts';
import { hasJoined, isStillHere } from '../../../shared/rules/joined-visits.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useRun, type Run } from '../../records/use-run.ts';

/** As `useRun`. */
export function useRunOnFloor(): Run {
  const { db } = useDesk();
  const run = useRun();
  return useMemo(
    () => async (command, input, seen) => {
      for (const visitId of visitsOf(input)) {
        if (!(await isHeld(db, visitId))) continue;
        if ((await run(reopenVisit, { visitId })) === undefined) return undefined;
      }
      return run(command, input, seen);
    },
    [db, run],
  );
}

/** Those that a command is about. */
function visitsOf(input: unknown): string[] {
  const { visitId, targetId } = input as { readonly visitId?: string; readonly targetId?: string };
  return [visitId, targetId].filter((id) => id !== undefined);
}

async function isHeld(db: DeskDatabase, visitId: string): Promise<boolean> {
  const way = new Map<string, LocalRow<'visit'>>();
  let next: string | null = visitId;
  while (next !== null && !way.has(next)) {
    const visit: LocalRow<'visit'> | undefined = await db.visit.get(next);
    if (visit) way.set(visit.id, visit);
    next = visit && hasJoined(visit) ? visit.joinedVisitId : null;
  }
  const visit = way.get(visitId);
  return visit !== undefined && isStillHere(visit, (id) => way.get(id));
}
