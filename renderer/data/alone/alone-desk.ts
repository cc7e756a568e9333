/** What a screen can do on a desk without a server (docs/decisions/0016-this-pc-only.md). */
import { v7 as uuidv7 } from 'uuid';
import type { StoreApi } from 'zustand/vanilla';
import type { Station } from '../../../shared/entities/stations.ts';
import type { Result } from '../../../shared/errors.ts';
import { bringRows } from '../../../shared/sync/device/bring-rows.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import type { BackupRecord, DeskDatabase } from '../database.ts';
import { createIdbDeviceStore } from '../idb-device-store.ts';
import type { DeskState } from '../desk-state.ts';
import { keepPerson, signInOffline, type Person } from '../people.ts';
import { tellAllChanged, type SyncClient } from '../sync-channel.ts';
import { addPerson, editPerson, type NewPerson, type PersonEdit } from './alone-people.ts';
import { checkBackup, makeBackup, noteBackup, restoreBackup, type MadeBackup } from './backup.ts';
import type { ReadBackup } from './backup-file.ts';
import { compareWithSite, type Compared } from './compare-with-site.ts';
import { returnAlone } from './return-alone.ts';
import { setUpAlone, type AloneSetUp } from './set-up-alone.ts';
import { settleAtStation } from './settle-at-station.ts';
import { joinByCode, takePlace } from './take-place.ts';

export interface AloneDesk {
  /** This machine becomes a site of its own; its first person is signed in. */
  setUp(input: AloneSetUp): Promise<Result<Person>>;
  addPerson(input: NewPerson): Promise<Result<null>>;
  editPerson(input: PersonEdit): Promise<Result<null>>;
  /** Read back already; `noteBackup` once the person has it. */
  makeBackup(): Promise<Result<MadeBackup>>;
  noteBackup(record: BackupRecord): Promise<void>;
  /** Looks at every byte of the file. */
  checkBackup(file: Blob): Promise<Result<ReadBackup>>;
  /** Takes a place at a server by a code of the office; afterwards the rows are brought (`bringRows`). */
  join(code: string): Promise<Result<null>>;
  /** Where a place was given and could not be taken yet. */
  goOnJoining(): Promise<Result<null>>;
  /** Stays alone: a place that was given is forgotten. */
  giveUpJoining(): Promise<void>;
  /** Puts what was written alone on its way. @returns whether the desk is one of the site by now */
  bringRows(signal: AbortSignal): Promise<boolean>;
  /** Ends a joining before all has arrived: this PC works alone again, with all that is seen on it. */
  returnAlone(): Promise<Result<null>>;
  /** What this desk holds beside what the server has. */
  compare(): Promise<Result<Compared[]>>;
  /** All has arrived, a person has seen it, and says at which station this desk stands from now on. */
  closeJoined(station: Station): Promise<Result<null>>;
  /** Puts a backup in the place of what is here; whoever worked here signs in anew. */
  restore(backup: ReadBackup): Promise<Result<null>>;
}

export interface AloneParts {
  readonly db: DeskDatabase;
  readonly state: StoreApi<DeskState>;
  readonly rowsChannel: BroadcastChannel;
  readonly serverUrl: string;
  readonly sync: SyncClient;
}

export function aloneDeskOf(parts: AloneParts): AloneDesk {
  const { db, state, rowsChannel } = parts;
  const mayArrange = () => rolesAllow(state.getState().person?.roles ?? [], 'settings.edit');
  const ifAllowed = (work: () => Promise<Result<null>>): Promise<Result<null>> =>
    mayArrange() ? work() : Promise.resolve({ ok: false, error: { code: 'not_permitted' } });
  return {
    async setUp(input) {
      const result = await setUpAlone(db, input, Date.now());
      if (result.ok) {
        keepPerson(result.value);
        state.setState({ person: result.value });
      }
      return result;
    },
    makeBackup: () => makeBackup(db, Date.now()),
    noteBackup: (record) => noteBackup(db, record),
    checkBackup: (file) => checkBackup(db, file, Date.now()),
    async restore(backup) {
      // On a machine that is no desk yet there is nobody to ask.
      if (state.getState().device && !mayArrange()) return { ok: false, error: { code: 'not_permitted' } };
      const result = await restoreBackup(db, backup, Date.now());
      if (!result.ok) return result;
      keepPerson(null);
      state.setState({ person: null });
      tellAllChanged(rowsChannel);
      return result;
    },
    ...joiningOf(parts, ifAllowed),
    addPerson: (input) => ifAllowed(() => addPerson(db, input)),
    editPerson: (input) => ifAllowed(() => editPerson(db, input)),
  };
}

type IfAllowed = (work: () => Promise<Result<null>>) => Promise<Result<null>>;

function joiningOf(
  { db, state, serverUrl, sync, rowsChannel }: AloneParts,
  ifAllowed: IfAllowed,
): Omit<AloneDesk, 'setUp' | 'addPerson' | 'editPerson' | 'restore' | `${string}Backup`> {
  // Beside the desk's own store, which keeps still meanwhile.
  const store = createIdbDeviceStore(db);
  const deps = () => ({ db, serverUrl, now: () => Date.now(), actor: state.getState().person?.id ?? '' });
  return {
    join: (code) => ifAllowed(() => joinByCode(deps(), code)),
    goOnJoining: () => ifAllowed(() => takePlace(deps())),
    giveUpJoining: () => db.meta.delete('place'),
    async bringRows(signal) {
      const isDone = await bringRows(store, uuidv7, signal);
      if (isDone) sync.announceEnrolment();
      return isDone;
    },
    returnAlone: () =>
      ifAllowed(async () => {
        if (!(await returnAlone(db, 'byChoice', Date.now())))
          return { ok: false, error: { code: 'not_permitted' } };
        // What the server had refused is here again.
        tellAllChanged(rowsChannel);
        return { ok: true, value: null };
      }),
    compare: () => compareWithSite({ db, serverUrl }, store),
    async closeJoined(station) {
      const result = await settleAtStation(serverUrl, store, station);
      if (result.ok) sync.wake();
      return result;
    },
  };
}

/** Who is not known, or mistyped the password, is told the same. */
export async function signInAlone(
  db: DeskDatabase,
  username: string,
  password: string,
): Promise<Result<Person>> {
  const result = await signInOffline(db, username, password);
  if (result.ok || ['not_permitted', 'too_many_requests'].includes(result.error.code)) return result;
  return { ok: false, error: { code: 'credentials_invalid' } };
}
