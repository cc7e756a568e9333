/**
 * All guests that a desk knows, by id, in blocks of which each has its columns; a block without them, because a guest
 * of it has just changed, is gone through guest by guest until it is prepared again.
 *
 *   set, delete ─▶ the block loses its columns ─▶ answers still, slower ─▶ prepare ─▶ columns
 */
import { createCharacters, createColumns, type Characters, type GuestColumns } from './guest-columns.ts';
import type { SearchEntry } from './search-entry.ts';

export interface GuestBlock {
  /** Undefined where one was removed. */
  readonly entries: readonly (SearchEntry | undefined)[];
  readonly columns: GuestColumns | null;
}

export interface GuestEntries {
  readonly size: number;
  readonly blocks: readonly GuestBlock[];
  readonly characters: Characters;
  get(guestCardId: string): SearchEntry | undefined;
  keys(): Iterable<string>;
  values(): Iterable<SearchEntry>;
  set(entry: SearchEntry): void;
  delete(guestCardId: string): void;
  /** Gives one block its columns, which takes a millisecond or so. @returns whether there is another without */
  prepare(): boolean;
}

/** Many enough for the columns to be worth it, few enough to make them anew whenever one of them changes. */
export const blockSize = 512;

interface Block {
  readonly entries: (SearchEntry | undefined)[];
  columns: GuestColumns | null;
}

export function createGuestEntries(given: Iterable<SearchEntry> = []): GuestEntries {
  const places = new Map<string, { readonly block: Block; readonly at: number }>();
  const blocks: Block[] = [];
  const characters = createCharacters();
  const put = (block: Block, at: number, entry: SearchEntry | undefined) => {
    block.entries[at] = entry;
    block.columns = null;
  };
  const entryAt = (id: string) => {
    const place = places.get(id);
    return place?.block.entries[place.at];
  };
  const all: GuestEntries = {
    get size() {
      return places.size;
    },
    blocks,
    characters,
    get: entryAt,
    keys: () => places.keys(),
    *values() {
      for (const { block, at } of places.values()) {
        const entry = block.entries[at];
        if (entry) yield entry;
      }
    },
    set(entry) {
      const place = places.get(entry.guestCardId);
      if (place) return put(place.block, place.at, entry);
      let block = blocks.at(-1);
      if (!block || block.entries.length === blockSize) {
        block = { entries: [], columns: null };
        blocks.push(block);
      }
      places.set(entry.guestCardId, { block, at: block.entries.length });
      put(block, block.entries.length, entry);
    },
    delete(guestCardId) {
      const place = places.get(guestCardId);
      if (place) put(place.block, place.at, undefined);
      places.delete(guestCardId);
    },
    prepare() {
      const bare = blocks.find(({ columns }) => columns === null);
      if (!bare) return false;
      bare.columns = createColumns(bare.entries, characters);
      return blocks.some(({ columns }) => columns === null);
    },
  };
  for (const entry of given) all.set(entry);
  return all;
}
