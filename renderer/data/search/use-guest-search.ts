/** Guests found by what is typed, for as long as a screen shows them. */
import { useEffect, useState } from 'react';
import type { SearchResult } from '../../../shared/rules/search/search-guests.ts';
import { useDesk } from '../desk-context.tsx';

export interface GuestsFound {
  /** One for each query, in order. Until these are answered, of those asked before: a list doesn't flicker while one types. */
  readonly results: readonly SearchResult[];
  /** Whether they are of these very queries. */
  readonly isAnswered: boolean;
}

const nothingAsked: GuestsFound = { results: [], isAnswered: true };

/**
 * Asks again whenever what the search knows has changed: just after a start, and while a desk is loaded for the first
 * time, it doesn't know everybody yet.
 *
 * @param queries none where nothing is to be looked for; an empty one finds those here lately
 * @param limit of hits for each query
 */
export function useGuestSearch(queries: readonly string[], limit: number): GuestsFound {
  const { search } = useDesk();
  const key = JSON.stringify(queries);
  const [found, setFound] = useState<{ readonly key: string; readonly results: readonly SearchResult[] }>();
  useEffect(() => {
    const asked = JSON.parse(key) as readonly string[];
    if (asked.length === 0) return;
    let isCurrent = true;
    const ask = () =>
      void Promise.all(asked.map((query) => search.search(query, limit))).then((results) => {
        if (isCurrent) setFound({ key, results });
      });
    ask();
    const stop = search.onChanged(ask);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [search, key, limit]);
  if (queries.length === 0) return nothingAsked;
  return { results: found?.results ?? [], isAnswered: found?.key === key };
}
