/**
 * A database that the browser closed, or does not open, is tried again: by one hand alone, less and less often, for
 * as long as the window stands. Dexie says “close” for each try that failed, too: who tried again at each “close”
 * tried twice as often after each failure, thousands of times a second in the end.
 *
 *   open ──▶ closed, or not opened ──▶ tried after 0, 0.2, 0.4 … 15 s ──▶ open: every live query is asked again
 */
import { Dexie, RangeSet } from 'dexie';

export interface OpenKeeper {
  /** A read failed: looks what the matter is. */
  begin(): void;
  /** Somebody asks for one more try now. */
  tryNow(): void;
  stop(): void;
}

export interface KeepOpenDeps {
  readonly db: Dexie;
  /** Reads something; fails where the database is away. */
  read(): Promise<unknown>;
  /** @param tries that failed, from 1 @returns `again` without a rest, where it was seen to be open meanwhile */
  onFailed(error: unknown, tries: number): Promise<'rest' | 'again' | 'end'>;
  onBack(): void;
}

const firstMs = 200;
const lastMs = 15_000;

/** How long it is left alone after so many tries, ms. */
export function restMs(tries: number): number {
  return tries === 0 ? 0 : Math.min(firstMs * 2 ** (tries - 1), lastMs);
}

export function keepOpen({ db, read, onFailed, onBack }: KeepOpenDeps): OpenKeeper {
  let isStopped = false;
  let isTrying = false;
  let tries = 0;
  let backAt = -Infinity;
  let endRest = () => {};
  // One that was closed by ourselves is nothing to look after.
  const isWanted = () => !isStopped && !db.hasBeenClosed();
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timeout = setTimeout(resolve, ms);
      endRest = () => {
        clearTimeout(timeout);
        resolve();
      };
    });

  async function tryUntilOpen(): Promise<void> {
    // One that comes and goes is tried no oftener than one that stays away.
    if (Date.now() - backAt > lastMs) tries = 0;
    // At first, too, it waits a moment: Dexie notes why it closed after it has told so.
    for (let then = 'rest'; then !== 'end';) {
      if (then === 'rest') await rest(restMs(tries));
      if (!isWanted()) return;
      tries += 1;
      then = await tryOnce();
    }
  }

  async function tryOnce(): Promise<'rest' | 'again' | 'end'> {
    try {
      // Also where Dexie holds it to be open already: one closed while it was being opened is not.
      await db.open();
      await read();
    } catch (error) {
      return isWanted() ? onFailed(error, tries) : 'end';
    }
    backAt = Date.now();
    askAllAgain();
    onBack();
    return 'end';
  }

  function begin(): void {
    if (isTrying) return;
    isTrying = true;
    void tryUntilOpen().finally(() => (isTrying = false));
  }
  db.on('close', begin);
  return {
    begin,
    tryNow() {
      endRest();
      begin();
    },
    stop() {
      isStopped = true;
      endRest();
      db.on.close.unsubscribe(begin);
    },
  };
}

/** What failed or was cut off while it was away got no answer, and nobody asks again by himself. */
function askAllAgain(): void {
  Dexie.on.storagemutated.fire({ all: new RangeSet(Dexie.minKey, Dexie.maxKey) });
}
