/** What a screen can do: run commands, enrol, sign in, and read the state of the desk. */
import { liveQuery } from 'dexie';
import { v7 as uuidv7 } from 'uuid';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command } from '../../shared/commands/define.ts';
import type { Station } from '../../shared/entities/stations.ts';
import type { DeviceErrorCode, Result } from '../../shared/errors.ts';
import { businessDayOf } from '../../shared/rules/business-day.ts';
import { rolesAllow, stationAllows } from '../../shared/rules/permissions.ts';
import { StorageFailure, type DeviceRecord } from '../../shared/sync/device-store.ts';
import { enrolAnswer, healthAnswer } from '../../shared/sync/protocol.ts';
import type { z } from 'zod';
import { rowsChannelName, type LeaderStatus, type RowsMessage, type SyncClient } from './sync-channel.ts';
import { callServer } from './call-server.ts';
import type { DeskDatabase, LocalRow } from './database.ts';
import { createDexieDeviceStore } from './dexie-device-store.ts';
import { keepPerson, keptPerson, signIn, type Person } from './people.ts';
import { retryRejected, runCommand, type CommandRunner, type Written } from './run-command.ts';
import type { SearchClient } from './search/search-client.ts';
import { toStorageFailure } from './storage-failure.ts';

export type HealthAnswer = z.infer<typeof healthAnswer>;

export interface DeskState {
  /** undefined while the database opens; null before enrolment. */
  readonly device: DeviceRecord | null | undefined;
  readonly person: Person | null;
  readonly settings: LocalRow<'siteSettings'> | undefined;
  /** What the leader last said; null before the first word. */
  readonly leader: LeaderStatus | null;
  /** UTC ms the leader was last heard. */
  readonly leaderHeardAt: number;
  /** The device cannot keep data: a code of shared/errors.ts. */
  readonly storageProblem: StorageFailure['code'] | null;
}

export interface EnrolInput {
  /** One-time code; none on a demonstration server. */
  readonly code?: string;
  readonly name: string;
  readonly station?: Station;
}

export interface Desk {
  readonly db: DeskDatabase;
  readonly state: StoreApi<DeskState>;
  readonly serverUrl: string;
  /** Guests by name, pinyin, digits, plate. */
  readonly search: SearchClient;
  /** Saved on this device when it says so. Expected failures are values. */
  run<Input, Output>(command: Command<Input, Output>, input: Input): Promise<Result<Output, DeviceErrorCode>>;
  /** Corrected UTC ms. */
  now(): number;
  businessDay(instant?: number): string;
  enrol(input: EnrolInput): Promise<Result<void>>;
  health(): Promise<Result<HealthAnswer>>;
  signIn(username: string, password: string): Promise<Result<Person>>;
  signOut(): void;
  /** Sends a rejected change again, as a new one on today's rows. */
  retry(opId: string): Promise<Result<void, DeviceErrorCode>>;
  /** Forgets a rejected change for good. */
  discard(opId: string): Promise<void>;
  syncNow(): void;
  close(): void;
}

export interface DeskDeps {
  readonly db: DeskDatabase;
  /** Origin of the central server, without a slash at the end. */
  readonly serverUrl: string;
  readonly search: SearchClient;
  connect(onStatus: (status: LeaderStatus) => void): SyncClient;
}

const fallback = { timeZone: 'Asia/Shanghai', dayCutOff: '04:00' } as const;

