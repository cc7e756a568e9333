/** What the server says of one change, for who waits for it at the screen. */
import { liveQuery } from 'dexie';
import type { RejectedChange } from '../../shared/sync/device/device-store.ts';
import type { DeskDatabase } from './database.ts';

export type Judged =
  | { readonly verdict: 'applied' }
  | { readonly verdict: 'rejected'; readonly change: RejectedChange }
  /** No word within the time. */
  | { readonly verdict: 'waiting' };

/** @param opId of a change that stands in the outbox, or has its verdict already */
export function whenJudged(db: DeskDatabase, opId: string, timeoutMs: number): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const watching = liveQuery(() => verdictOn(db, opId)).subscribe({
      next: (judged) => {
        if (judged.verdict !== 'waiting') end(() => resolve(judged));
      },
      error: (error: unknown) => end(() => reject(error)),
    });
    const timer = setTimeout(() => end(() => resolve({ verdict: 'waiting' })), timeoutMs);
    function end(settle: () => void) {
      clearTimeout(timer);
      watching.unsubscribe();
      settle();
    }
  });
}

async function verdictOn(db: DeskDatabase, opId: string): Promise<Judged> {
  // The outbox first: what has left it stands in the list by then, both in one transaction.
  const waiting = await db.outbox.filter((entry) => entry.opId === opId).count();
  const change = await db.attention.get(opId);
  if (change) return { verdict: 'rejected', change };
  return { verdict: waiting > 0 ? 'waiting' : 'applied' };
}
