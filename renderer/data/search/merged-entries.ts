/** A guest who was merged is found by what either card says, and shown as the one that was kept. */
import type { ListRequest } from '../../../shared/rules/search/list-guests.ts';
import type { GuestEntries } from '../../../shared/rules/search/guest-entries.ts';
import {
  searchGuests,
  type SearchedGuests,
  type SearchHit,
  type SearchResult,
} from '../../../shared/rules/search/search-guests.ts';
import type { SearchIndex } from './search-index.ts';

type Indexed = Pick<SearchIndex, 'entries' | 'merged' | 'mistaken' | 'rootOf'>;
type Entries = SearchedGuests & Pick<GuestEntries, 'get' | 'values'>;

/** Hits asked for besides, since two may be one. */
const spare = 10;

export function searchIndexed(index: Indexed, query: string, limit: number, now: number): SearchResult {
  const { entries, merged } = index;
  if (merged.size === 0) return searchGuests(entries, query, limit, now);
  const { hits, total } = searchGuests(allOf(index), query, limit + spare, now);
  const byGuest = new Map<string, SearchHit>();
  for (const hit of hits) {
    const told = toldOf(index, hit);
    if (told && !byGuest.has(told.guestCardId)) byGuest.set(told.guestCardId, told);
  }
  return { hits: [...byGuest.values()].slice(0, limit), total: total - (hits.length - byGuest.size) };
}

/**
 * What a list is made of: where something is searched for, also by the cards that were merged; of those entered by
 * mistake, and of nobody else, where these are asked for.
 */
export function entriesToList(
  index: Indexed,
  { query, filters }: Pick<ListRequest, 'query' | 'filters'>,
): Entries {
  const { entries, merged, mistaken, rootOf } = index;
  if (filters.includes('mistaken')) {
    const blocks = [{ entries: [...mistaken.values()], columns: null }];
    return {
      characters: entries.characters,
      blocks,
      values: () => mistaken.values(),
      get: (id) => mistaken.get(id),
    };
  }
  if (merged.size === 0 || query.trim() === '') return entries;
  return { ...allOf(index), values: () => entries.values(), get: (id) => entries.get(rootOf(id)) };
}

/** Few were merged: they are gone through one by one. */
function allOf({ entries, merged }: Indexed): SearchedGuests {
  const { blocks, characters } = entries;
  return { characters, blocks: [...blocks, { entries: [...merged.values()], columns: null }] };
}

/** As the guest is known by now; what was typed is not part of that name. */
function toldOf({ entries, rootOf }: Indexed, hit: SearchHit): SearchHit | null {
  if (entries.get(hit.guestCardId)) return hit;
  const kept = entries.get(rootOf(hit.guestCardId));
  if (!kept) return null;
  const { guestCardId, name, kind, phoneLast4, vehicles, lastVisitAt } = kept;
  return { ...hit, guestCardId, name, kind, phoneLast4, vehicles, lastVisitAt, nameRange: null };
}
