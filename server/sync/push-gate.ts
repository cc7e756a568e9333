/**
 * Lets a few pushes at a time through to the database, so that those that wait for a site's lock leave connections
 * to everything else: pulls, sign-ins, `health`, the pushes of other sites (R1).
 *
 * Pushes of one site take turns at its lock anyway: more than these gain nothing by waiting inside the database.
 */
import { StoreBusy, type SiteStore } from './site-store.ts';

interface GateLimits {
  readonly perSite: number;
  /** Of the process; less than its connections. */
  readonly inAll: number;
  /** After that long at the gate the push is asked to come again. */
  readonly waitMs: number;
}

interface Waiting {
  readonly siteId: string;
  readonly enter: () => void;
}

/** The store, its pushes one behind the other at a gate. @throws StoreBusy where the wait is too long */
export function withPushGate(store: SiteStore, { perSite, inAll, waitMs }: GateLimits): SiteStore {
  const inside = new Map<string, number>();
  const waiting = new Set<Waiting>();
  let all = 0;
  const fits = (siteId: string) => all < inAll && (inside.get(siteId) ?? 0) < perSite;

  function enter(siteId: string): void {
    all += 1;
    inside.set(siteId, (inside.get(siteId) ?? 0) + 1);
  }

  function leave(siteId: string): void {
    all -= 1;
    const left = (inside.get(siteId) ?? 1) - 1;
    if (left > 0) inside.set(siteId, left);
    else inside.delete(siteId);
    for (const next of waiting) if (fits(next.siteId)) next.enter();
  }

  async function admitted(siteId: string): Promise<void> {
    if (fits(siteId)) return enter(siteId);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place: Waiting = { siteId, enter: () => (end(), enter(siteId), resolve()) };
    const timer = setTimeout(() => {
      end();
      reject(new StoreBusy('Too many pushes wait for this site.'));
    }, waitMs);
    const end = () => (clearTimeout(timer), waiting.delete(place));
    waiting.add(place);
    return promise;
  }

  return {
    ...store,
    async push(siteId, work) {
      await admitted(siteId);
      try {
        return await store.push(siteId, work);
      } finally {
        leave(siteId);
      }
    },
  };
}
