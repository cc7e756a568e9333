/** What a screen can do: run commands, enrol, sign in, and read the state of the desk. */
import { v7 as uuidv7 } from 'uuid';
import type { ZodError } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import type { Command, DraftPatch } from '../../shared/commands/define.ts';
import { permissionsFor } from '../../shared/entities/define.ts';
import type { Station } from '../../shared/entities/stations.ts';
import { entityByName } from '../../shared/entities/registry.ts';
import type { DeviceErrorCode, Failure, Result } from '../../shared/errors.ts';
import { businessDayOf } from '../../shared/rules/business-day.ts';
import { rolesAllow, stationAllows, type Permission } from '../../shared/rules/permissions.ts';
import { releaseClaim, takeClaim } from '../../shared/sync/device/claims.ts';
import type { DeviceStore, RowAddress } from '../../shared/sync/device/device-store.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { EnrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import type { HealthAnswer } from '../../shared/sync/wire/protocol.ts';
import { adoptRenewal } from '../../shared/sync/device/reposition.ts';
import { aloneDeskOf, signInAlone, type AloneDesk } from './alone/alone-desk.ts';
import { createAloneStore } from './alone/alone-store.ts';
import { rowsChannelName, type LeaderStatus, type RowsMessage, type SyncClient } from './sync-channel.ts';
import type { DeskDatabase } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { askForCode, askHealth, enrolDevice, keepEnrolment, type EnrolInput } from './enrol-device.ts';
import { keepJournalInStep, type KeptJournal } from './keep-journal-in-step.ts';
import { createIdbDeviceStore } from './idb-device-store.ts';
import { keepPerson, keptPerson, signIn, type Person } from './people.ts';
import { discardRejected, retryRejected, type Resent } from './rejected-changes.ts';
import { Refused, runCommand, type CommandRunner, type Written } from './run-command.ts';
import type { SearchClient } from './search/search-client.ts';
import { probeDatabase } from './probe-database.ts';
import { toStorageFailure } from './storage-failure.ts';
import { watchDesk } from './watch-desk.ts';
import { wipeDesk } from './wipe-desk.ts';

export interface Desk {
  readonly db: DeskDatabase;
  readonly state: StoreApi<DeskState>;
  readonly serverUrl: string;
  /** Guests by name, pinyin, digits, plate. */
  readonly search: SearchClient;
  /** Saved on this device when it says so. Expected failures are values. */
  run<Input, Output>(
    command: Command<Input, Output>,
    input: Input,
    seen?: SeenVersions,
  ): Promise<Result<Output, DeviceErrorCode>>;
  /** Corrected UTC ms. */
  now(): number;
  businessDay(instant?: number): string;
  enrol(input: EnrolInput): Promise<Result<void>>;
  /** A new place for a desk that the server no longer knows; rows and waiting changes stay. `other_site` else. */
  enrolAgain(input: EnrolInput): Promise<Result<void>>;
  /** Without a server: set-up, people, backup. */
  readonly alone: AloneDesk;
  /** Forgets everything, waiting changes too: the way out where the site is gone from the server. */
  startOver(): Promise<void>;
  health(): Promise<Result<HealthAnswer>>;
  signIn(username: string, password: string): Promise<Result<Person>>;
  signOut(): void;
  /** A one-time code for another desk, by the right of whoever is signed in; only with the server there. */
  newDeskCode(station: Station): Promise<Result<EnrolCodeAnswer>>;
  /**
   * Sends a rejected change again, as a new one on today's rows, put right by `amend` where given, on the rows as the
   * form showed them.
   */
  retry(opId: string, amend?: Amendment, seen?: SeenVersions): Promise<Result<Resent, DeviceErrorCode>>;
  /** Forgets a rejected change for good, and records that. */
  discard(opId: string): Promise<Result<null, DeviceErrorCode>>;
  /** A row for whoever is here alone, as far as the server agrees: tentative until then (`db.claim`, R10). */
  claim(row: RowAddress): Promise<Result<void>>;
  /** Others may have it, once all that was done under the claim is sent. */
  release(row: RowAddress): Promise<Result<void>>;
  syncNow(): void;
  /** Tries at once to open a database that is away, rather than when its turn comes. */
  openNow(): void;
  /** Compares this desk's rows with the server's and mends what differs (R11). */
  checkNow(): void;
  close(): void;
}

export interface DeskDeps {
  readonly db: DeskDatabase;
  /** Origin of the central server, without a slash at the end. */
  readonly serverUrl: string;
  readonly search: SearchClient;
  /** The desktop shell's; null in a browser. */
  readonly journal: JournalPort | null;
  connect(onStatus: (status: LeaderStatus) => void): SyncClient;
  /** Whether a page opened now could use the database. */
  readonly probe?: typeof probeDatabase;
  /** The desk was wiped: what this window holds in memory and of drafts must go too. */
  onWiped(): void;
}

