/**
 * The loop's waits: each ends by its timer, or earlier when somebody wants it to.
 *
 * Purpose: one place that knows whether something is to be done, and what may cut a wait short.
 * Invariants: every wait has a timer, so nothing hangs on a hint that never came; a poke that comes while a
 * cycle runs is not lost; a poke does not shorten a back-off, a wake does.
 *
 *            begin           poke
 *   fresh ──────────▶ busy ──────────▶ busy, wanted again
 *     ▲                │ rest(idle): ends by timer, poke, wake, stop
 *     └────────────────┘ rest(backOff): ends by timer, wake, stop
 */
export interface Timer {
  /** Resolves when the time is over, or has been ended. */
  readonly over: Promise<void>;
  end(): void;
}

export interface Pacer {
  /** A cycle begins: only what is wanted from now on asks for another. */
  begin(): void;
  isWanted(): boolean;
  isStopped(): boolean;
  /** @param ms at most */
  rest(ms: number, kind: 'idle' | 'backOff'): Promise<void>;
  poke(): void;
  wake(): void;
  stop(): void;
}

export function createPacer(startTimer: (ms: number) => Timer): Pacer {
  let isWanted = true;
  let isStopped = false;
  let timer: Timer | null = null;
  let kind: 'idle' | 'backOff' = 'idle';
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
    poke() {
      isWanted = true;
      if (kind === 'idle') timer?.end();
    },
    wake() {
      isWanted = true;
      timer?.end();
    },
    stop() {
      isStopped = true;
      timer?.end();
    },
  };
}
