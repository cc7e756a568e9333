/**
 * `restore FILE`: the database as the backup has it, under a new epoch; desks then return what is newer (R8).
 * One transaction: a failure at any point leaves everything as it was.
 */
import type { Pool, PoolClient } from 'pg';
import { beginLife } from '../db/begin-life.ts';
import { headsOf } from '../db/heads.ts';
import { locks } from '../db/locks.ts';
import { applyMissing, migrationNames, tableNames } from '../db/migrations.ts';
import { StartFailure } from '../start-failure.ts';
import type { BackupHeader, TableInBackup } from './format.ts';
import { readBackup, verifyBackup, type RowCounts } from './read-backup.ts';

interface RestoreDeps {
  readonly pool: Pool;
  /** UTC ms. */
  readonly clock: () => number;
  /** Heads kept outside the database. */
  readonly notedHeads: ReadonlyMap<string, number>;
}

interface RestoreOptions {
  /** Absolute. */
  readonly path: string;
  /** What is in the database goes. */
  readonly replace: boolean;
}

interface RestoreDone {
  readonly header: BackupHeader;
  readonly counts: RowCounts;
  readonly epoch: string;
}

/** @throws StartFailure in one sentence; nothing was changed then */
export async function restoreBackup(
  { pool, clock, notedHeads }: RestoreDeps,
  options: RestoreOptions,
): Promise<RestoreDone> {
  const { path, replace } = options;
  // Every byte of it, before anything is touched.
  const { header } = await verifyBackup(path);
  requireKnown(header, path);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await holdAlone(client);
    const replaced = await headsOf(client);
    if (replaced.size > 0 && !replace) {
      throw new StartFailure(
        'The database is not empty: add --replace to put the backup in the place of what is there.',
      );
    }
    const counts = await load(client, path, header);
    await client.query('update site set backed_up_to = greatest(backed_up_to, head)');
    const epoch = await beginLife(client, {
      knownHeads: [replaced, notedHeads],
      backupAgeMs: clock() - header.createdAt,
    });
    await client.query('commit');
    return { header, counts, epoch };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function requireKnown({ migrations, version }: BackupHeader, path: string): void {
  if (migrations.every((name) => migrationNames.includes(name))) return;
  throw new StartFailure(
    `The backup ${path} is of CR Desk ${version}, which is newer: restore it with that version.`,
  );
}

/** A server that starts meanwhile waits; one that runs, or a command that is at work, is not disturbed. */
async function holdAlone(client: PoolClient): Promise<void> {
  await client.query(`set local lock_timeout = '10s'; set local statement_timeout = 0`);
  await client.query('select pg_advisory_xact_lock($1)', [locks.schema]);
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_xact_lock($1) as alone', [
    locks.serving,
  ]);
  if (!rows[0]?.alone) throw new StartFailure('A CR Desk server runs on this database: stop it first.');
}

/** The tables anew, as of the time of the backup; then what the schema became since. */
async function load(client: PoolClient, path: string, { migrations }: BackupHeader): Promise<RowCounts> {
  await client.query(`drop table if exists ${tableNames.join(', ')}`);
  await applyMissing(client, migrations);
  await client.query('delete from server_state');
  // With its schema: `record` alone is a type of PostgreSQL's own.
  const { rows: found } = await client.query<{ schema: string }>(
    'select quote_ident(current_schema()) as schema',
  );
  const schema = found[0]?.schema ?? 'public';
  const batch: { table: TableInBackup | null; rows: string[]; chars: number } = {
    table: null,
    rows: [],
    chars: 0,
  };
  async function flush() {
    const { table, rows } = batch;
    if (table !== null && rows.length > 0) {
      await client.query(
        `insert into ${table} select * from json_populate_recordset(null::${schema}.${table}, $1::json)`,
        [`[${rows.join(',')}]`],
      );
    }
    Object.assign(batch, { rows: [], chars: 0 });
  }
  const counts = await readBackup(path, {
    header: async () => undefined,
    async row(table, row) {
      if (table !== batch.table || batch.rows.length >= rowsAtATime || batch.chars > charsAtATime)
        await flush();
      batch.table = table;
      batch.rows.push(row);
      batch.chars += row.length;
    },
  });
  await flush();
  await applyMissing(client);
  return counts;
}

const rowsAtATime = 1_000;
const charsAtATime = 2_000_000;
