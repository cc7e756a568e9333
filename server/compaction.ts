/**
 * Forgets removals that every desk has long heard of (R6.9, docs/decisions/0007): once a while after the start, then once a day. A desk that
 * was away for longer begins again with a bootstrap; what it has not sent yet stays.
 */
import type { Kysely } from 'kysely';
import type { Database } from './db/schema.ts';
import { createPgStore } from './sync/pg-store.ts';

/** Where nobody says otherwise: a summer's break and a repair that takes its time. */
export const keepRemovalsDays = 90;

/** @returns null where it is no number of days that removals may be remembered */
export function readDays(text: string): number | null {
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : null;
}

/** A site's pushes wait that long at most. */
const removalsAtOnce = 500;

const dayMs = 24 * 60 * 60_000;
const firstAfterMs = 60_000;

interface Place {
  readonly db: Kysely<Database>;
  /** UTC ms. */
  clock(): number;
}

/** Of all sites; safe beside other servers on the database. @param days how old @returns how many were forgotten */
export async function compactSites({ db, clock }: Place, days: number): Promise<number> {
  const store = createPgStore(db);
  const before = clock() - days * dayMs;
  let forgotten = 0;
  for (const { id } of await db.selectFrom('site').select('id').execute()) {
    for (let some = 1; some > 0; forgotten += some) some = await store.compact(id, before, removalsAtOnce);
  }
  return forgotten;
}

interface CompactionDeps {
  /** A removal is remembered so long at least. */
  readonly days: number;
  /** @param days how old a removal is at least @returns how many were forgotten */
  compact(days: number): Promise<number>;
  onForgotten(count: number): void;
  /** It is tried again the next day. */
  onTrouble(error: unknown): void;
}

/** @returns stops it, and waits for what is under way */
export function startCompaction({
  days,
  compact,
  onForgotten,
  onTrouble,
}: CompactionDeps): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    running = compact(days)
      .then((count) => (count > 0 ? onForgotten(count) : undefined))
      .catch(onTrouble);
  };
  const first = setTimeout(run, firstAfterMs);
  const daily = setInterval(run, dayMs);
  return async () => {
    clearTimeout(first);
    clearInterval(daily);
    await running;
  };
}
