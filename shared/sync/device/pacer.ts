/**
 * The loop's waits: each ends by its timer, or earlier when somebody wants it to.
 *
 * Purpose: one place that knows whether something is to be done, and what may cut a wait short.
 * Invariants: every wait has a timer, so nothing hangs on a hint that never came; a poke that comes while a
 * cycle runs is not lost; nothing but a person or a returned network shortens a wait the server asked for.
 *
 *            begin           poke
 *   fresh ──────────▶ busy ──────────▶ busy, wanted again
 *     ▲                │ rest(idle): ends by timer, poke, hint, wake, stop
 *     ├────────────────┤ rest(backOff): ends by timer, hint, wake, stop
 *     └────────────────┘ rest(asked): ends by timer, wake, stop
 */
export interface Timer {
  /** Resolves when the time is over, or has been ended. */
  readonly over: Promise<void>;
  end(): void;
}

export type Rest = 'idle' | 'backOff' | 'asked';

export interface Pacer {
  /** A cycle begins: only what is wanted from now on asks for another. */
  begin(): void;
  isWanted(): boolean;
  isStopped(): boolean;
  /** @param ms at most */
  rest(ms: number, kind: Rest): Promise<void>;
  /** A change was written here. */
  poke(): void;
  /** The server has news. */
  hint(): void;
  /** Somebody asks for it now, or the network came back. */
  wake(): void;
  stop(): void;
}

export function createPacer(startTimer: (ms: number) => Timer): Pacer {
  let isWanted = true;
  let isStopped = false;
  let timer: Timer | null = null;
  let kind: Rest = 'idle';
  const want = (ended: readonly Rest[]) => {
    isWanted = true;
    if (ended.includes(kind)) timer?.end();
  };
  return {
    begin: () => void (isWanted = false),
    isWanted: () => isWanted,
    isStopped: () => isStopped,
    async rest(ms, nextKind) {
      if (isStopped || (isWanted && nextKind === 'idle')) return;
      kind = nextKind;
      timer = startTimer(ms);
      await timer.over;
      timer = null;
    },
    poke: () => want(['idle']),
    hint: () => want(['idle', 'backOff']),
    wake: () => want(['idle', 'backOff', 'asked']),
    stop() {
      isStopped = true;
      timer?.end();
    },
  };
}
