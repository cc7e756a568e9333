/** One server on one data folder. Survives `kill -9`: a lock whose process is gone is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { folderFailure } from './place.ts';
import { isAlive, processStart } from './processes.ts';

interface LockHolder {
  readonly pid: number;
  /** Tells a reused pid. */
  readonly startedAt: string | null;
  readonly address: string;
}

interface ServerLock {
  /** Names where the server can be reached, for whoever is refused. */
  setAddress(address: string): void;
  release(): void;
}

const lockFile = (dataDir: string) => join(dataDir, 'server.lock');

/** @throws StartFailure naming the process that holds it */
export function takeLock(dataDir: string): ServerLock {
  const path = lockFile(dataDir);
  const own: LockHolder = { pid: process.pid, startedAt: processStart(process.pid), address: 'starting' };
  const draft = `${path}.${process.pid}`;
  const withDraft = (holder: LockHolder, settle: () => void) => {
    try {
      writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
      settle();
    } catch (error) {
      throw error instanceof StartFailure ? error : folderFailure(dataDir, error);
    } finally {
      rmSync(draft, { force: true });
    }
  };
  withDraft(own, () => {
    while (!isLinked(draft, path)) clearStale(dataDir, `${draft}.stale`);
  });
  return {
    setAddress: (address) => withDraft({ ...own, address }, () => renameSync(draft, path)),
    release: () => rmSync(path, { force: true }),
  };
}

/** The lock appears whole, or not at all: nobody reads half of one and takes it for an old one. */
function isLinked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead process's lock away. Two may try at once: what was moved is looked at again, and put back. */
function clearStale(dataDir: string, aside: string): void {
  const path = lockFile(dataDir);
  refuseIfHeld(dataDir, path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function refuseIfHeld(dataDir: string, path: string): void {
  const holder = readHolder(path);
  if (!holder) return;
  throw new StartFailure(
    `Another CR Desk server (process ${holder.pid}, ${holder.address}) uses the data folder ${dataDir}: stop it, or set DATA_DIR to another folder.`,
  );
}

/** Who holds the folder now; null where nobody does. */
export function lockHolder(dataDir: string): LockHolder | null {
  return readHolder(lockFile(dataDir));
}

function readHolder(path: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
    return isAlive(holder.pid) && processStart(holder.pid) === holder.startedAt ? holder : null;
  } catch {
    return null;
  }
}
