/** Keeps the shell's journal in step with this window's database, and brings back what the database lost (R13). */
import { liveQuery } from 'dexie';
import type { StoreApi } from 'zustand/vanilla';
import type { DeviceStore } from '../../shared/sync/device/device-store.ts';
import {
  createOutboxJournal,
  type BroughtBack,
  type JournalPort,
} from '../../shared/sync/device/outbox-journal.ts';
import type { DeskDatabase } from './database.ts';
import type { DeskState } from './desk-state.ts';

export interface KeptJournal {
  /** What is written through it is in the journal, too, when it is saved. */
  readonly store: DeviceStore;
  /** Resolves once nothing is left to be brought back; never rejects. */
  readonly ready: Promise<void>;
  /** Of a desk that was emptied; never rejects. What fails is tried again, at the next start too. */
  clear(): Promise<void>;
  stop(): void;
}

/** A journal in trouble is tried again. */
const retryMs = 30_000;

/**
 * Has the outbox journal follow this window’s database for as long as the window stands, and tells people of it.
 * @param onBroughtBack the desk, or changes of it, are in the database again
 */
export function keepJournalInStep(
  db: DeskDatabase,
  plainStore: DeviceStore,
  port: JournalPort,
  state: StoreApi<DeskState>,
  onBroughtBack: () => void,
): KeptJournal {
  const journal = createOutboxJournal({
    store: plainStore,
    port,
    onTrouble: (isInTrouble) => state.setState({ journal: isInTrouble ? 'trouble' : 'kept' }),
    isOver: () => isJournalOver(db),
    onCleared: () => db.meta.delete('journalOver'),
    async onBroughtBack(found) {
      await noteBroughtBack(db, found);
      onBroughtBack();
    },
  });
  // A database that fails is told by whoever watches it; it is followed again with its next change.
  const follow = () => void journal.follow().catch(() => undefined);
  let stop = () => {};
  let isStopped = false;

  async function start(): Promise<void> {
    state.setState({ journal: 'kept' });
    await journal.open().catch(() => undefined);
    if (isStopped) return;
    const watching = liveQuery(() => whatEnds(db)).subscribe({ next: follow, error: () => undefined });
    const retrying = setInterval(() => {
      if (state.getState().journal === 'trouble') follow();
    }, retryMs);
    stop = () => {
      watching.unsubscribe();
      clearInterval(retrying);
    };
  }

  return {
    store: journal.store,
    ready: start(),
    // Where even that it was cleared cannot be noted, it is cleared once more at the next start.
    clear: () => journal.clear().catch(() => undefined),
    stop() {
      isStopped = true;
      stop();
    },
  };
}

/** Noted when the desk was emptied; it outlasts a new enrolment, which forgets why the desk was emptied. */
async function isJournalOver(db: DeskDatabase): Promise<boolean> {
  const [over, wiped, device] = await db.meta.bulkGet(['journalOver', 'wiped', 'device']);
  return over !== undefined || (wiped !== undefined && device === undefined);
}

async function noteBroughtBack(db: DeskDatabase, found: BroughtBack): Promise<void> {
  await db.meta.put({ key: 'broughtBack', value: { ...found, at: Date.now() } });
  const device = await db.meta.get('device');
  if (device?.key === 'device') await db.meta.put({ key: 'installId', value: device.value.installId });
}

/** Entries leave the outbox as the device's count goes on, and the list of rejected ones by a person's answer. */
async function whatEnds(db: DeskDatabase): Promise<string> {
  const [device, rejected] = await Promise.all([
    db.meta.get('device'),
    db.attention.toCollection().primaryKeys(),
  ]);
  return JSON.stringify([device, rejected]);
}
