/**
 * The server's own PostgreSQL: made, started, found again after a crash, stopped.
 *
 *   no cluster ──initdb──▶ pgdata.new ──rename──▶ pgdata ──start──▶ ready ──fast shutdown──▶ stopped
 *   orphan of a killed server ──fast shutdown──▶ start
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type ClientConfig } from 'pg';
import { StartFailure } from '../start-failure.ts';
import {
  canEnter,
  postgresBinaries,
  postgresUser,
  privateFolder,
  sharedPlace,
  type OsUser,
} from './binaries.ts';
import { isAlive } from './server-lock.ts';

export interface EmbeddedPostgres {
  readonly connection: ClientConfig;
  /** Fast shutdown; resolves when the process is gone. */
  stop(): Promise<void>;
}

interface Place {
  readonly dataDir: string;
  readonly pgData: string;
  readonly binaries: string;
  readonly user: OsUser | null;
}

const superuser = 'crdesk';
const database = 'crdesk';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

/** @param dataDir absolute; made where it is missing @throws StartFailure */
export async function startEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const place = findPlace(dataDir);
  if (!existsSync(join(place.pgData, 'PG_VERSION'))) await createCluster(place);
  await stopOrphan(place);
  return startServer(place);
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

function folderFailure(dataDir: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(dataDir);
  return new StartFailure(
    `The data folder ${dataDir} cannot be written (${code}): give this user the right to, or set DATA_DIR to another folder.`,
  );
}

const diskFull = (dataDir: string) =>
  new StartFailure(`The disk of the data folder ${dataDir} is full: free some space and start again.`);

interface Secrets {
  readonly password: string;
  /** Null while no server runs. */
  readonly port: number | null;
}

const connectionFile = (dataDir: string) => join(dataDir, 'postgres.json');

function writeSecrets(dataDir: string, secrets: Secrets): void {
  const path = connectionFile(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readPassword(dataDir: string): string {
  try {
    return (JSON.parse(readFileSync(connectionFile(dataDir), 'utf8')) as Secrets).password;
  } catch {
    throw new StartFailure(
      `${connectionFile(dataDir)} is missing: it holds the database's password and belongs beside its data.`,
    );
  }
}

function findPlace(dataDir: string): Place {
  const user = postgresUser();
  const binaries = postgresBinaries(user);
  if (!user || canEnter(dirname(dataDir), user)) {
    // The postgres user passes through the folder; what lies in it stays closed.
    if (user) chmodSync(dataDir, 0o711);
    return { dataDir, pgData: join(dataDir, 'pgdata'), binaries, user };
  }
  // Below a folder that only root can enter: see docs/decisions/0003-postgres-as-root.md.
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const home = join(sharedPlace, `data-${name}`);
  mkdirSync(sharedPlace, { recursive: true, mode: 0o755 });
  mkdirSync(home, { recursive: true, mode: 0o711 });
  writeFileSync(join(dataDir, 'where-the-database-is.txt'), `${join(home, 'pgdata')}\n`);
  return { dataDir, pgData: join(home, 'pgdata'), binaries, user };
}

/** All of it, or nothing: a cluster counts once it has its name. */
async function createCluster(place: Place): Promise<void> {
  const unfinished = `${place.pgData}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${place.pgData}.password`;
  try {
    privateFolder(unfinished, place.user);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
    await run(place, 'initdb', [
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

function spawnOptions({ user }: Place) {
  return {
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
  };
}

async function run(place: Place, program: string, args: string[]): Promise<void> {
  const child = spawn(join(place.binaries, 'bin', program), args, {
    ...spawnOptions(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await exitOf(child);
  if (code !== 0) throw postgresFailure(place.dataDir, program, output);
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function postgresFailure(dataDir: string, program: string, output: string): StartFailure {
  if (/no space left|disk quota exceeded/i.test(output)) return diskFull(dataDir);
  const line = output.split('\n').findLast((text) => /error|fatal|could not/i.test(text)) ?? output.trim();
  return new StartFailure(
    `The built-in PostgreSQL did not start (${program}: ${line.trim()}): see ${logFile(dataDir)}.`,
  );
}

/** After `kill -9` of the server its postmaster lives on and holds the data. Its pid may be another's by now. */
async function stopOrphan(place: Place): Promise<void> {
  const pid = orphanPid(place.pgData);
  if (pid === null) return;
  await stopProcess(pid);
}

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
      readlinkSync(`/proc/${pid}/cwd`) === pgData &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
    );
  } catch {
    return false;
  }
}

/** Fast shutdown, then an immediate one: recovery replays what was committed. */
async function stopProcess(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
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

const logFile = (dataDir: string) => join(dataDir, 'postgres.log');
const largestLog = 5_000_000;

async function startServer(place: Place): Promise<EmbeddedPostgres> {
  const password = readPassword(place.dataDir);
  const log = logFile(place.dataDir);
  const isLarge = existsSync(log) && statSync(log).size > largestLog;
  const logFd = openSync(log, isLarge ? 'w' : 'a', 0o600);
  const port = await freePort();
  const logStart = statSync(log).size;
  const child = spawn(join(place.binaries, 'bin', 'postgres'), serverArguments(place, port), {
    ...spawnOptions(place),
    stdio: ['ignore', logFd, logFd],
    // A Ctrl+C in the terminal is for the server, which then stops its database itself.
    detached: true,
  });
  closeSync(logFd);
  const exited = exitOf(child);
  const connection = connectionTo(port, password);
  const outcome = await Promise.race([
    exited.then(
      () => 'exited' as const,
      () => 'exited' as const,
    ),
    untilReady(connection).then(() => 'ready' as const),
  ]);
  if (outcome === 'exited') {
    throw postgresFailure(place.dataDir, 'postgres', readFileSync(log).subarray(logStart).toString('utf8'));
  }
  writeSecrets(place.dataDir, { password, port });
  return {
    connection,
    async stop() {
      writeSecrets(place.dataDir, { password, port: null });
      if (child.exitCode === null && child.signalCode === null) await stopProcess(child.pid as number);
      await exited.catch(() => undefined);
    },
  };
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
    log_min_messages: 'warning',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', place.pgData, '-p', String(port), ...flags];
}

function connectionTo(port: number, password: string): ClientConfig {
  return { host: '127.0.0.1', port, user: superuser, password, database };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Waits for the first connection, and makes the database if it is not there. */
async function untilReady(connection: ClientConfig): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (!rowCount) await client.query(`create database ${database}`);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
