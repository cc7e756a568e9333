/** How the server ends, and how it starts after it did not end well: signals to real processes. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  askDatabase,
  backendsOf,
  hasPidFile,
  isGone,
  postgresLog,
  postmasterPid,
} from '../support/postmaster.ts';
import { newDataDir, runServer, startServer, type ServerProcess } from '../support/server-process.ts';

let dataDir: string;
const started: ServerProcess[] = [];

beforeEach(() => {
  dataDir = newDataDir();
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.end('SIGTERM');
  await rm(dirname(dataDir), { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const server = await startServer({ dataDir });
  started.push(server);
  return server;
}

const command = (...args: string[]) => runServer(args, { DATA_DIR: dataDir, PORT: '0' });
const siteNames = async () =>
  (await askDatabase<{ name: string }>(dataDir, 'select name from site')).map(({ name }) => name);
/** Lines of PostgreSQL's log that tell of a crash before this start. */
const recoveries = () => (postgresLog(dataDir).match(/not properly shut down/g) ?? []).length;

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops the server cleanly: its database is gone, and the next start has nothing to recover',
  async (signal) => {
    const server = await start();
    const postmaster = postmasterPid(dataDir);
    expect(await server.end(signal)).toBe(0);
    expect(isGone(postmaster)).toBe(true);
    expect(hasPidFile(dataDir)).toBe(false);
    await start();
    expect(recoveries()).toBe(0);
    expect(postgresLog(dataDir)).toMatch(/database system was shut down at/);
  },
);

test('after kill -9 the next start finds the orphaned database, ends it in order and serves the old data', async () => {
  const server = await start();
  await command('site-create', '--name', '老店');
  const orphan = postmasterPid(dataDir);
  await server.end('SIGKILL');
  expect(isGone(orphan)).toBe(false);
  await start();
  expect(isGone(orphan)).toBe(true);
  expect(postmasterPid(dataDir)).not.toBe(orphan);
  expect(await siteNames()).toEqual(['老店']);
  expect(recoveries()).toBe(0);
});

test('after kill -9 of server and database together the next start recovers what was committed', async () => {
  const server = await start();
  await command('site-create', '--name', '老店');
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await server.end('SIGKILL');
  await start();
  expect(await siteNames()).toEqual(['老店']);
  expect(recoveries()).toBe(1);
});

test('a connection that outlives its killed database holds the next start up, and no longer than it lives', async () => {
  const server = await start();
  const postmaster = postmasterPid(dataDir);
  const backend = backendsOf(postmaster)[0] ?? 0;
  process.kill(backend, 'SIGSTOP');
  process.kill(postmaster, 'SIGKILL');
  await server.end('SIGKILL');
  const next = start();
  await expect.poll(() => postgresLog(dataDir), { timeout: 10_000 }).toMatch(/pre-existing shared memory/);
  process.kill(backend, 'SIGCONT');
  expect((await fetch(`${(await next).url}/api/v1/health`)).status).toBe(200);
});

test('a pid file whose number belongs to another program by now harms neither', async () => {
  await (await start()).end('SIGTERM');
  writeFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), `${process.pid}\n`);
  await start();
  expect(postmasterPid(dataDir)).not.toBe(process.pid);
});

test('a database that is killed under a running server comes back by itself', async () => {
  const server = await start();
  const killed = postmasterPid(dataDir);
  process.kill(killed, 'SIGKILL');
  const status = async () => (await fetch(`${server.url}/api/v1/health`)).status;
  await expect.poll(status, { timeout: 5_000 }).toBe(503);
  await expect.poll(status, { timeout: 20_000 }).toBe(200);
  expect(isGone(killed)).toBe(true);
  expect(server.log()).toMatch(/"msg":"The built-in PostgreSQL ended by itself/);
});

describe('a second server on the same data', () => {
  test('is refused in a sentence that names the first, and leaves it alone', async () => {
    const first = await start();
    const second = await command();
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `CR Desk: Another CR Desk server (process ${first.pid}, ${first.url}) uses the data folder ${dataDir}: stop it, or set DATA_DIR to another folder.\n`,
    );
    expect((await fetch(`${first.url}/api/v1/health`)).status).toBe(200);
  });

  test('of two that start at once on the data of a killed one, one serves and the other is refused', async () => {
    await (await start()).end('SIGKILL');
    const both = await Promise.allSettled([start(), start(), start()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of both) {
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toMatch(/Another CR Desk server/);
    }
  });
});

test('a lock left behind by a process whose number was given again is taken over', async () => {
  const stale = { pid: process.pid, startedAt: '1', address: 'http://127.0.0.1:1' };
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'server.lock'), JSON.stringify(stale));
  await start();
  expect(JSON.parse(readFileSync(join(dataDir, 'server.lock'), 'utf8')).pid).not.toBe(process.pid);
});

test('below a folder that only its owner can enter it works too, and without its data folder begins anew', async () => {
  const closed = mkdtempSync(join(tmpdir(), 'cr-desk-closed-'));
  dataDir = join(closed, 'data');
  const note = join(dataDir, 'where-the-database-is.txt');
  let forgotten: string | null = null;
  for (const name of ['first', 'second']) {
    const server = await start();
    if (forgotten !== null) {
      await expect.poll(() => server.log()).toContain(`If nobody needs it: rm -r ${forgotten}`);
      expect(existsSync(join(forgotten, 'pgdata'))).toBe(true);
    }
    await command('site-create', '--name', name);
    expect(await siteNames()).toEqual([name]);
    await server.end('SIGTERM');
    // As root PostgreSQL runs as another user, who cannot come here: its data lies elsewhere.
    const elsewhere = existsSync(note) ? readFileSync(note, 'utf8').trim() : dataDir;
    expect(existsSync(join(elsewhere, 'pgdata', 'PG_VERSION'))).toBe(true);
    await rm(dataDir, { recursive: true });
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    forgotten = elsewhere === dataDir ? null : elsewhere;
  }
});