export function createDesk(deps: DeskDeps): Desk {
  const { db, serverUrl } = deps;
  const store = createDexieDeviceStore(db);
  const state = createStore<DeskState>(() => ({
    device: undefined,
    person: keptPerson(),
    settings: undefined,
    leader: null,
    leaderHeardAt: 0,
    storageProblem: null,
  }));
  const sync = deps.connect((leader) => state.setState({ leader, leaderHeardAt: Date.now() }));
  const rowsChannel = new BroadcastChannel(rowsChannelName);
  const subscriptions = [watchDevice(db, state), watchPerson(db, state), watchSettings(db, state)];
  const stopWatchingBlocked = watchBlocked(db, state);
  let savedOffset = 0;
  void db.meta.get('clockOffset').then(
    (row) => (savedOffset = row?.key === 'clockOffset' ? row.value : 0),
    () => undefined,
  );

  const now = () => Math.round(Date.now() + (state.getState().leader?.clockOffset ?? savedOffset));
  const businessDay = (instant = now()) => {
    const { timeZone, dayCutOff } = state.getState().settings ?? fallback;
    return businessDayOf(instant, timeZone, dayCutOff);
  };
  const runner = (): CommandRunner => {
    const { person, device } = state.getState();
    const instant = now();
    return { now: instant, businessDay: businessDay(instant), actor: person?.id ?? device?.deviceId ?? '' };
  };

  function isAllowed(permission: Command<unknown, unknown>['permission']): boolean {
    const { person, device } = state.getState();
    if (person) return rolesAllow(person.roles, permission);
    return device ? stationAllows(device.station, permission) : false;
  }

  function announce<Output>(
    result: Result<Written<Output>, DeviceErrorCode>,
  ): Result<Output, DeviceErrorCode> {
    if (!result.ok) {
      if (result.error.code === 'storage_full') state.setState({ storageProblem: 'storage_full' });
      return result;
    }
    if (state.getState().storageProblem === 'storage_full') state.setState({ storageProblem: null });
    sync.poke();
    for (const [entity, ids] of result.value.changed)
      rowsChannel.postMessage({ entity, ids } satisfies RowsMessage);
    return { ok: true, value: result.value.output };
  }

  return {
    db,
    state,
    serverUrl,
    search: deps.search,
    now,
    businessDay,
    async run(command, input) {
      const read = command.input.safeParse(input);
      if (!read.success) {
        const issue = read.error.issues[0];
        return {
          ok: false,
          error: { code: 'input_invalid', field: issue?.path.join('.') ?? '', message: issue?.message ?? '' },
        };
      }
      if (!isAllowed(command.permission)) return { ok: false, error: { code: 'not_permitted' } };
      return announce(await runCommand(store, runner(), command, read.data));
    },
    async health() {
      const answer = await callServer(serverUrl, {
        method: 'GET',
        path: '/health',
        answer: healthAnswer,
        timeoutMs: 8_000,
      });
      return answer.ok ? { ok: true, value: answer.value } : { ok: false, error: answer.failure };
    },
    async enrol(input) {
      const installId = await ownInstallId(db);
      const answer = await callServer(serverUrl, {
        method: 'POST',
        path: '/devices/enrol',
        body: { ...input, installId },
        answer: enrolAnswer,
      });
      if (!answer.ok) return { ok: false, error: answer.failure };
      const { serverTime: _, ...enrolled } = answer.value;
      const device: DeviceRecord = {
        ...enrolled,
        name: input.name,
        installId,
        cursor: null,
        doneOpSeq: 0,
        ready: false,
        lastSyncedAt: null,
      };
      await store.transact('write', [], (transaction) => transaction.putDevice(device));
      sync.announceEnrolment();
      return { ok: true, value: undefined };
    },
    async signIn(username, password) {
      const { device } = state.getState();
      if (!device) return { ok: false, error: { code: 'token_invalid' } };
      const result = await signIn({ db, serverUrl }, device.token, username.trim(), password);
      if (result.ok) {
        keepPerson(result.value);
        state.setState({ person: result.value });
      }
      return result;
    },
    signOut() {
      keepPerson(null);
      state.setState({ person: null });
    },
    async retry(opId) {
      const result = announce(await retryRejected(store, runner(), opId));
      return result.ok ? { ok: true, value: undefined } : result;
    },
    discard: (opId) => db.attention.delete(opId),
    syncNow: () => sync.wake(),
    close() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      stopWatchingBlocked();
      sync.close();
      rowsChannel.close();
    },
  };
}

type State = StoreApi<DeskState>;

function watchDevice(db: DeskDatabase, state: State) {
  return liveQuery(() => db.meta.get('device')).subscribe({
    next: (row) => state.setState({ device: row?.key === 'device' ? row.value : null }),
    error: (error: unknown) => {
      state.setState({ storageProblem: toStorageFailure(error)?.code ?? 'storage_unavailable' });
    },
  });
}

function watchSettings(db: DeskDatabase, state: State) {
  return liveQuery(() => db.siteSettings.toCollection().first()).subscribe({
    next: (settings) => state.setState({ settings }),
    error: () => undefined,
  });
}

/** Rights taken away elsewhere are gone here too; who left the house is signed out. */
function watchPerson(db: DeskDatabase, state: State) {
  return liveQuery(() => db.staff.toArray()).subscribe({
    next: (staff) => {
      const { person } = state.getState();
      const row = person && staff.find((one) => one.id === person.id);
      if (!person || !row) return;
      const current = row.active === false ? null : { ...person, name: row.name, roles: row.roles };
      if (JSON.stringify(current) === JSON.stringify(person)) return;
      keepPerson(current);
      state.setState({ person: current });
    },
    error: () => undefined,
  });
}

/** Another window holds the database in an older version, and so do we for a newer one. */
function watchBlocked(db: DeskDatabase, state: State): () => void {
  const onBlocked = () => state.setState({ storageProblem: 'storage_blocked' });
  const onVersionChange = () => {
    // Let the newer window go on; this one asks for a reload.
    db.close();
    state.setState({ storageProblem: 'storage_blocked' });
    return false;
  };
  const onReady = () => {
    if (state.getState().storageProblem === 'storage_blocked') state.setState({ storageProblem: null });
  };
  db.on('blocked', onBlocked);
  db.on('versionchange', onVersionChange);
  db.on('ready', onReady);
  return () => {
    db.on.blocked.unsubscribe(onBlocked);
    db.on.versionchange.unsubscribe(onVersionChange);
  };
}

async function ownInstallId(db: DeskDatabase): Promise<string> {
  const kept = await db.meta.get('installId');
  if (kept?.key === 'installId') return kept.value;
  const value = uuidv7();
  await db.meta.put({ key: 'installId', value });
  return value;
}
