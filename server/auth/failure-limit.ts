/**
 * Slows down who guesses: counts failures only, per key, within a window. A try counts as failed until it is known
 * not to be, so that many at once get no further than one after the other.
 */
import { RequestFailure } from '../request-failure.ts';

export interface FailureLimit {
  /** One more try. @throws RequestFailure too_many_requests with the seconds to wait */
  begin(key: string): Try;
}

/** Left alone, it has failed. */
export interface Try {
  /** Was right: the count begins anew. */
  succeeded(): void;
  /** Was no guess, or nobody knows whether it was right: it does not count. */
  tookBack(): void;
}

/** Keys remembered at most; the oldest go first. */
const maxKeys = 10_000;

/** @param clock UTC ms @param windowMs how long a failure counts */
export function createFailureLimit(clock: () => number, maxFailures: number, windowMs: number): FailureLimit {
  const failures = new Map<string, { readonly count: number; readonly since: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    return entry && clock() - entry.since < windowMs ? entry : { count: 0, since: clock() };
  };
  return {
    begin(key) {
      const entry = current(key);
      if (entry.count >= maxFailures) throw tooMany(entry.since + windowMs - clock());
      failures.delete(key);
      failures.set(key, { ...entry, count: entry.count + 1 });
      const [oldest] = failures.keys();
      if (failures.size > maxKeys && oldest !== undefined) failures.delete(oldest);
      return {
        succeeded: () => void failures.delete(key),
        tookBack() {
          const now = failures.get(key);
          if (now && now.since === entry.since) failures.set(key, { ...now, count: now.count - 1 });
        },
      };
    },
  };
}

function tooMany(waitMs: number): RequestFailure {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
  return new RequestFailure('too_many_requests', `Too many failures: wait ${retryAfter} s.`, { retryAfter });
}
