/**
 * The one clock of a simulated world. Time passes only between events: it jumps to the next one once everything
 * the last one set going has come to rest.
 */
export interface VirtualClock {
  /** UTC ms. */
  now(): number;
  /** @returns what takes it back */
  after(ms: number, event: () => void): () => void;
  /** Lets `ms` pass, event by event. */
  run(ms: number): Promise<void>;
}

interface Planned {
  readonly at: number;
  readonly event: () => void;
}

export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  const planned = new Set<Planned>();

  /** The earliest; of the same instant the one planned first, which a Set gives first. */
  function earliest(): Planned | null {
    let found: Planned | null = null;
    for (const one of planned) if (found === null || one.at < found.at) found = one;
    return found;
  }

  return {
    now: () => now,
    after(ms, event) {
      const one = { at: now + Math.max(0, Math.ceil(ms)), event };
      planned.add(one);
      return () => planned.delete(one);
    },
    async run(ms) {
      const end = now + ms;
      await atRest();
      for (let next = earliest(); next && next.at <= end; next = earliest()) {
        planned.delete(next);
        now = next.at;
        next.event();
        await atRest();
      }
      now = end;
    },
  };
}

/** Nothing in a world waits for anything but promises and this clock: after a macrotask all of them are through. */
function atRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
