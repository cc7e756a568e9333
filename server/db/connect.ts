import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types, type PoolConfig } from 'pg';
import type { Database } from './schema.ts';

export interface Connected {
  readonly db: Kysely<Database>;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** int8 as number: every count and instant of CR Desk is below 2^53 (design.md §5, “Wire”). */
const int8 = 20;

/** Connects lazily. @param size connections at most */
export function connectDatabase(config: PoolConfig, size = 10): Connected {
  const pool = new Pool({
    max: size,
    connectionTimeoutMillis: 5_000,
    types: {
      getTypeParser: (oid, format) => (oid === int8 ? Number : types.getTypeParser(oid, format as 'text')),
    },
    ...config,
  });
  // A connection that dies while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}
