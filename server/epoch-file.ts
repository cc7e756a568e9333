/**
 * `epoch.json` in the data folder: epoch and heads, kept outside the database, so that a database which somebody put
 * back in time is noticed at the next start (R8).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { beginLife } from './db/begin-life.ts';
import { epochOf, headsOf } from './db/heads.ts';
import { locks } from './db/locks.ts';
import { folderFailure } from './postgres/place.ts';
import { writeWhole } from './write-whole.ts';

const fileSchema = z.object({ epoch: z.string(), heads: z.record(z.string(), z.int().min(0)) });

interface Noted {
  readonly epoch: string;
  readonly heads: ReadonlyMap<string, number>;
}

export interface EpochKeeper {
  /** Of every site that was ever in the database of this folder. */
  readonly notedHeads: ReadonlyMap<string, number>;
  /** Notes the last heads, and ends. */
  close(): Promise<void>;
}

const noteEveryMs = 1_000;

/**
 * Begins a new epoch where the database is behind what the file says, then keeps the file current.
 * @param tell that it did so, for the log @throws StartFailure where the folder cannot be written
 */
export async function keepEpoch(
  pool: Pool,
  dataDir: string,
  tell: (line: string) => void,
): Promise<EpochKeeper> {
  let before = readNote(dataDir);
  const notedHeads = new Map(before === null || before === 'unreadable' ? [] : before.heads);
  let written = '';
  let noting: Promise<void> | null = null;
  async function note(): Promise<void> {
    // Not at the start alone: a server outlives a database elsewhere that is put back under it.
    const line = await reconcile(pool, before);
    if (line !== null) tell(line);
    // A site that is in no database at the moment may be restored into it.
    for (const [siteId, head] of await headsOf(pool))
      notedHeads.set(siteId, Math.max(head, notedHeads.get(siteId) ?? 0));
    const epoch = await epochOf(pool);
    const text = JSON.stringify({ epoch, heads: Object.fromEntries(notedHeads) });
    if (text !== written) writeNote(dataDir, text);
    written = text;
    before = { epoch, heads: notedHeads };
  }
  await note();
  const timer = setInterval(() => {
    // A database that is away, a disk that is full: the next time.
    noting ??= note()
      .catch(() => undefined)
      .finally(() => (noting = null));
  }, noteEveryMs);
  timer.unref();
  return {
    notedHeads,
    async close() {
      clearInterval(timer);
      await noting;
      await note().catch(() => undefined);
    },
  };
}

/** @returns null where there is none yet */
function readNote(dataDir: string): Noted | 'unreadable' | null {
  try {
    const { epoch, heads } = fileSchema.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
    return { epoch, heads: new Map(Object.entries(heads)) };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
  }
}

async function reconcile(pool: Pool, noted: Noted | 'unreadable' | null): Promise<string | null> {
  if (noted === null || (await isWhereItWas(pool, noted))) return null;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [locks.schema]);
    const reason = await whyRotate(client, noted);
    if (reason !== null) {
      const knownHeads = noted === 'unreadable' ? [] : [noted.heads];
      await beginLife(client, { knownHeads, backupAgeMs: 0 });
    }
    await client.query('commit');
    return reason && `${reason}: a new epoch begins, and desks return what is missing.`;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Without the lock, since it is asked every second; whatever else it may be is decided under it. */
async function isWhereItWas(pool: Pool, noted: Noted | 'unreadable'): Promise<boolean> {
  if (noted === 'unreadable' || noted.epoch !== (await epochOf(pool))) return false;
  const heads = await headsOf(pool);
  return [...noted.heads].every(([siteId, head]) => head <= (heads.get(siteId) ?? head));
}

async function whyRotate(client: PoolClient, noted: Noted | 'unreadable'): Promise<string | null> {
  if (noted === 'unreadable') return 'The file epoch.json cannot be read';
  const heads = await headsOf(client);
  const shared = [...noted.heads].filter(([siteId]) => heads.has(siteId));
  // Another database: nothing of it was ever noted here.
  if (shared.length === 0) return null;
  if (noted.epoch !== (await epochOf(client))) {
    // One that this database had before: it went on without us, as where several servers use it.
    const { rows } = await client.query('select 1 from site_restore where ended_epoch = $1', [noted.epoch]);
    return rows.length > 0 ? null : 'The database is of another epoch than the one noted last';
  }
  const behind = shared.find(([siteId, head]) => head > (heads.get(siteId) ?? 0));
  return behind
    ? `The database is behind: its head is ${heads.get(behind[0])}, noted was ${behind[1]}`
    : null;
}

const fileOf = (dataDir: string) => join(dataDir, 'epoch.json');

/** Whole or not at all, and on the disk when it returns. @throws StartFailure */
function writeNote(dataDir: string, text: string): void {
  try {
    writeWhole(fileOf(dataDir), text);
  } catch (error) {
    throw folderFailure(dataDir, error);
  }
}