export function createDesk(deps: DeskDeps): Desk {
  const { db, serverUrl, search } = deps;
  const state = createStore<DeskState>(() => ({
    device: undefined,
    person: keptPerson(),
    settings: undefined,
    leader: null,
    leaderHeardAt: 0,
    journal: 'none',
    storageProblem: null,
  }));
  const sync = deps.connect((leader) => state.setState({ leader, leaderHeardAt: Date.now() }));
  const rowsChannel = new BroadcastChannel(rowsChannelName);
  const plainStore = createIdbDeviceStore(db);
  const journal =
    deps.journal && keepJournalInStep(db, plainStore, deps.journal, state, () => sync.announceEnrolment());
  const watching = watchOnceWhole(deps, state, sync, journal);
  const stopStarting = startSearchWithPerson(search, state);
  const time = createDeskTime(db, state);
  const parts: DeskParts = {
    db,
    serverUrl,
    state,
    sync,
    rowsChannel,
    time,
    store: storeFor(state, journal?.store ?? plainStore),
  };
  return {
    ...{ db, state, serverUrl, search },
    ...time,
    ...writingOf(parts),
    ...claimingOf(parts),
    ...enrolmentOf(parts),
    ...signInOf(parts),
    alone: aloneDeskOf(parts),
    syncNow: () => sync.wake(),
    openNow: watching.tryNow,
    checkNow: () => sync.check(),
    close() {
      watching.stop();
      stopStarting();
      journal?.stop();
      sync.close();
      rowsChannel.close();
    },
  };
}

/** Nothing is shown or asked before what the journal has is brought back: a lost desk would ask for a new code. */
function watchOnceWhole(
  { db, probe = probeDatabase, onWiped }: DeskDeps,
  state: StoreApi<DeskState>,
  sync: SyncClient,
  journal: KeptJournal | null,
): ReturnType<typeof watchDesk> {
  if (!journal) return watchDesk({ db, state, probe, onWiped });
  let watching: ReturnType<typeof watchDesk> | null = null;
  let isClosed = false;
  void journal.ready.then(() => {
    if (isClosed) return;
    watching = watchDesk({ db, state, probe, onWiped: () => void journal.clear().then(onWiped) });
    sync.announceEnrolment();
    sync.poke();
  });
  return {
    tryNow: () => watching?.tryNow(),
    stop() {
      isClosed = true;
      watching?.stop();
    },
  };
}

/** Also while the first load runs nobody searches: the search need not follow each page of it. */
function startSearchWithPerson(search: SearchClient, state: StoreApi<DeskState>): () => void {
  const startIfWanted = () => {
    if (state.getState().person) search.start();
  };
  startIfWanted();
  return state.subscribe(startIfWanted);
}

/** Asked at each transaction: a desk may begin without a server, and join one later. */
function storeFor(state: StoreApi<DeskState>, store: DeviceStore): DeviceStore {
  const alone = createAloneStore(store);
  return {
    transact(...asked) {
      const { device } = state.getState();
      return (device?.alone || device?.joining ? alone : store).transact(...asked);
    },
  };
}

interface DeskParts {
  readonly db: DeskDatabase;
  readonly serverUrl: string;
  readonly state: StoreApi<DeskState>;
  readonly sync: SyncClient;
  readonly rowsChannel: BroadcastChannel;
  readonly time: DeskTime;
  readonly store: DeviceStore;
}

type DeskTime = Pick<Desk, 'now' | 'businessDay'>;

/** Until the site's settings are loaded. */
export const fallbackSettings = { timeZone: 'Asia/Shanghai', dayCutOff: '04:00' } as const;

function createDeskTime(db: DeskDatabase, state: StoreApi<DeskState>): DeskTime {
  let savedOffset = 0;
  void db.meta.get('clockOffset').then(
    (row) => (savedOffset = row?.key === 'clockOffset' ? row.value : 0),
    () => undefined,
  );
  const now = () => Math.round(Date.now() + (state.getState().leader?.clockOffset ?? savedOffset));
  return {
    now,
    businessDay(instant = now()) {
      const { timeZone, dayCutOff } = state.getState().settings ?? fallbackSettings;
      return businessDayOf(instant, timeZone, dayCutOff);
    },
  };
}

