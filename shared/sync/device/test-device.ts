/**
 * A device in plain maps for the tests of the engine, and a server's side to give it.
 *
 * Stands here and not in test/support because shared/ may import nothing outside itself.
 */
import type { DraftPatch } from '../../commands/define.ts';
import { entityByName, type EntityName } from '../../entities/registry.ts';
import type { DeviceRecord, DeviceStore, StoredRow } from './device-store.ts';
import { writeLocalChanges, type LocalChange } from './local-change.ts';
import { createMemoryDeviceStore, type MemoryDeviceStore } from './memory-device-store.ts';
import { completeFields } from '../wire/complete-fields.ts';
import { testId } from '../wire/test-id.ts';
import type { ChangeResult, WireRow } from '../wire/protocol.ts';

export const deviceRecord: DeviceRecord = {
  ...{ deviceId: testId(1), token: 'token-1', name: 'desk', siteId: testId(2), siteName: 'Site' },
  ...{ station: 'bar', scopes: ['site', 'front'], installId: testId(3), epoch: 'epoch-1' },
  ...{ cursor: 'cursor-1', doneOpSeq: 0, sentOpSeq: 0, ready: true, lastSyncedAt: null },
};

/** Where it stood when it sent what a verdict answers. */
export const sentFrom = (doneOpSeq: number) => ({ ...deviceRecord, doneOpSeq });

export interface TestDevice {
  readonly store: MemoryDeviceStore;
  /** Writes one change of these patches; its opId is `testId(900 + n)`, n from 1. */
  write(patches: readonly DraftPatch[], about?: Partial<LocalChange>): Promise<void>;
  /** The server's rows, as a pull would leave them. */
  hold(entity: EntityName, ...rows: readonly StoredRow[]): Promise<void>;
  put(change: Partial<DeviceRecord>): Promise<void>;
  device(): DeviceRecord;
  row(entity: EntityName, id: string): StoredRow | undefined;
  /** All that is kept, as text that can be compared. */
  state(): string;
}

export async function createTestDevice(about: Partial<DeviceRecord> = {}): Promise<TestDevice> {
  const store = createMemoryDeviceStore();
  let written = 0;
  const device = () => store.snapshot().device ?? deviceRecord;
  const put = (change: Partial<DeviceRecord>) =>
    store.transact('write', [], (transaction) => transaction.putDevice({ ...device(), ...change }));
  await put(about);
  return {
    ...{ store, device, put },
    write: (patches, more = {}) => writeOrThrow(store, { ...changeOf((written += 1), patches), ...more }),
    hold: (entity, ...rows) =>
      store.transact('write', [entity], (transaction) => transaction.putRows(entity, rows)),
    row: (entity, id) => store.snapshot().rows.get(entity)?.get(id),
    state: () =>
      JSON.stringify(store.snapshot(), (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
  };
}

export function changeOf(n: number, patches: readonly DraftPatch[]): LocalChange {
  const opId = testId(900 + n);
  return { opId, name: 'test', version: 1, actor: testId(1), occurredAt: n, retryOf: null, patches };
}

async function writeOrThrow(store: DeviceStore, change: LocalChange): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const failure = await writeLocalChanges(transaction, [change]);
    if (failure) throw new Error(`${failure.code} ${failure.field ?? ''}`);
  });
}

/** Absent fields are null; see `visitData`. */
export function createVisit(id: string, set: Readonly<Record<string, unknown>> = {}): DraftPatch {
  const visit = { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24', ...set };
  return { entity: 'visit', id, op: 'create', set: visit as never };
}

export function editVisit(id: string, set: Readonly<Record<string, unknown>>): DraftPatch {
  return { entity: 'visit', id, op: 'update', set: set as never };
}

export const removeVisit = (id: string): DraftPatch => ({ entity: 'visit', id, op: 'remove' });

/** All fields of a visit. */
export const visitData = (set: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  completeFields(entityByName('visit'), {
    ...{ purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24' },
    ...set,
  });

/** As the device keeps a visit that is still open. */
export function visitRow(
  id: string,
  rowVersion: number,
  set: Readonly<Record<string, unknown>> = {},
): StoredRow {
  return { ...visitData(set), isOpen: 1, id, rowVersion };
}

export function wireVisit(id: string, version: number, set: Readonly<Record<string, unknown>> = {}): WireRow {
  return { entity: 'visit', id, version, data: visitData(set) as never };
}

/** The verdict on the nth change written. */
export function verdictOn(n: number, about: Partial<ChangeResult> = {}): ChangeResult {
  return { opId: testId(900 + n), opSeq: n, verdict: 'applied', ...about };
}
