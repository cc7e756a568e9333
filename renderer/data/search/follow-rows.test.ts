/** What the search hears of rows that changed. */
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import type { RowsMessage } from '../sync-channel.ts';
import { followRows, type Changed } from './follow-rows.ts';

const channels: BroadcastChannel[] = [];
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

function openFollowed() {
  const name = `rows-${uuidv7()}`;
  const [ears, mouth] = [new BroadcastChannel(name), new BroadcastChannel(name)];
  channels.push(ears, mouth);
  const taken: Changed[] = [];
  followRows(ears, async (changed) => taken.push(changed));
  return { taken, tell: (message: RowsMessage) => mouth.postMessage(message) };
}

test('rows of a burst are read together, each once, and those of other entities never', async () => {
  const { taken, tell } = openFollowed();
  tell({ entity: 'guestCard', ids: ['a', 'b'] });
  tell({ entity: 'serving', ids: ['c'] });
  tell({ entity: 'guestCard', ids: ['b'] });
  tell({ entity: 'visit', ids: ['d'] });
  await vi.waitFor(() => expect(taken).toHaveLength(1));
  expect(taken[0]).toEqual([
    { entity: 'guestCard', id: 'a' },
    { entity: 'guestCard', id: 'b' },
    { entity: 'visit', id: 'd' },
  ]);
});

test('of more rows than are quickly read, all are', async () => {
  const { taken, tell } = openFollowed();
  tell({ entity: 'guestCard', ids: Array.from({ length: 1_001 }, (_, at) => String(at)) });
  await vi.waitFor(() => expect(taken).toEqual(['all']));
});

test('where a backup took the place of all that was here, nobody names its rows: all are read', async () => {
  const { taken, tell } = openFollowed();
  for (const entity of ['guestCard', 'serving', 'visit']) tell({ entity });
  await vi.waitFor(() => expect(taken).toEqual(['all']));
});
