/**
 * When a desk looks for its server again. The page says whether it reaches it; a server that is away for a while is
 * looked for, at first soon and then ever more seldom, for as long as it stays away:
 *
 *   resting ──page: not reached──▶ (20 s) looking ─┬─▶ there, notFound ──(40 s, 80 s … 10 min)──▶ looking
 *      ▲                                           └─▶ moved: the page is loaded anew where the server is now
 *      └──────────────page: reached────────────────────┘
 *
 * At the start and when the computer wakes it looks at once. Who is believed is find-server.ts's affair.
 */
import type { ServerSearch } from '../shared/rules/server-search.ts';

/** `here`: where it was. `dropped`: a person told another one meanwhile. Else the origin where it is now. */
export type Found = 'here' | 'nowhere' | 'dropped' | { readonly to: string };

export interface WatchDeps {
  /** Whether there is anything to know the server by. */
  canLook(): boolean;
  look(): Promise<Found>;
  onChange(state: ServerSearch): void;
  /** UTC ms. */
  clock(): number;
  /** In [0, 1): desks of one house do not all ask at once. */
  random(): number;
}

export interface ServerWatch {
  state(): ServerSearch;
  /** Of the page: whether it reaches its server. */
  note(isReached: boolean): void;
  /** Now, whatever was said. */
  look(): Promise<void>;
}

export const firstLookMs = 20_000;
export const longestMs = 600_000;

export function createServerWatch({ canLook, look, onChange, clock, random }: WatchDeps): ServerWatch {
  let state: ServerSearch = { kind: canLook() ? 'resting' : 'off' };
  let isAway = false;
  let looks = 0;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function show(next: ServerSearch): void {
    state = next;
    onChange(next);
  }
  /** @returns when it is looked for next, UTC ms; null where the page misses nothing */
  function plan(): number | null {
    clearTimeout(timer);
    if (!isAway || !canLook()) return null;
    // Not all at once, and never later than said.
    const waitMs = Math.min(longestMs, firstLookMs * 2 ** looks) * (0.75 + random() / 4);
    timer = setTimeout(() => void lookOnce(), waitMs);
    timer.unref();
    return clock() + waitMs;
  }
  function lookOnce(): Promise<void> {
    running ??= search().finally(() => (running = null));
    return running;
  }
  async function search(): Promise<void> {
    clearTimeout(timer);
    if (!canLook()) return;
    show({ kind: 'looking' });
    // A network that cannot be asked is one where nothing is found.
    const found = await look().catch(() => 'nowhere' as const);
    looks += 1;
    if (typeof found === 'object') return show({ kind: 'moved', to: found.to });
    const nextAt = plan();
    if (found === 'nowhere') return show({ kind: 'notFound', at: clock(), nextAt });
    // Reached meanwhile, there is nothing to tell.
    show(found === 'here' && isAway ? { kind: 'there', nextAt } : { kind: 'resting' });
  }
  return {
    state: () => state,
    note(isReached) {
      if (isReached) {
        isAway = false;
        looks = 0;
        clearTimeout(timer);
        if (running === null && state.kind !== 'resting' && canLook()) show({ kind: 'resting' });
        return;
      }
      // Said again by a page that was loaded anew: the plan stands.
      if (isAway && state.kind !== 'moved') return;
      isAway = true;
      looks = 0;
      plan();
    },
    look: lookOnce,
  };
}
