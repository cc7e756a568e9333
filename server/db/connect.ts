import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types, type ClientBase, type PoolConfig } from 'pg';
import type { Database } from './schema.ts';

export interface Connected {
  readonly db: Kysely<Database>;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** int8 as number: every count and instant of CR Desk is below 2^53 (docs/sync-spec.md). */
const int8 = 20;

/** Connects lazily. @param size connections at most */
export function connectDatabase(config: PoolConfig, size = 10): Connected {
  const pool = new Pool({
    max: size,
    connectionTimeoutMillis: 5_000,
    types: {
      getTypeParser: (oid, format) => (oid === int8 ? Number : types.getTypeParser(oid, format as 'text')),
    },
    onConnect: prepare,
    ...config,
  });
  // A connection that dies while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    async close() {
      await db.destroy();
      // Kysely ends only a pool that it has used.
      if (!pool.ended) await pool.end();
    },
  };
}

async function prepare(client: ClientBase): Promise<void> {
  // One that dies in use fails its query, and that is enough.
  client.on('error', () => undefined);
  // What is acknowledged is on the disk, whatever a database or role was set to.
  await client.query(
    `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
  );
}
