/** Slows down who guesses: counts failures only, per key, within a window. */
import { RequestFailure } from '../request-failure.ts';

export interface FailureLimit {
  /** @throws RequestFailure too_many_requests with the seconds to wait */
  check(key: string): void;
  failed(key: string): void;
  succeeded(key: string): void;
}

/** Keys remembered at most; the oldest go first. */
const maxKeys = 10_000;

/** @param clock UTC ms @param windowMs how long a failure counts */
export function createFailureLimit(clock: () => number, maxFailures: number, windowMs: number): FailureLimit {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    return entry && clock() - entry.since < windowMs ? entry : null;
  };
  return {
    check(key) {
      const entry = current(key);
      if (!entry || entry.count < maxFailures) return;
      const retryAfter = Math.max(1, Math.ceil((entry.since + windowMs - clock()) / 1000));
      throw new RequestFailure('too_many_requests', `Too many failures: wait ${retryAfter} s.`, {
        retryAfter,
      });
    },
    failed(key) {
      const entry = current(key) ?? { count: 0, since: clock() };
      failures.delete(key);
      failures.set(key, { ...entry, count: entry.count + 1 });
      const [oldest] = failures.keys();
      if (failures.size > maxKeys && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (key) => void failures.delete(key),
  };
}
