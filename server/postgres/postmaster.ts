/** One life of the postmaster: started, waited for, its failure named. */
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type ClientConfig } from 'pg';
import { isUnreachable } from '../db/is-unreachable.ts';
import { StartFailure } from '../start-failure.ts';
import { database } from './connection-file.ts';
import { diskFull, type Place } from './place.ts';
import { stopOrphan, stopPostmaster } from './processes.ts';
import { exitOf, logFile, programFailure, startProgram } from './programs.ts';

export interface Postmaster {
  readonly pid: number;
  readonly exited: Promise<number>;
}

const lookEveryMs = 50;
const againAfterMs = 250;
const largestLog = 5_000_000;
/** How long the last processes of a killed postmaster may hold its shared memory. */
const leftoversMs = 20_000;

/**
 * Resolves when it takes connections; recovery after a crash may take its time.
 * @param signal ends the attempt
 * @throws StartFailure
 */
export async function startPostmaster(
  place: Place,
  connection: ClientConfig,
  signal: AbortSignal,
): Promise<Postmaster> {
  const until = Date.now() + leftoversMs;
  for (;;) {
    await stopOrphan(place.pgData);
    const begun = begin(place, connection.port ?? 0);
    const outcome = await untilReadyOrEnded(place, connection, begun.postmaster, signal);
    if (outcome === 'ready') return begun.postmaster;
    const output = begun.output();
    if (!/pre-existing shared memory block/.test(output) || Date.now() > until) {
      throw programFailure(place.dataDir, 'postgres', output);
    }
    await sleep(againAfterMs);
  }
}

function begin(place: Place, port: number) {
  const log = logFile(place.dataDir);
  const isLarge = existsSync(log) && statSync(log).size > largestLog;
  const logFd = openSync(log, isLarge ? 'w' : 'a', 0o600);
  const logStart = statSync(log).size;
  const child = startProgram(place, 'postgres', serverArguments(place, port), ['ignore', logFd, logFd]);
  closeSync(logFd);
  const postmaster: Postmaster = { pid: child.pid ?? 0, exited: exitOf(child) };
  return { postmaster, output: () => readFileSync(log).subarray(logStart).toString('utf8') };
}

function serverArguments(place: Place, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    synchronous_commit: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    max_connections: '60',
    shared_buffers: '128MB',
    // The values of rows stand in messages, details and statements of errors: none of it belongs in a log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', place.pgData, '-p', String(port), ...flags];
}

async function untilReadyOrEnded(
  place: Place,
  connection: ClientConfig,
  { pid, exited }: Postmaster,
  signal: AbortSignal,
): Promise<'ready' | 'ended'> {
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  while (!hasEnded) {
    try {
      if (signal.aborted) throw new StartFailure('The server stops before its database has started.');
      await makeDatabase(connection);
      return 'ready';
    } catch (error) {
      if (!isUnreachable(error)) {
        if (!hasEnded) await stopPostmaster(pid);
        throw readyFailure(place.dataDir, error);
      }
    }
    await Promise.race([exited, sleep(lookEveryMs)]);
  }
  return 'ended';
}

/** The first connection; makes the database where it is not there. */
async function makeDatabase(connection: ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${database}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function readyFailure(dataDir: string, error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === '53100') return diskFull(dataDir);
  if (code === '28P01') {
    return new StartFailure(
      `The password in ${dataDir}/postgres.json is not that of the database beside it: put back the file that belongs to it.`,
    );
  }
  return error;
}
