/** What happens in the database shows in the desk's state: enrolment, rights, settings, a database held back. */
import { liveQuery } from 'dexie';
import type { StoreApi } from 'zustand/vanilla';
import { openAgain, type DeskDatabase } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { keepPerson } from './people.ts';
import { toStorageFailure } from './storage-failure.ts';
import { askToKeepData } from './storage-persistence.ts';

type State = StoreApi<DeskState>;

/**
 * Keeps the state in step with the database.
 * @param onWiped the desk was wiped under this window @returns the way to stop
 */
export function watchDesk(db: DeskDatabase, state: State, onWiped: () => void): () => void {
  const subscriptions = [watchDevice(db, state, onWiped), watchPerson(db, state), watchSettings(db, state)];
  const stopWatchingBlocked = watchBlocked(db, state);
  const stopWatchingLoss = watchLoss(db, state);
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
    stopWatchingBlocked();
    stopWatchingLoss();
  };
}

function watchDevice(db: DeskDatabase, state: State, onWiped: () => void) {
  return liveQuery(() => Promise.all([db.meta.get('device'), db.meta.get('wiped')])).subscribe({
    next([row, wiped]) {
      if (row?.key === 'device') {
        if (!state.getState().device) askToKeepData();
        return state.setState({ device: row.value });
      }
      if (!state.getState().device) return state.setState({ device: null });
      if (wiped) onWiped();
      else loseDatabase(db, state);
    },
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

const retryMs = 200;

/**
 * The browser may close the database by force, with it or without deleting it. Dexie would open it again as if
 * nothing were: on an empty one everything written from then on belonged to no desk, and was never sent.
 */
function watchLoss(db: DeskDatabase, state: State): () => void {
  async function lookAgain(triesLeft = 5): Promise<void> {
    // Closed by ourselves: there is nothing to look after.
    if (db.hasBeenClosed()) return;
    try {
      await openAgain(db);
      const row = await db.meta.get('device');
      if (!row && state.getState().device && !(await db.meta.get('wiped'))) loseDatabase(db, state);
    } catch (error) {
      // What was under way when it was closed fails with it, and says nothing of the next try.
      if (triesLeft > 0) return void setTimeout(() => void lookAgain(triesLeft - 1), retryMs);
      state.setState({ storageProblem: toStorageFailure(error)?.code ?? 'storage_unavailable' });
    }
  }
  const onClose = () => void setTimeout(() => void lookAgain());
  db.on('close', onClose);
  return () => db.on.close.unsubscribe(onClose);
}

/** A desk stays one for good: where its record is gone, everything is. */
function loseDatabase(db: DeskDatabase, state: State): void {
  db.close();
  state.setState({ storageProblem: 'storage_lost' });
}
