/** The shipped data layer, engine and search, without the screens. */
import '../../../../renderer/data/zod-without-eval.ts';
import { z } from 'zod';
import { createDeskDatabase, databaseName } from '../../../../renderer/data/database.ts';
import { createDesk, type Desk } from '../../../../renderer/data/desk.ts';
import { createSearchClient } from '../../../../renderer/data/search/search-client.ts';
import {
  rowsChannelName,
  type LeaderStatus,
  type SyncClient,
} from '../../../../renderer/data/sync-channel.ts';
import { createSyncClient } from '../../../../renderer/sync/sync-client.ts';
import { defineCommand } from '../../../../shared/commands/define.ts';
import type { PeerPlace } from '../client.ts';
import { offer } from '../offer.ts';

/** The least a command can be: no command of the application writes a note and nothing else. */
const writeNote = defineCommand({
  name: 'benchNote',
  version: 1,
  input: z.object({ id: z.string(), note: z.string() }),
  permission: 'guests.edit',
  reads: () => [],
  plan: ({ id, note }) => ({
    changes: [
      {
        name: 'benchNote',
        version: 1,
        patches: [{ entity: 'guestCard', id, op: 'update', set: { note } }],
      },
    ],
    output: null,
  }),
});

const db = createDeskDatabase();
let place: PeerPlace = { serverUrl: '' };
let desk: Desk;
let sync: SyncClient | null = null;
let onStatus: (status: LeaderStatus) => void = () => undefined;

offer({
  async open(given) {
    place = given;
    await db.open();
    desk = createDesk({
      db,
      serverUrl: place.serverUrl,
      search: createSearchClient(databaseName),
      journal: null,
      connect(listener) {
        onStatus = listener;
        return {
          poke: () => sync?.poke(),
          wake: () => sync?.wake(),
          check: () => sync?.check(),
          announceEnrolment: () => sync?.announceEnrolment(),
          close: () => sync?.close(),
        };
      },
      onWiped: () => undefined,
    });
    while (desk.state.getState().device === undefined) await pause(5);
  },
  async startSync() {
    sync = createSyncClient({ serverUrl: place.serverUrl, databaseName }, (status) => onStatus(status));
    if (desk.state.getState().device) return;
    const enrolled = await desk.enrol({ code: place.code ?? '', name: 'Bar' });
    if (!enrolled.ok) throw new Error(enrolled.error.code);
  },
  hasCustomer: async (customerId) => (await db.guestCard.where({ customerId }).primaryKeys()).length > 0,
  count: () => db.guestCard.count(),
  settle: async () => undefined,
  notesOf: async (ids) => (await db.guestCard.bulkGet([...ids])).map((card) => card?.note),
  async writeNotes(ids, note) {
    for (let from = 0; from < ids.length; from += 50) {
      const some = ids.slice(from, from + 50).map((id) => desk.run(writeNote, { id, note }));
      for (const result of await Promise.all(some)) if (!result.ok) throw new Error(result.error.code);
    }
  },
  onChange(listener) {
    new BroadcastChannel(rowsChannelName).addEventListener('message', listener);
  },
  findByPrefix: async (typed, limit) => (await desk.search.search(typed, limit)).hits.length,
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
