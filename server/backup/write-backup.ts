/**
 * `backup FILE`: everything as of one moment, beside a server that works on.
 *
 *   FILE.partial ── written, fsynced ── read back ── renamed to FILE ──▶ devices are told what it covers
 */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { createGzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { epochOf, headsOf } from '../db/heads.ts';
import { StartFailure } from '../start-failure.ts';
import { syncFolder } from '../write-whole.ts';
import {
  formatName,
  formatVersion,
  tablesInBackup,
  type BackupHeader,
  type TableInBackup,
} from './format.ts';
import { verifyBackup, type RowCounts } from './read-backup.ts';

interface BackupDeps {
  readonly pool: Pool;
  /** UTC ms. */
  readonly clock: () => number;
  /** Of the application. */
  readonly version: string;
}

interface BackupOptions {
  /** Absolute. */
  readonly path: string;
  readonly overwrite: boolean;
}

interface BackupDone {
  readonly header: BackupHeader;
  readonly counts: RowCounts;
}

/** @throws StartFailure in one sentence; there is then no file */
export async function writeBackup(deps: BackupDeps, { path, overwrite }: BackupOptions): Promise<BackupDone> {
  if (!overwrite && existsSync(path)) {
    throw new StartFailure(`The file ${path} exists: choose another name, or add --overwrite.`);
  }
  const partial = `${path}.partial`;
  try {
    const written = await dump(deps, partial);
    const read = await verifyBackup(partial);
    if (!isDeepStrictEqual(read, written)) {
      throw new StartFailure(`The backup ${path} could not be read back as it was written: check the disk.`);
    }
    await rename(partial, path);
    syncFolder(dirname(path));
    await noteCovered(deps.pool, read.header);
    return read;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileFailure(path, error);
  }
}

async function dump({ pool, clock, version }: BackupDeps, partial: string): Promise<BackupDone> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // A large site takes longer than an administrator may allow other queries.
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    const { rows } = await client.query<{ name: string }>('select name from migration order by name');
    const header: BackupHeader = {
      format: formatName,
      formatVersion,
      version,
      createdAt: clock(),
      tables: [...tablesInBackup],
      migrations: rows.map(({ name }) => name),
      epoch: await epochOf(client),
      heads: Object.fromEntries(await headsOf(client)),
    };
    // It holds password and token hashes: nobody else may read it, not even for a moment.
    const file = createWriteStream(partial, { mode: 0o600, flush: true });
    const counts = new Map<TableInBackup, number>();
    await pipeline(Readable.from(linesOf(client, header, counts)), createGzip(), withHash, file);
    await chmod(partial, 0o600);
    return { header, counts };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

async function* linesOf(
  client: PoolClient,
  header: BackupHeader,
  counts: Map<TableInBackup, number>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of tablesInBackup) {
    yield `${JSON.stringify(['table', table])}\n`;
    let count = 0;
    for await (const rows of rowsOf(client, table)) {
      count += rows.length;
      yield `${rows.join('\n')}\n`;
    }
    counts.set(table, count);
    yield `${JSON.stringify(['end', table, count])}\n`;
  }
}

/** A row may have half a million characters: few at a time. */
const rowsAtATime = 200;

async function* rowsOf(client: PoolClient, table: TableInBackup): AsyncGenerator<string[]> {
  await client.query(`declare backup_rows cursor for select row_to_json(t)::text as row from ${table} t`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${rowsAtATime} from backup_rows`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query('close backup_rows');
}

async function* withHash(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

/** From here on devices may forget what it holds (R8); not where the server was restored meanwhile. */
async function noteCovered(pool: Pool, { epoch, heads }: BackupHeader): Promise<void> {
  for (const [siteId, head] of Object.entries(heads)) {
    await pool.query(
      `update site set backed_up_to = greatest(backed_up_to, $2)
       where id = $1 and (select epoch from server_state) = $3`,
      [siteId, head, epoch],
    );
  }
}

function fileFailure(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || !/^E[A-Z]+$/.test(code ?? '') || /connect|read/.test(syscall)) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartFailure(`There is no room for ${path}: free some space.`);
  if (code === 'ENOENT') return new StartFailure(`The folder of ${path} does not exist: make it first.`);
  return new StartFailure(`The file ${path} cannot be written (${code}): choose another place.`);
}
