/** A server that is not where it was: the shell looks for it, and this page goes where it is found. */
import { useEffect, useState } from 'react';
import type { ServerSearch } from '../../shared/rules/server-search.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { useSyncStatus } from '../data/hooks.ts';
import { whenSaved } from '../ui/notices.ts';
import { whenQuiet } from '../ui/when-quiet.ts';

/** How the search stands, live; null in a browser, and until the shell has said. */
export function useServerSearch(): ServerSearch | null {
  const { serverSearch } = useBridge();
  const [state, setState] = useState<ServerSearch | null>(null);
  useEffect(() => {
    if (!serverSearch) return;
    // First the ear, then the question: nothing is said between the two.
    const stop = serverSearch.onChange(setState);
    void serverSearch.note(null).then((answer) => answer.ok && setState((told) => told ?? answer.value));
    return stop;
  }, [serverSearch]);
  return state;
}

/** Tells the shell whether the server is reached, whenever that changes; loads the page anew once it has moved. */
export function useServerReach(): void {
  const { serverSearch, serverUrl } = useBridge();
  const { phase, problem } = useSyncStatus();
  const isReached =
    phase === 'online' || phase === 'syncing'
      ? true
      : phase === 'offline' && problem === 'server_unreachable'
        ? false
        : null;
  useEffect(() => {
    if (isReached !== null) void serverSearch?.note(isReached);
  }, [serverSearch, isReached]);
  const state = useServerSearch();
  const to = state?.kind === 'moved' && state.to !== serverUrl ? state.to : null;
  useEffect(() => {
    if (to === null) return;
    const leaving = new AbortController();
    // Not under somebody’s hands; what is half-filled is there again afterwards.
    void whenQuiet(window, leaving.signal)
      .then(whenSaved)
      .then(() => leaving.signal.aborted || location.reload());
    return () => leaving.abort();
  }, [to]);
}
