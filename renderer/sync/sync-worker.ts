/**
 * The worker of each window. One of them at a time holds the lock and synchronises; the others wait for it,
 * and take it from a leader that gives no sign of life (frozen in a background tab).
 */
import '../data/zod-without-eval.ts';
import { createDeskDatabase } from '../data/database.ts';
import {
  heartbeatMs,
  leaderLock,
  rowsChannelName,
  silentLeaderMs,
  syncChannelName,
  type SyncMessage,
} from '../data/sync-channel.ts';
import { toStorageFailure } from '../data/storage-failure.ts';
import { lead } from './lead.ts';

export interface SyncWorkerStart {
  readonly serverUrl: string;
  readonly databaseName: string;
  readonly leaderId: string;
}

self.addEventListener(
  'message',
  (event: MessageEvent<SyncWorkerStart>) => {
    start(event.data);
  },
  { once: true },
);

function start({ serverUrl, databaseName, leaderId }: SyncWorkerStart): void {
  const db = createDeskDatabase(databaseName);
  const channel = new BroadcastChannel(syncChannelName);
  const rowsChannel = new BroadcastChannel(rowsChannelName);
  let leading: AbortController | null = null;
  let heardAt = Date.now();

  async function leadWhileHeld(): Promise<void> {
    const reign = new AbortController();
    leading = reign;
    while (!reign.signal.aborted) {
      // Not enrolled yet: someone will say so. A bug must not end synchronisation for good.
      const enrolled = nextMessage(channel, 'enrolled', 5_000);
      await lead({ db, serverUrl, leaderId, channel, rowsChannel }, reign.signal).catch(reportUnlessStorage);
      if (!reign.signal.aborted) await enrolled;
    }
  }

  /** Holds the lock until the worker ends or another steals it. */
  async function hold(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(leaderLock, options, leadWhileHeld);
    } catch {
      // Stolen: this worker was frozen and another one leads.
    }
    leading?.abort();
    leading = null;
    heardAt = Date.now();
  }

  async function queue(): Promise<void> {
    // Without a secure context there are no locks; two leaders then do each other no harm, only work twice.
    if (!('locks' in navigator)) return leadWhileHeld();
    for (;;) await hold({});
  }

  channel.addEventListener('message', (event: MessageEvent<SyncMessage>) => {
    if (event.data.type === 'status' && event.data.status.leaderId !== leaderId) heardAt = Date.now();
  });
  setInterval(() => {
    const isFrozen = Date.now() - heardAt > silentLeaderMs;
    if (!leading && isFrozen && 'locks' in navigator)
      void leaderExists().then((exists) => (exists ? hold({ steal: true }) : undefined));
  }, heartbeatMs);
  void queue();
}

async function leaderExists(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === leaderLock);
}

function nextMessage(channel: BroadcastChannel, type: SyncMessage['type'], orAfterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timeout = setTimeout(done, orAfterMs);
    function done() {
      clearTimeout(timeout);
      channel.removeEventListener('message', onMessage);
      resolve();
    }
    function onMessage(event: MessageEvent<SyncMessage>) {
      if (event.data.type === type) done();
    }
    channel.addEventListener('message', onMessage);
  });
}

/** A disk that is full, a database that does not open: the window says so, and here the loop begins again. */
function reportUnlessStorage(error: unknown): void {
  if (toStorageFailure(error)) return;

  // Nobody awaits it: shows in the console, and the loop begins again.
  queueMicrotask(() => {
    throw error;
  });
}
