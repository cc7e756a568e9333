/** Processes of the operating system: who lives, who is the postmaster of which data, and how one is ended. */
import { existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../start-failure.ts';

const stopTimeoutMs = 20_000;

/** A dead process whose parent never asked after it (`Z`) holds nothing any more. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return statField(pid, 3) !== 'Z';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in the kernel's ticks; tells a pid that was given again. Null where it cannot be known. */
export const processStart = (pid: number) => statField(pid, 22);

/** Of Linux's `/proc/PID/stat`, counted from 1 as its manual does, from the third on. */
function statField(pid: number, number: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second is the command's name, which may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[number - 3] ?? null;
  } catch {
    return null;
  }
}

/** After `kill -9` of the server its postmaster lives on and holds the data. @throws StartFailure */
export async function stopOrphan(pgData: string): Promise<void> {
  const pid = orphanPid(pgData);
  if (pid === null) disown(pgData);
  else await stopPostmaster(pid);
}

/**
 * PostgreSQL does not start while the number in its pid file is anybody's, a dead process not yet asked after or
 * another program of this user's, but passes over its parent's. So that is put there; the lines after it, by which
 * it finds the last processes of the old one, stay.
 */
function disown(pgData: string): void {
  const file = join(pgData, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [String(process.pid), ...rest].join('\n'));
}

/** The pid of an old file may be another's by now. */
function orphanPid(pgData: string): number | null {
  const file = join(pgData, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && isPostmasterOf(pid, pgData) ? pid : null;
}

function isPostmasterOf(pid: number, pgData: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgData) &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
    );
  } catch {
    return false;
  }
}

/** Fast shutdown, then an immediate one: recovery replays what was committed. @throws StartFailure */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!send(pid, signal)) return;
    const until = Date.now() + stopTimeoutMs;
    while (Date.now() < until) {
      if (!isAlive(pid)) return;
      await sleep(50);
    }
  }
  throw new StartFailure(
    `The PostgreSQL of an earlier start (process ${pid}) does not end: stop it, then start again.`,
  );
}

/** @returns false where the process is gone already */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
