/** What happens in the database shows in the desk's state: enrolment, rights, settings, a database held back. */
import { liveQuery, type Dexie } from 'dexie';
import type { StoreApi } from 'zustand/vanilla';
import { StorageFailure } from '../../shared/sync/device/device-store.ts';
import type { DeskDatabase, MetaRow } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { keepOpen, type OpenKeeper } from './keep-open.ts';
import { keepPerson } from './people.ts';
import type { Probed } from './probe-database.ts';
import { toOpenFailure, toStorageFailure } from './storage-failure.ts';
import { askToKeepData } from './storage-persistence.ts';

type State = StoreApi<DeskState>;
type Probe = (databaseName: string) => Promise<Probed>;

export interface WatchDeps {
  readonly db: DeskDatabase;
  readonly state: State;
  /** Whether a page opened now could use the database. */
  readonly probe: Probe;
  /** The desk was wiped under this window. */
  onWiped(): void;
}

/** Keeps the state in step with the database. */
export function watchDesk({ db, state, probe, onWiped }: WatchDeps): Pick<OpenKeeper, 'tryNow' | 'stop'> {
  const keeper = watchLoss(db, state, probe);
  const subscriptions = [
    watchDevice(db, state, { onWiped, onTrouble: () => keeper.begin() }),
    watchPerson(db, state),
    watchSettings(db, state),
  ];
  const stopWatchingBlocked = watchBlocked(db, state);
  return {
    tryNow: () => keeper.tryNow(),
    stop() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      stopWatchingBlocked();
      keeper.stop();
    },
  };
}

interface DeviceListener {
  onWiped(): void;
  onTrouble(): void;
}

function watchDevice(db: DeskDatabase, state: State, { onWiped, onTrouble }: DeviceListener) {
  return liveQuery(() => Promise.all([db.meta.get('device'), db.meta.get('wiped')])).subscribe({
    next([row, wiped]) {
      if (row?.key === 'device') {
        if (!state.getState().device) void askToKeepData();
        return state.setState({ device: row.value });
      }
      if (!state.getState().device) return state.setState({ device: null });
      if (wiped) onWiped();
      else loseDatabase(db, state);
    },
    error: (error: unknown) => {
      if (toStorageFailure(error)) onTrouble();
      else state.setState({ storageProblem: 'storage_unavailable' });
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

/** Another window holds the database in an older version, or wants it in a newer one than ours. */
function watchBlocked(db: DeskDatabase, state: State): () => void {
  const onBlocked = () => state.setState({ storageProblem: 'storage_blocked' });
  const onVersionChange = ({ newVersion }: IDBVersionChangeEvent) => {
    // Let the newer window go on; this one asks for a reload. Without a version it is a deletion.
    db.close();
    state.setState({ storageProblem: newVersion === null ? 'storage_lost' : 'storage_newer' });
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

/** Tries that fail until anybody is told: what is shut for a moment only is nobody's trouble. */
const patience = 5;

/** What goes away with the trouble; the rest is for a person to see to. */
const passing: ReadonlySet<DeskState['storageProblem']> = new Set([
  'storage_unopened',
  'storage_reload',
  'storage_unavailable',
]);

/**
 * The browser may close the database by force, with it or without deleting it. Dexie would open it again as if
 * nothing were: on an empty one everything written from then on belonged to no desk, and was never sent.
 */
function watchLoss(db: DeskDatabase, state: State, probe: Probe): OpenKeeper {
  async function refuseEmpty(opened: Dexie): Promise<void> {
    if (!state.getState().device) return;
    const [device, wiped] = await opened.table<MetaRow>('meta').bulkGet(['device', 'wiped']);
    if (!device && !wiped) throw new StorageFailure('storage_lost', null);
  }

  /** Tells what is the matter. */
  async function onFailed(error: unknown, tries: number): Promise<'rest' | 'again' | 'end'> {
    const code = toOpenFailure(error)?.code ?? 'storage_unavailable';
    const { device } = state.getState();
    if (device && code !== 'storage_lost' && code !== 'storage_newer' && tries < patience) return 'rest';
    const told = isShut(code) ? whatHelps(state, await probe(db.name)) : code;
    if (told === 'storage_lost') {
      loseDatabase(db, state);
      return 'end';
    }
    // It may have opened while the other page was looking.
    if (told === 'storage_reload' && (await isOpenAfterAll(db))) return 'again';
    // Given up meanwhile, say for a newer window.
    if (!db.hasBeenClosed()) state.setState({ storageProblem: told });
    return told === 'storage_newer' ? 'end' : 'rest';
  }

  db.on('ready', refuseEmpty, true);
  const keeper = keepOpen({
    ...{ db, onFailed },
    read: () => db.meta.get('device'),
    onBack() {
      if (passing.has(state.getState().storageProblem)) state.setState({ storageProblem: null });
    },
  });
  return {
    ...keeper,
    stop() {
      keeper.stop();
      db.on.ready.unsubscribe(refuseEmpty);
    },
  };
}

/** On a full disk Chromium gives either reason. */
const isShut = (code: StorageFailure['code']) => code === 'storage_unopened' || code === 'storage_full';

function whatHelps({ getState }: State, probed: Probed): StorageFailure['code'] {
  if (probed === 'refused') return 'storage_unopened';
  const { device, person } = getState();
  return probed === 'gone' && (device || person) ? 'storage_lost' : 'storage_reload';
}

async function isOpenAfterAll(db: DeskDatabase): Promise<boolean> {
  if (db.hasBeenClosed()) return false;
  return db.open().then(
    () => true,
    () => false,
  );
}
/** A desk stays one for good: where its record is gone, everything is. */
function loseDatabase(db: DeskDatabase, state: State): void {
  db.close();
  state.setState({ storageProblem: 'storage_lost' });
}
