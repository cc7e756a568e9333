/**
 * The demonstration dealership made once for a run, and copied for each test file: a copy is a database, a server and
 * a port of its own, up in a fraction of the time. What has been made lies still: its server has ended.
 *
 *   test file ──asks──▶ the run's own process ──makes, where none is good──▶ folder ──copied──▶ folder of the file
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { keepDemo } from './kept-demo.ts';
import { newDataDir, removeDataDirs, startServer, type ServerProcess } from './server-process.ts';

/** Where the run's own process is asked: set by it, for the processes of the test files. */
const addressName = 'CRDESK_TEST_DEMOS';

/** A server on a fresh copy of the usual demonstration; outside of a run, on one made for it alone. */
export async function startDemo(): Promise<ServerProcess> {
  const dataDir = newDataDir();
  const made = await askRun();
  if (made !== null) execFileSync('cp', ['-a', made, dataDir]);
  return startServer({ demo: true, dataDir });
}

async function askRun(): Promise<string | null> {
  const address = process.env[addressName];
  if (address === undefined || process.platform === 'win32') return null;
  const answer = await fetch(address);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text === '' ? null : text;
}

/** `globalSetup` of the suites that use it. Nothing is made before a test file asks. @returns its end */
export async function setup(): Promise<() => Promise<void>> {
  const demo = keepDemo(makeDemo, Date.now);
  const answering = createServer((_, answer) => {
    void demo().then(
      (folder) => answer.end(folder ?? ''),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
  const address = answering.address();
  process.env[addressName] = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return async () => {
    delete process.env[addressName];
    answering.closeAllConnections();
    await new Promise((resolve) => answering.close(resolve));
    removeDataDirs();
  };
}

/** @returns the folder; null where the database lies outside of it, and a copy would share it (decisions/0003) */
async function makeDemo(): Promise<string | null> {
  const server = await startServer({ demo: true });
  await server.end('SIGTERM');
  return existsSync(join(server.dataDir, 'pgdata')) ? server.dataDir : null;
}
