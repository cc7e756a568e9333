/**
 * The server's own PostgreSQL: made, started, found again after a crash, started again where it dies, stopped.
 *
 *   no cluster ──initdb──▶ pgdata.new ──rename──▶ pgdata ──start──▶ ready ──fast shutdown──▶ stopped
 *   orphan of a killed server ──fast shutdown──▶ start        ▲          │ dies
 *                                                             └──────────┘
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { StartFailure } from '../start-failure.ts';
import { createCluster } from './cluster.ts';
import { connectionTo, readPassword, writeSecrets } from './connection-file.ts';
import { findPlace, type Place } from './place.ts';
import { startPostmaster, type Postmaster } from './postmaster.ts';
import { stopPostmaster } from './processes.ts';

interface EmbeddedPostgres {
  readonly connection: ClientConfig;
  /** Fast shutdown; resolves when the process is gone. */
  stop(): Promise<void>;
}

/** For the log: what happened to the database, without anything of its content. */
export type Tell = (message: string) => void;

const againAfterMs = 1_000;

/** @param dataDir absolute, exists @throws StartFailure */
export async function startEmbedded(dataDir: string, tell: Tell): Promise<EmbeddedPostgres> {
  const place = findPlace(dataDir);
  await createCluster(place);
  const password = readPassword(dataDir);
  // No command shall knock at the port of an earlier start.
  writeSecrets(dataDir, { password, port: null });
  const port = await freePort();
  const connection = connectionTo(port, password);
  const stopping = new AbortController();
  const first = await startPostmaster(place, connection, stopping.signal);
  const life = keepRunning(place, connection, first, stopping.signal, tell);
  const stop = async () => {
    stopping.abort();
    await life;
  };
  try {
    writeSecrets(dataDir, { password, port });
  } catch (error) {
    await stop();
    throw error;
  }
  return { connection, stop };
}

/** One that dies (killed, its disk full) comes back by itself: docs/decisions/0001-postgres-is-supervised.md. */
async function keepRunning(
  place: Place,
  connection: ClientConfig,
  first: Postmaster,
  signal: AbortSignal,
  tell: Tell,
): Promise<void> {
  const stopped = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  let current: Postmaster | null = first;
  while (current !== null) {
    await Promise.race([current.exited, stopped]);
    if (signal.aborted) {
      await stopPostmaster(current.pid);
      await current.exited;
      return;
    }
    tell('The built-in PostgreSQL ended by itself and is started again.');
    current = await startAgain(place, connection, signal, tell);
  }
}

/** @returns null where the server stops meanwhile */
async function startAgain(
  place: Place,
  connection: ClientConfig,
  signal: AbortSignal,
  tell: Tell,
): Promise<Postmaster | null> {
  while (!signal.aborted) {
    try {
      return await startPostmaster(place, connection, signal);
    } catch (error) {
      tell(error instanceof StartFailure ? error.message : 'The built-in PostgreSQL did not start.');
      await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
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
