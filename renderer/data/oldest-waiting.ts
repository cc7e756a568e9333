/** The changes that have waited longest, as a list may show them. */
import type { OutboxEntry } from '../../shared/sync/device/device-store.ts';
import type { DeskDatabase } from './database.ts';

/**
 * What a list that was imported, or a desk that joined a server, leaves waiting is large: all of it would be read and
 * drawn anew with each answer of the server. So few of those are listed.
 */
const most = { changes: 500, patches: 2_000 } as const;
const firstPiece = 10;

/** In their order; fewer than wait where these are many, or large. */
export async function oldestWaiting(db: DeskDatabase): Promise<OutboxEntry[]> {
  const found: OutboxEntry[] = [];
  let [above, patches] = [0, 0];
  for (let piece = firstPiece; found.length < most.changes; piece *= 2) {
    const wanted = Math.min(piece, most.changes - found.length);
    const some = await db.outbox.where('localSeq').above(above).limit(wanted).toArray();
    for (const entry of some) {
      if (patches >= most.patches) return found;
      found.push(entry);
      patches += entry.patches.length;
      above = entry.localSeq;
    }
    if (some.length < wanted || patches >= most.patches) break;
  }
  return found;
}
