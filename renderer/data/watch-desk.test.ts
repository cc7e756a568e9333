import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDeskDatabase, type DeskDatabase, type MetaRow } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';
import type { Probed } from './probe-database.ts';
import { watchDesk } from './watch-desk.ts';

let db: DeskDatabase;
let state: StoreApi<DeskState>;
let watching: ReturnType<typeof watchDesk>;
let isAway: boolean;
const onWiped = vi.fn<() => void>();
const probe = vi.fn<() => Promise<Probed>>();

const unopened = () => Object.assign(new Error('Internal error.'), { name: 'UnknownError' });

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
    journal: 'none',
    storageProblem: null,
  }));
  isAway = false;
  db.on('ready', () => (isAway ? Promise.reject(unopened()) : undefined), true);
  watching = watchDesk({ db, state, probe, onWiped });
  await expect.poll(() => state.getState().device).toMatchObject({ deviceId: 'd1' });
});
afterEach(() => {
  watching.stop();
  vi.useRealTimers();
  db.close();
});

test('a desk whose record is gone is lost, and writes nothing any more', async () => {
  await db.meta.delete('device');
  await expect.poll(told).toBe('storage_lost');
  await expect(db.meta.count()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
  expect(onWiped).not.toHaveBeenCalled();
});

test('a desk that was emptied on purpose is not lost', async () => {
  await db.transaction('rw', db.meta, async () => {
    await db.meta.delete('device');
    await db.meta.put({ key: 'wiped', value: { at: 1, cause: 'byChoice' } });
  });
  await expect.poll(() => onWiped.mock.calls.length).toBeGreaterThan(0);
  expect(state.getState().storageProblem).toBeNull();
});

/** As the browser does. */
function closeByForce(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  isAway = true;
  db.close({ disableAutoOpen: false });
}

const told = () => state.getState().storageProblem;

/** What rests between two tries passes as fast as the database answers. */
async function whenTold(problem: DeskState['storageProblem']): Promise<void> {
  while (told() !== problem) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a database that is shut for a moment is nobody’s trouble', async () => {
  probe.mockResolvedValue('refused');
  const problems: unknown[] = [];
  const listening = state.subscribe(({ storageProblem }) => problems.push(storageProblem));
  const opening = vi.spyOn(db, 'open');
  closeByForce();
  while (opening.mock.calls.length < 3) await vi.advanceTimersByTimeAsync(20);
  isAway = false;
  while (!db.isOpen())
    await new Promise((resolve) => setImmediate(() => resolve(vi.advanceTimersByTimeAsync(20))));
  listening();
  expect(problems).toEqual([]);
});

test('a database that stays shut is told, and goes on by itself once it opens', async () => {
  probe.mockResolvedValue('refused');
  closeByForce();
  await whenTold('storage_unopened');
  isAway = false;
  await whenTold(null);
  expect(await db.meta.count()).toBe(1);
});

test('where another page could open it, this one asks to be loaded anew', async () => {
  probe.mockResolvedValue('there');
  closeByForce();
  await whenTold('storage_reload');
});

test('where another page would open an empty one, the desk is lost, and tried no more', async () => {
  probe.mockResolvedValue('gone');
  closeByForce();
  await whenTold('storage_lost');
  isAway = false;
  await expect(db.meta.count()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
});

test('a full disk that shuts the database is told as what shuts it, not as a write that failed', async () => {
  probe.mockResolvedValue('refused');
  db.on('ready', () => Promise.reject(Object.assign(new Error(), { name: 'QuotaExceededError' })), true);
  closeByForce();
  isAway = false;
  await whenTold('storage_unopened');
});

test('an empty database in the place of the desk’s is never opened: nothing is written into it', async () => {
  db.backendDB().close();
  db.close({ disableAutoOpen: false });
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(db.name).addEventListener('success', resolve);
  });
  const writing = createIdbDeviceStore(db).transact('write', [], (transaction) =>
    transaction.addToOutbox({ opId: 'x' } as never),
  );
  await expect(writing).rejects.toMatchObject({ code: 'storage_lost' });
  await expect.poll(told).toBe('storage_lost');
});
