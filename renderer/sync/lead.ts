/** Runs the shared engine with the browser's clock, network and database, for as long as this worker leads. */
import { createClockOffset } from '../../shared/sync/device/clock-offset.ts';
import type { DeviceRecord } from '../../shared/sync/device/device-store.ts';
import type { ExchangeDeps } from '../../shared/sync/device/exchange.ts';
import type { Timer } from '../../shared/sync/device/pacer.ts';
import { createSyncLoop, type LoopStatus, type SyncLoop } from '../../shared/sync/device/sync-loop.ts';
import { returnAlone } from '../data/alone/return-alone.ts';
import type { DeskDatabase } from '../data/database.ts';
import { createIdbDeviceStore } from '../data/idb-device-store.ts';
import { noteOfDesk } from '../data/note-of-desk.ts';
import { wipeDesk } from '../data/wipe-desk.ts';
import {
  heartbeatMs,
  tellAllChanged,
  type LeaderStatus,
  type RowsMessage,
  type SyncMessage,
} from '../data/sync-channel.ts';
import { startHourlyCheck } from './hourly-check.ts';
import { listenForHints } from './hints.ts';
import { createHttpTransport } from './http-transport.ts';

export interface LeadDeps {
  readonly db: DeskDatabase;
  readonly serverUrl: string;
  readonly leaderId: string;
  readonly channel: BroadcastChannel;
  readonly rowsChannel: BroadcastChannel;
}

/** With hints a pull now and then is enough to notice a stream that lies. */
const idleMs = { withHints: 60_000, withoutHints: 3_000 } as const;

/** Leads until `signal` aborts. Resolves then, or where the device is not enrolled yet or works without a server. */
export async function lead(deps: LeadDeps, signal: AbortSignal): Promise<void> {
  const store = createIdbDeviceStore(deps.db);
  const readDevice = () => store.transact('read', [], (transaction) => transaction.getDevice());
  if (!hasServer(await readDevice())) return;
  const savedOffset = await deps.db.meta.get('clockOffset');
  const clockOffset = createClockOffset(savedOffset?.key === 'clockOffset' ? savedOffset.value : 0);
  let status: LoopStatus | null = null;
  let reachedHead = 0;

  const isShutOut = () => status?.problem === 'device_revoked';
  const post = (message: SyncMessage) => deps.channel.postMessage(message);
  const tell = () => {
    if (status === null) return;
    const told: LeaderStatus = { ...status, leaderId: deps.leaderId, clockOffset: clockOffset.current() };
    post({ type: 'status', status: told });
  };

  const transport = createHttpTransport(deps.serverUrl);
  const onRowsChanged: ExchangeDeps['onRowsChanged'] = (changed) => {
    for (const [entity, ids] of changed) {
      if (ids.length > 0) deps.rowsChannel.postMessage({ entity, ids } satisfies RowsMessage);
    }
  };

  const loop: SyncLoop = createSyncLoop({
    store,
    transport,
    onRowsChanged,
    clockOffset,
    now: () => Date.now(),
    random: () => Math.random(),
    startTimer,
    idleWait: () => (hints.isOpen() ? idleMs.withHints : idleMs.withoutHints),
    onStatus(next) {
      const before = status;
      status = next;
      if (isTurn(before, next)) tell();
      if (isShutOut()) loop.stop();
    },
    onHeadReached(head) {
      reachedHead = head;
    },
  });
  const hints = listenForHints({
    serverUrl: deps.serverUrl,
    token: async () => (await readDevice())?.token ?? null,
    onHead(head) {
      if (head > reachedHead) loop.hint();
    },
    onTurn(isOpen) {
      // Lost: find out now whether the server is gone, so that the status line tells the truth. Back: no back-off.
      if (!isOpen || status?.phase === 'offline') loop.hint();
    },
  });

  const isOnline = () => status?.phase === 'online' || status?.phase === 'syncing';
  const check = startHourlyCheck({ db: deps.db, store, transport, onRowsChanged, isOnline });

  const stopListening = listenToWindows(deps.channel, {
    poke: loop.poke,
    wake: loop.wake,
    askStatus: tell,
    check: () => void check.runNow(),
  });
  const heartbeat = setInterval(() => {
    tell();
    void stopWithoutServer(readDevice, loop);
    keepOffset(deps.db, clockOffset.current()).catch(() => undefined);
  }, heartbeatMs);
  signal.addEventListener('abort', () => loop.stop(), { once: true });
  try {
    await loop.finished;
    if (isShutOut()) await leaveServer(deps);
  } finally {
    clearInterval(heartbeat);
    hints.stop();
    check.stop();
    stopListening();
  }
}

const hasServer = (device: DeviceRecord | null) => device !== null && !device.alone && !device.joining;

/** What a desk that joins has not brought yet is nowhere else (R14.9); every other desk is emptied. */
async function leaveServer({ db, rowsChannel }: LeadDeps): Promise<void> {
  // What the server had refused is here again.
  if (await returnAlone(db, 'shutOut', Date.now())) tellAllChanged(rowsChannel);
  else await wipeDesk(db, 'shutOut');
}

/** A person gave the joining up, or emptied the desk, in another window maybe. */
async function stopWithoutServer(
  readDevice: () => Promise<DeviceRecord | null>,
  loop: SyncLoop,
): Promise<void> {
  const device = await readDevice().catch(() => undefined);
  if (device !== undefined && !hasServer(device)) loop.stop();
}

/** Worth a word to the windows at once. */
function isTurn(before: LoopStatus | null, next: LoopStatus): boolean {
  return (
    next.phase !== before?.phase || next.problem !== before.problem || next.loadedRows !== before.loadedRows
  );
}

/** What windows ask for, and the network that comes back. @returns the way to stop */
function listenToWindows(
  channel: BroadcastChannel,
  answers: Readonly<Record<'poke' | 'wake' | 'askStatus' | 'check', () => void>>,
): () => void {
  const onMessage = ({ data: { type } }: MessageEvent<SyncMessage>) => {
    if (type in answers) answers[type as keyof typeof answers]();
  };
  channel.addEventListener('message', onMessage);
  self.addEventListener('online', answers.wake);
  return () => {
    channel.removeEventListener('message', onMessage);
    self.removeEventListener('online', answers.wake);
  };
}

/**
 * The corrected time is wanted before the next answer too, say at a start without a network. Where it cannot be kept,
 * it is measured again.
 */
async function keepOffset(db: DeskDatabase, offset: number): Promise<void> {
  const saved = await db.meta.get('clockOffset');
  if (saved?.key === 'clockOffset' && Math.abs(saved.value - offset) < 250) return;
  await noteOfDesk(db, { key: 'clockOffset', value: offset });
}

function startTimer(ms: number): Timer {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    const timeout = setTimeout(resolve, ms);
    end = () => {
      clearTimeout(timeout);
      resolve();
    };
  });
  return { over, end: () => end() };
}
