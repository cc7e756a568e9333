/** The two stores of a device, fresh ones, for tests that hold for both. */
import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceStore } from '../../shared/sync/device/device-store.ts';
import { createMemoryDeviceStore } from '../../shared/sync/device/memory-device-store.ts';
import { createDeskDatabase } from '../../renderer/data/database.ts';
import { createIdbDeviceStore } from '../../renderer/data/idb-device-store.ts';

export const deviceStores: readonly (readonly [name: string, create: () => DeviceStore])[] = [
  ['in memory', createMemoryDeviceStore],
  ['on IndexedDB', () => createIdbDeviceStore(createDeskDatabase(`test-${uuidv7()}`))],
];
