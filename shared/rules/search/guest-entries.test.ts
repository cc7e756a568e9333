import { expect, test } from 'vitest';
import { blockSize, createGuestEntries } from './guest-entries.ts';
import type { SearchEntry } from './search-entry.ts';
import { searchGuests } from './search-guests.ts';

const entry = (guestCardId: string, name: string): SearchEntry => ({
  ...{ guestCardId, name, kind: 'private', readings: [...name].map((character) => [character]) },
  ...{ phoneLast4: null, birthMonthDay: null, flags: [], vehicles: [], lastVisitAt: null },
});
const crowd = (count: number) => Array.from({ length: count }, (_, at) => entry(`id ${at}`, `g${at}`));
const bare = ({ blocks }: ReturnType<typeof createGuestEntries>) =>
  blocks.filter(({ columns }) => columns === null).length;

test('block by block they are prepared; a change unprepares its own block alone', () => {
  const guests = createGuestEntries(crowd(2 * blockSize + 1));
  expect([guests.size, guests.blocks.length, bare(guests)]).toEqual([2 * blockSize + 1, 3, 3]);
  expect([guests.prepare(), guests.prepare(), guests.prepare(), guests.prepare()]).toEqual([
    ...[true, true, false, false],
  ]);
  expect(bare(guests)).toBe(0);
  guests.set(entry('id 3', 'h'));
  expect(guests.blocks.map(({ columns }) => columns === null)).toEqual([true, false, false]);
});

test('what is set, set anew and deleted is found as it is now, before and after it is prepared', () => {
  const guests = createGuestEntries(crowd(blockSize + 5));
  while (guests.prepare());
  guests.set(entry('id 3', 'renamed'));
  guests.delete('id 7');
  guests.delete('id 7');
  guests.set(entry('new', 'arrived'));
  const found = (typed: string) =>
    searchGuests(guests, typed, 5, 0).hits.map(({ guestCardId }) => guestCardId);
  for (let round = 0; round < 2; round += 1) {
    expect(['renamed', 'g3', 'g7', 'arrived'].map((typed) => found(typed)[0])).toEqual([
      ...['id 3', 'id 30', 'id 70', 'new'],
    ]);
    while (guests.prepare());
  }
  expect(guests.size).toBe(blockSize + 5);
  expect([...guests.keys()]).toEqual([...guests.values()].map(({ guestCardId }) => guestCardId));
  expect([guests.get('id 7'), guests.get('id 3')?.name]).toEqual([undefined, 'renamed']);
});
