/** Makes the data of a new PostgreSQL: all of it, or nothing. */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { privateFolder } from './binaries.ts';
import { superuser, writeSecrets } from './connection-file.ts';
import { folderFailure, type Place } from './place.ts';
import { runProgram } from './programs.ts';

/** A cluster counts once it has its name. @throws StartFailure */
export async function createCluster(place: Place): Promise<void> {
  if (existsSync(join(place.pgData, 'PG_VERSION'))) return;
  const unfinished = `${place.pgData}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${place.pgData}.password`;
  try {
    privateFolder(unfinished, place.user);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
    await runProgram(place, 'initdb', [
      ...['-D', unfinished, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions'],
    ]);
    writeSecrets(place.dataDir, { password, port: null });
    renameSync(unfinished, place.pgData);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error instanceof StartFailure ? error : folderFailure(place.dataDir, error);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
