/** One server on one data folder. Survives `kill -9`: a lock whose process is gone is taken over. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';

interface LockHolder {
  readonly pid: number;
  /** When the process began, in the kernel's ticks; tells a reused pid. Null where it cannot be known. */
  readonly startedAt: string | null;
  readonly address: string;
}

export interface ServerLock {
  /** Names where the server can be reached, for whoever is refused. */
  setAddress(address: string): void;
  release(): void;
}

const lockFile = (dataDir: string) => join(dataDir, 'server.lock');

/** @throws StartFailure naming the process that holds it */
export function takeLock(dataDir: string): ServerLock {
  const path = lockFile(dataDir);
  const own: LockHolder = { pid: process.pid, startedAt: processStart(process.pid), address: 'starting' };
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = lockHolder(dataDir);
    if (holder) {
      throw new StartFailure(
        `Another CR Desk server (process ${holder.pid}, ${holder.address}) uses the data folder ${dataDir}: stop it, or set DATA_DIR to another folder.`,
      );
    }
    rmSync(path, { force: true });
  }
  return {
    setAddress: (address) => writeFileSync(path, JSON.stringify({ ...own, address }), { mode: 0o600 }),
    release: () => rmSync(path, { force: true }),
  };
}

/** Who holds the folder now; null where nobody does. */
export function lockHolder(dataDir: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as LockHolder;
    return isAlive(holder.pid) && processStart(holder.pid) === holder.startedAt ? holder : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22, counted after the command's name, which may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
