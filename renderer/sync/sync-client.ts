/** A window's side of synchronisation: owns its worker, hears the leader, replaces a worker that is stuck. */
import { v7 as uuidv7 } from 'uuid';
import {
  syncChannelName,
  type LeaderStatus,
  type SyncClient,
  type SyncMessage,
} from '../data/sync-channel.ts';
import type { SyncWorkerStart } from './sync-worker.ts';

/** A step that takes longer has hung; every request in it ends by itself long before. */
const stuckMs = 120_000;
const watchEveryMs = 10_000;

export function createSyncClient(
  settings: Omit<SyncWorkerStart, 'leaderId'>,
  onStatus: (status: LeaderStatus) => void,
): SyncClient {
  const channel = new BroadcastChannel(syncChannelName);
  const post = (message: SyncMessage) => channel.postMessage(message);
  let own = startWorker(settings);
  let last: LeaderStatus | null = null;

  channel.addEventListener('message', (event: MessageEvent<SyncMessage>) => {
    if (event.data.type !== 'status') return;
    last = event.data.status;
    onStatus(last);
  });
  const watchdog = setInterval(() => {
    const isOurs = last?.leaderId === own.leaderId;
    const isWorking = last?.phase === 'syncing' || last?.phase === 'firstLoad';
    if (!last || !isOurs || !isWorking || Date.now() - last.progressAt < stuckMs) return;
    own.worker.terminate();
    own = startWorker(settings);
    last = null;
  }, watchEveryMs);
  const onOnline = () => post({ type: 'wake' });
  window.addEventListener('online', onOnline);
  post({ type: 'askStatus' });

  return {
    poke: () => post({ type: 'poke' }),
    wake: () => post({ type: 'wake' }),
    check: () => post({ type: 'check' }),
    announceEnrolment: () => post({ type: 'enrolled' }),
    close() {
      clearInterval(watchdog);
      window.removeEventListener('online', onOnline);
      own.worker.terminate();
      channel.close();
    },
  };
}

function startWorker(settings: Omit<SyncWorkerStart, 'leaderId'>): { worker: Worker; leaderId: string } {
  const leaderId = uuidv7();
  const worker = new Worker(new URL('./sync-worker.ts', import.meta.url), {
    type: 'module',
    name: 'crdesk-sync',
  });
  worker.postMessage({ ...settings, leaderId } satisfies SyncWorkerStart);
  return { worker, leaderId };
}