function writingOf({
  store,
  state,
  sync,
  rowsChannel,
  time,
}: DeskParts): Pick<Desk, 'run' | 'retry' | 'discard'> {
  const runner = (): CommandRunner => {
    const { person, device } = state.getState();
    const now = time.now();
    const actor = person?.id ?? device?.deviceId ?? '';
    return { now, businessDay: time.businessDay(now), actor, newId: uuidv7 };
  };

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
    async run(command, input, seen) {
      const read = command.input.safeParse(input);
      if (!read.success) return { ok: false, error: inputFailure(read.error) };
      const { permission } = command;
      const asked = [typeof permission === 'function' ? permission(read.data) : permission].flat();
      if (!asked.every((right) => isAllowed(state.getState(), right)))
        return { ok: false, error: { code: 'not_permitted' } };
      return announce(await runCommand(store, { ...runner(), ...(seen && { seen }) }, command, read.data));
    },
    async retry(opId, amend, seen) {
      const mayWrite = (patches: readonly DraftPatch[]) => mayWriteAll(state.getState(), patches);
      const onSeen = { ...runner(), ...(seen && { seen }) };
      return announce(await retryRejected(store, onSeen, opId, { amend, mayWrite }));
    },
    discard: async (opId) => announce(await discardRejected(store, runner(), opId)),
  };
}

function claimingOf({ store, state, sync }: DeskParts): Pick<Desk, 'claim' | 'release'> {
  const kept = (work: () => Promise<void>) =>
    orStorageFailure(async () => {
      await work();
      sync.poke();
      return { ok: true, value: undefined };
    });
  return {
    claim: (row) =>
      kept(() => {
        const { person, device } = state.getState();
        return takeClaim(store, row, person?.id ?? device?.deviceId ?? '');
      }),
    release: (row) => kept(() => releaseClaim(store, row)),
  };
}

function inputFailure({ issues: [issue] }: ZodError): Failure<DeviceErrorCode> {
  return { code: 'input_invalid', field: issue?.path.join('.') ?? '', message: issue?.message ?? '' };
}

function isAllowed({ person, device }: DeskState, permission: Permission): boolean {
  if (person) return rolesAllow(person.roles, permission);
  return device ? stationAllows(device.station, permission) : false;
}

/** A fact is taken whoever tells it (R3). */
function mayWriteAll(state: DeskState, patches: readonly DraftPatch[]): boolean {
  return patches.every((patch) => {
    const definition = entityByName(patch.entity);
    const asked = permissionsFor(definition, patch);
    return definition.merge === 'append' || asked.every((right) => isAllowed(state, right));
  });
}

function enrolmentOf({
  db,
  serverUrl,
  store,
  state,
  sync,
}: DeskParts): Pick<Desk, 'health' | 'enrol' | 'enrolAgain' | 'startOver'> {
  return {
    health: () => askHealth(serverUrl),
    enrol: (input) =>
      orStorageFailure(async () => {
        const enrolled = await enrolDevice(db, serverUrl, input);
        if (!enrolled.ok) return enrolled;
        await keepEnrolment({ db, store }, enrolled.value, input.name);
        // Whoever the window remembers was signed in at another desk, whose database is gone.
        keepPerson(null);
        state.setState({ person: null });
        sync.announceEnrolment();
        return { ok: true, value: undefined };
      }),
    enrolAgain: (input) =>
      orStorageFailure(async () => {
        const enrolled = await enrolDevice(db, serverUrl, input);
        if (!enrolled.ok) return enrolled;
        const { device } = state.getState();
        if (enrolled.value.siteId !== device?.siteId) return refused('other_site');
        // The epoch stays: where the server's is another, its next answer says so, and the engine sees to it (R8).
        await adoptRenewal(store, enrolled.value);
        sync.announceEnrolment();
        sync.wake();
        return { ok: true, value: undefined };
      }),
    startOver: () => wipeDesk(db, 'byChoice'),
  };
}

function signInOf({ db, serverUrl, state }: DeskParts): Pick<Desk, 'signIn' | 'signOut' | 'newDeskCode'> {
  return {
    async signIn(username, password) {
      const { device } = state.getState();
      if (!device) return refused('token_invalid');
      const result = await orStorageFailure(() =>
        device.alone
          ? signInAlone(db, username.trim(), password)
          : signIn({ db, serverUrl }, device.token, username.trim(), password),
      );
      if (result.ok) {
        keepPerson(result.value);
        state.setState({ person: result.value });
      }
      return result;
    },
    async newDeskCode(station) {
      const { device, person } = state.getState();
      if (!device) return refused('token_invalid');
      if (!person?.session) return refused('session_expired');
      return askForCode(serverUrl, { token: device.token, session: person.session, station });
    },
    signOut() {
      keepPerson(null);
      state.setState({ person: null });
    },
  };
}

/** A disk that is full, a database that does not open, is an answer like any other. */
async function orStorageFailure<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return refused(error.failure.code);
    const failure = toStorageFailure(error);
    if (!failure) throw error;
    return refused(failure.code);
  }
}

const refused = (code: string): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: { code },
});
