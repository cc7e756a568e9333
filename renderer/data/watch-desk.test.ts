import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDeskDatabase, type DeskDatabase, type MetaRow } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { watchDesk } from './watch-desk.ts';

let db: DeskDatabase;
let state: StoreApi<DeskState>;
let stop: () => void;
const onWiped = vi.fn<() => void>();

beforeEach(async (context) => {
  onWiped.mockClear();
  db = createDeskDatabase(context.task.name);
  await db.meta.put({ key: 'device', value: { deviceId: 'd1' } } as MetaRow);
  state = createStore<DeskState>(() => ({
    device: undefined,
    person: null,
    settings: undefined,
    leader: null,
    leaderHeardAt: 0,
    storageProblem: null,
  }));
  stop = watchDesk(db, state, onWiped);
  await vi.waitFor(() => expect(state.getState().device).toMatchObject({ deviceId: 'd1' }));
});
afterEach(() => {
  stop();
  db.close();
});

test('a desk whose record is gone is lost, and writes nothing any more', async () => {
  await db.meta.delete('device');
  await vi.waitFor(() => expect(state.getState().storageProblem).toBe('storage_lost'));
  await expect(db.meta.count()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
  expect(onWiped).not.toHaveBeenCalled();
});

test('a desk that was emptied on purpose is not lost', async () => {
  await db.transaction('rw', db.meta, async () => {
    await db.meta.delete('device');
    await db.meta.put({ key: 'wiped', value: { at: 1, cause: 'byChoice' } });
  });
  await vi.waitFor(() => expect(onWiped).toHaveBeenCalled());
  expect(state.getState().storageProblem).toBeNull();
});
