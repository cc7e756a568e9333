/** Time for the tests of the engine: it passes when the test says so. */
import type { Timer } from './pacer.ts';

export interface TestTime {
  now(): number;
  startTimer(ms: number): Timer;
  /** Lets time pass, timer by timer. */
  pass(ms: number): Promise<void>;
  /** The machine sleeps: the clock goes on, and no timer rings before it wakes. */
  sleep(ms: number): void;
  /** ms of the timers that run, in the order they were started. */
  running(): readonly number[];
}

interface Running {
  readonly ms: number;
  readonly at: number;
  readonly ring: () => void;
}

export function createTestTime(): TestTime {
  let now = 1_000_000;
  const timers = new Set<Running>();
  return {
    now: () => now,
    startTimer(ms) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const timer: Running = { ms, at: now + ms, ring: () => (timers.delete(timer), resolve()) };
      timers.add(timer);
      return { over, end: timer.ring };
    },
    async pass(ms) {
      const end = now + ms;
      await atRest();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = Math.max(now, next.at);
        next.ring();
        await atRest();
      }
      now = end;
    },
    sleep: (ms) => void (now += ms),
    running: () => [...timers].map(({ ms }) => ms),
  };
}

/** Nothing here waits for anything but promises: after so many turns all of them are through. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}
