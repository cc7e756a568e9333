/** The database the settings ask for, up to date and ready: the built-in one or that of DATABASE_URL. */
import type { ClientConfig } from 'pg';
import type { ServerConfig } from './config.ts';
import { connectDatabase, type Connected } from './db/connect.ts';
import { keepEpoch, type EpochKeeper } from './epoch-file.ts';
import { migrate } from './db/migrations.ts';
import { runningConnection } from './postgres/connection-file.ts';
import { databaseFailure, embeddedFailure, requireVersion } from './postgres/database-failure.ts';
import { startEmbedded, type Tell } from './postgres/embedded.ts';
import { prepareDataDir } from './postgres/place.ts';
import { lockHolder, takeLock } from './postgres/server-lock.ts';
import { StartFailure } from './start-failure.ts';

export interface OpenDatabase extends Connected {
  readonly connection: ClientConfig;
  /** Heads of sites, as kept outside the database (R8). */
  readonly notedHeads: ReadonlyMap<string, number>;
  /** Says where the server can be reached, for a second one that is refused. */
  setAddress(address: string): void;
  /** What an error in its use means, in one sentence; the error itself where it is a bug. */
  explain(error: unknown): unknown;
  /** Ends the connections, then the built-in PostgreSQL. */
  close(): Promise<void>;
}

/** For the server itself. @param tell what happens to the built-in database later @throws StartFailure */
export async function openDatabase(config: ServerConfig, tell: Tell): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return openUrl(config.databaseUrl, config.dataDir, tell);
  prepareDataDir(config.dataDir);
  const lock = takeLock(config.dataDir);
  try {
    const postgres = await startEmbedded(config.dataDir, tell);
    try {
      const explain = (error: unknown) => embeddedFailure(config.dataDir, error) ?? error;
      const connected = await connect(postgres.connection, explain);
      const keeper = await keep(connected, config.dataDir, tell);
      return {
        ...connected,
        notedHeads: keeper.notedHeads,
        connection: postgres.connection,
        explain,
        setAddress: lock.setAddress,
        async close() {
          await keeper.close();
          await connected.close();
          await postgres.stop();
          lock.release();
        },
      };
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** For a command: beside a running server on its database, else as the server would. @throws StartFailure */
export async function openForCommand(config: ServerConfig, tell: Tell): Promise<OpenDatabase> {
  const running =
    config.databaseUrl === null && lockHolder(config.dataDir) ? runningConnection(config.dataDir) : null;
  if (!running) return openDatabase(config, tell);
  // Its server keeps the epoch.
  const explain: OpenDatabase['explain'] = (error) => embeddedFailure(config.dataDir, error) ?? error;
  return openOther(running, await connect(running, explain), explain);
}

/**
 * The driver takes these modes for `verify-full` too, with a warning that a later one will not: so it stays said,
 * and the server's certificate stays checked. Whoever wants PostgreSQL's own reading sets `uselibpqcompat`.
 */
function withCheckedTls(databaseUrl: string): string {
  if (/[?&]uselibpqcompat=/.test(databaseUrl)) return databaseUrl;
  return databaseUrl.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

async function openUrl(databaseUrl: string, dataDir: string, tell: Tell): Promise<OpenDatabase> {
  const connection = { connectionString: withCheckedTls(databaseUrl) };
  const explain: OpenDatabase['explain'] = (error) => databaseFailure(error) ?? error;
  const connected = await connect(connection, explain);
  const keeper = await keep(connected, dataDir, tell);
  return {
    ...openOther(connection, connected, explain),
    notedHeads: keeper.notedHeads,
    async close() {
      await keeper.close();
      await connected.close();
    },
  };
}

/** Ends the connections where the epoch cannot be kept. */
async function keep(connected: Connected, dataDir: string, tell: Tell): Promise<EpochKeeper> {
  try {
    prepareDataDir(dataDir);
    return await keepEpoch(connected.pool, dataDir, tell);
  } catch (error) {
    await connected.close();
    throw error;
  }
}

/** A database that somebody else started. */
function openOther(
  connection: ClientConfig,
  connected: Connected,
  explain: OpenDatabase['explain'],
): OpenDatabase {
  return { ...connected, connection, explain, notedHeads: new Map(), setAddress: () => undefined };
}

async function connect(connection: ClientConfig, explain: OpenDatabase['explain']): Promise<Connected> {
  const connected = connectDatabase(connection);
  try {
    const { rows } = await connected.pool.query<{ server_version_num: string }>('show server_version_num');
    requireVersion(Number(rows[0]?.server_version_num));
    await migrate(connected.pool);
    return connected;
  } catch (error) {
    await connected.close();
    throw error instanceof StartFailure ? error : explain(error);
  }
}
