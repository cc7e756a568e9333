/** A device, a server that says what it is told to, and the loop between them, for tests. */
import { createClockOffset } from './clock-offset.ts';
import type { DeviceStore } from './device-store.ts';
import { createSyncLoop, type LoopStatus, type SyncLoopDeps } from './sync-loop.ts';
import { createTestDevice } from './test-device.ts';
import { createTestTime } from './test-time.ts';
import { createTestTransport } from './test-transport.ts';

export const idleMs = 60_000;

export async function createTestLoop(
  more: { store?: (store: DeviceStore) => DeviceStore; random?: number; fresh?: true } = {},
) {
  const device = await createTestDevice(more.fresh ? { cursor: null, ready: false } : {});
  const transport = createTestTransport();
  const time = createTestTime();
  const statuses: LoopStatus[] = [];
  const deps: SyncLoopDeps = {
    store: more.store?.(device.store) ?? device.store,
    transport,
    now: time.now,
    startTimer: time.startTimer,
    random: () => more.random ?? 0.5,
    clockOffset: createClockOffset(),
    idleWait: () => idleMs,
    onStatus: (status) => void statuses.push(status),
    onRowsChanged: () => undefined,
    onHeadReached: () => undefined,
  };
  const phases = () => statuses.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  const steps = () => transport.asked.map((one) => Object.keys(one)[0]);
  return { device, transport, time, phases, steps, statuses, start: () => createSyncLoop(deps) };
}
