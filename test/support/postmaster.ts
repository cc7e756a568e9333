/** The server's own PostgreSQL as the operating system and a client see it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import { isAlive } from '../../server/postgres/processes.ts';

const pidFile = (dataDir: string) => join(dataDir, 'pgdata', 'postmaster.pid');

export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]);
}

export const hasPidFile = (dataDir: string) => existsSync(pidFile(dataDir));

/** Processes a postmaster started for its clients and for itself. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** Backends that serve a client just now. */
export function backendsOf(pid: number): number[] {
  return childrenOf(pid).filter((child) => / crdesk crdesk 127\.0\.0\.1/.test(commandOf(child)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Asks the database of a running server. */
export async function askDatabase<Row extends object>(dataDir: string, sql: string): Promise<Row[]> {
  const client = new Client(runningConnection(dataDir) ?? {});
  // The database may be killed meanwhile: its query fails, and that is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const isGone = (pid: number) => !isAlive(pid);

/** What its own log says. */
export const postgresLog = (dataDir: string) => readFileSync(join(dataDir, 'postgres.log'), 'utf8');
