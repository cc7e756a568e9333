/**
 * Slows down who guesses a password at the desk itself, where no server counts: five tries, then ever longer waits.
 * Kept in the database, so that a reload gives none back. A try counts as wrong until it is known to be right, so that
 * many at once, in several windows, get no further than one after the other.
 */
import type { DeskDatabase, WrongTries } from './database.ts';
import { toStorageFailure } from './storage-failure.ts';

const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

/** @returns ms to wait after so many wrong tries in a row */
export function waitAfter(count: number): number {
  return count < freeTries ? 0 : Math.min(firstWaitMs * 2 ** (count - freeTries), longestWaitMs);
}

/** @param now device's ms @returns whether this one may be made; it has been counted then */
export async function beginTry(db: DeskDatabase, personId: string, now: number): Promise<boolean> {
  try {
    return await changed(db, (tries) => {
      const { count, at } = tries[personId] ?? { count: 0, at: now };
      // Begun when the clock was ahead: it is waited for from now on.
      if (at > now && waitAfter(count) > 0) return [{ ...tries, [personId]: { count, at: now } }, false];
      if (now - at < waitAfter(count)) return [tries, false];
      return [{ ...tries, [personId]: { count: count + 1, at: now } }, true];
    });
  } catch (error) {
    // A full disk keeps nobody from work.
    if (toStorageFailure(error)?.code === 'storage_full') return true;
    throw error;
  }
}

/** It was right: the count begins anew. */
export async function forgetTries(db: DeskDatabase, personId: string): Promise<void> {
  await changed(db, ({ [personId]: _, ...others }) => [others, undefined]).catch(() => undefined);
}

type Tries = Readonly<Record<string, WrongTries>>;

function changed<Answer>(db: DeskDatabase, change: (tries: Tries) => [Tries, Answer]): Promise<Answer> {
  return db.transaction('rw', db.meta, async () => {
    const kept = await db.meta.get('passwordTries');
    const [value, answer] = change(kept?.key === 'passwordTries' ? kept.value : {});
    await db.meta.put({ key: 'passwordTries', value });
    return answer;
  });
}
