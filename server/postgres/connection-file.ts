/** `postgres.json` beside the data: how to reach the server's own PostgreSQL, for itself and for commands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { StartFailure } from '../start-failure.ts';
import { writeWhole } from '../write-whole.ts';
import { folderFailure } from './place.ts';

interface Secrets {
  readonly password: string;
  /** Null while no server runs. */
  readonly port: number | null;
}

export const superuser = 'crdesk';
export const database = 'crdesk';

const connectionFile = (dataDir: string) => join(dataDir, 'postgres.json');

/** @throws StartFailure where the folder cannot be written */
export function writeSecrets(dataDir: string, secrets: Secrets): void {
  try {
    writeWhole(connectionFile(dataDir), JSON.stringify(secrets));
  } catch (error) {
    throw folderFailure(dataDir, error);
  }
}

/** @throws StartFailure */
export function readPassword(dataDir: string): string {
  try {
    return (JSON.parse(readFileSync(connectionFile(dataDir), 'utf8')) as Secrets).password;
  } catch {
    throw new StartFailure(
      `${connectionFile(dataDir)} is missing: it holds the database's password and belongs beside its data.`,
    );
  }
}

/** How to reach a PostgreSQL that a running server started; null where there is none. */
export function runningConnection(dataDir: string): ClientConfig | null {
  try {
    const { port, password } = JSON.parse(readFileSync(connectionFile(dataDir), 'utf8')) as Secrets;
    return port === null ? null : connectionTo(port, password);
  } catch {
    return null;
  }
}

export function connectionTo(port: number, password: string): ClientConfig {
  return { host: '127.0.0.1', port, user: superuser, password, database };
}
