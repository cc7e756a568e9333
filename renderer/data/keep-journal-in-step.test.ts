import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createSegmentedJournal } from '../../shared/journal/journal.ts';
import { createTestFiles, noSeal } from '../../shared/journal/test-files.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import { toDeskText } from '../../shared/sync/device/journaled-change.ts';
import { deviceRecord } from '../../shared/sync/device/test-device.ts';
import { createDeskDatabase, type DeskDatabase } from './database.ts';
import { keepJournalInStep, type KeptJournal } from './keep-journal-in-step.ts';
import type { DeskState } from './desk-state.ts';
import { keepEnrolment } from './enrol-device.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';
import { wipeDesk } from './wipe-desk.ts';

let db: DeskDatabase;
let kept: KeptJournal | null = null;
let journal: ReturnType<typeof createSegmentedJournal>;
/** As a keyring that is locked: nothing can be read or cleared. */
let isLocked = false;
const onBroughtBack = vi.fn<() => void>();

beforeEach(async (context) => {
  onBroughtBack.mockClear();
  isLocked = false;
  db = createDeskDatabase(context.task.name);
  journal = createSegmentedJournal(createTestFiles(), noSeal);
  await journal.keepDesk(toDeskText(deviceRecord));
});
afterEach(() => {
  kept?.stop();
  db.close();
  vi.useRealTimers();
});

/** Starts as the program does. */
async function start(): Promise<() => DeskState['journal']> {
  kept?.stop();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const state = createStore(() => ({ journal: 'none' }) as DeskState);
  const unlessLocked = async (work: () => Promise<unknown>) => !isLocked && (await work(), true);
  const port: JournalPort = {
    read: async () => (isLocked ? null : journal.read()),
    append: (entries) => unlessLocked(() => journal.append(entries)),
    end: (opIds) => unlessLocked(() => journal.end(opIds)),
    keepDesk: (desk) => unlessLocked(() => journal.keepDesk(desk)),
    clear: () => unlessLocked(() => journal.clear()),
  };
  kept = keepJournalInStep(db, createIdbDeviceStore(db), port, state, onBroughtBack);
  await kept.ready;
  return () => state.getState().journal;
}
const deskKept = async () => (await journal.read()).desk;

async function unlock(): Promise<void> {
  isLocked = false;
  vi.advanceTimersByTime(30_000);
}

test('[R13.5] a desk that was wiped does not come back where the program ended before its journal was cleared', async () => {
  await db.meta.put({ key: 'device', value: deviceRecord });
  await wipeDesk(db, 'shutOut');
  isLocked = true;
  const state = await start();
  expect(state()).toBe('trouble');
  await unlock();
  await expect.poll(deskKept).toBeNull();
  await expect.poll(state).toBe('kept');
  await expect.poll(() => db.meta.toCollection().primaryKeys()).toEqual(['wiped']);
  expect(onBroughtBack).not.toHaveBeenCalled();
});

test('[R13.5] nor where it is enrolled anew before then: of the one before nothing is read', async () => {
  const opId = '01920000-0000-7000-8000-000000000001';
  await journal.append([{ opId, localSeq: 1, change: '{}' }]);
  await db.meta.put({ key: 'device', value: deviceRecord });
  await wipeDesk(db, 'shutOut');
  const { installId: _, name, ...place } = { ...deviceRecord, token: 'token-of-the-next' };
  const store = createIdbDeviceStore(db);
  await keepEnrolment({ db, store }, { ...place, serverTime: 0 } as never, name);
  isLocked = true;
  const state = await start();
  await unlock();
  await expect.poll(deskKept).toContain('token-of-the-next');
  expect((await journal.read()).entries).toEqual([]);
  await expect.poll(state).toBe('kept');
});

test('[R13.4] what a later try brings back is told, the installation is its own again, and the worker hears of it', async () => {
  isLocked = true;
  const state = await start();
  expect([state(), await db.meta.count()]).toEqual(['trouble', 0]);
  await unlock();
  await expect.poll(() => onBroughtBack.mock.calls.length).toBe(1);
  expect(await db.meta.get('broughtBack')).toMatchObject({ value: { isLost: true, changes: 0 } });
  expect(await db.meta.get('installId')).toMatchObject({ value: deviceRecord.installId });
  expect(await db.meta.get('device')).toMatchObject({ value: { token: deviceRecord.token } });
});
