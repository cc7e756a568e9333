/** Where the server's own PostgreSQL lives: its data, its binaries, the user it runs as. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { canEnter, postgresBinaries, postgresUser, sharedPlace, type OsUser } from './binaries.ts';
import { noteOwner, placeNote } from './forgotten-data.ts';

export interface Place {
  readonly dataDir: string;
  readonly pgData: string;
  readonly binaries: string;
  /** Whom PostgreSQL runs as; null: as the server itself. */
  readonly user: OsUser | null;
}

/** Makes the data folder. @throws StartFailure where that cannot be */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    throw folderFailure(dataDir, error);
  }
}

/** @param dataDir exists @throws StartFailure */
export function findPlace(dataDir: string): Place {
  const user = postgresUser();
  const binaries = postgresBinaries(user);
  if (!user || canEnter(dirname(dataDir), user)) {
    // The postgres user passes through the folder; what lies in it stays closed.
    if (user) chmodSync(dataDir, 0o711);
    return { dataDir, pgData: join(dataDir, 'pgdata'), binaries, user };
  }
  return { dataDir, pgData: join(homeElsewhere(dataDir), 'pgdata'), binaries, user };
}

/** Below a folder that only root can enter: docs/decisions/0003-postgres-as-root.md. */
function homeElsewhere(dataDir: string): string {
  const note = placeNote(dataDir);
  if (existsSync(note)) {
    const known = readFileSync(note, 'utf8').trim();
    if (existsSync(known)) noteOwner(known, dataDir);
    return known;
  }
  mkdirSync(sharedPlace, { recursive: true, mode: 0o755 });
  const home = join(sharedPlace, `data-${randomBytes(8).toString('hex')}`);
  mkdirSync(home, { mode: 0o711 });
  writeFileSync(note, `${home}\n`);
  noteOwner(home, dataDir);
  return home;
}

/** What an error of the file system means for the data folder. */
export function folderFailure(dataDir: string, error: unknown): StartFailure {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(dataDir);
  return new StartFailure(
    `The data folder ${dataDir} cannot be written (${code}): give this user the right to, or set DATA_DIR to another folder.`,
  );
}

export function diskFull(dataDir: string): StartFailure {
  return new StartFailure(`The disk of the data folder ${dataDir} is full: free some space and start again.`);
}
