/** A backup file and what becomes of it: whole, damaged, foreign, in the way. On a real PostgreSQL. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addUser, createSite } from '../../server/administration.ts';
import { verifyBackup } from '../../server/backup/read-backup.ts';
import { restoreBackup } from '../../server/backup/restore-backup.ts';
import { writeBackup } from '../../server/backup/write-backup.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const now = Date.UTC(2026, 10, 26);
const clock = () => now;

let postgres: TestPostgres;
let folder: string;
let source: Connected;
let siteId: string;
let path: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'cr-desk-backup-'));
  source = await freshDatabase();
  siteId = await createSite({ ...source, clock }, '吉安\u2028富源');
  await addUser({ ...source, clock }, siteId, {
    ...{ username: 'chen', name: '陈静', roles: ['head'], password: 'secret 7' },
  });
}, 60_000);
afterAll(async () => {
  await source?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  path = join(folder, uuidv7());
});

async function freshDatabase(): Promise<Connected> {
  const connected = connectDatabase({ connectionString: await postgres.freshDatabase() });
  await migrate(connected.pool);
  return connected;
}

const backUp = (overwrite = false, at = path) =>
  writeBackup({ ...source, clock, version: '9.9.9' }, { path: at, overwrite });
const restoreInto = ({ pool }: Connected, { replace = false, noted = new Map<string, number>() } = {}) =>
  restoreBackup({ pool, clock, notedHeads: noted }, { path, replace });

async function contentOf({ pool }: Connected, table: string): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(
    `select row_to_json(t)::text as row from ${table} t order by 1`,
  );
  return rows.map(({ row }) => row);
}
const stateOf = async (connected: Connected) =>
  Promise.all(
    ['server_state', 'site', 'account', 'record', 'change'].map((table) => contentOf(connected, table)),
  );

describe('[R8.11] a backup', () => {
  test('restored into an empty database gives every row as it was, under a new epoch and with room for its numbers', async () => {
    const { header, counts } = await backUp();
    const target = await freshDatabase();
    const { epoch } = await restoreInto(target);
    for (const table of ['account', 'account_roles', 'record', 'change', 'device'])
      expect(await contentOf(target, table)).toEqual(await contentOf(source, table));
    expect(counts.get('record')).toBeGreaterThan(10);
    const head = header.heads[siteId] ?? 0;
    const site = await target.db.selectFrom('site').selectAll().executeTakeFirstOrThrow();
    expect(site).toMatchObject({ name: '吉安\u2028富源', head: head + 1_000_000_000, backed_up_to: head });
    const state = await target.db.selectFrom('server_state').selectAll().executeTakeFirstOrThrow();
    expect(state.epoch).toBe(epoch);
    expect(epoch).not.toBe(header.epoch);
    await target.close();
  });

  test('is one moment: what is written meanwhile is in it whole or not at all', async () => {
    const pool = interrupted(source.pool, / from record t$/, () =>
      createSite({ ...source, clock }, 'Made between two tables').then(() => undefined),
    );
    const { header, counts } = await writeBackup({ pool, clock, version: '9' }, { path, overwrite: false });
    const text = await textOf(path);
    const heads = Object.fromEntries(
      text.filter((line) => line.startsWith('{"id"') && line.includes('"head"')).map(headOf),
    );
    expect(heads).toEqual(header.heads);
    const seqs = text.filter((line) => line.includes('"op_id"')).length;
    expect(seqs).toBe(Object.values(header.heads).reduce((sum, head) => sum + head, 0));
    expect(counts.get('change')).toBe(seqs);
  });

  test('is read by its owner alone, and says afterwards up to where devices may forget', async () => {
    const { header } = await backUp();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const site = await source.db
      .selectFrom('site')
      .select('backed_up_to')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow();
    expect(site.backed_up_to).toBe(header.heads[siteId]);
  });

  test('has no session and no enrolment code in it', async () => {
    const session = { token_hash: 'a session', site_id: siteId, user_id: uuidv7(), expires_at: now + 1 };
    await source.db.insertInto('session').values(session).execute();
    await backUp();
    expect((await textOf(path)).join('\n')).not.toContain('a session');
  });

  test('does not take the place of another file, unless it is told to', async () => {
    await writeFile(path, 'precious');
    await expect(backUp()).rejects.toThrow(
      `The file ${path} exists: choose another name, or add --overwrite.`,
    );
    expect(await readFile(path, 'utf8')).toBe('precious');
    await backUp(true);
    await verifyBackup(path);
  });

  test('that cannot be written leaves no file, and says why', async () => {
    const nowhere = join(folder, 'no', 'such', 'folder');
    await expect(backUp(false, nowhere)).rejects.toThrow(
      `The folder of ${nowhere} does not exist: make it first.`,
    );
    const taken = join(folder, 'taken');
    await mkdir(`${taken}.partial`);
    await expect(backUp(false, taken)).rejects.toThrow(`The file ${taken} cannot be written (EISDIR)`);
    expect(await readdir(folder)).not.toContain('taken');
  });

  test('leaves nothing half-written behind, and takes what a crash had left', async () => {
    await writeFile(`${path}.partial`, 'half of it', { mode: 0o644 });
    await backUp();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    path = join(folder, 'a-folder');
    await mkdir(path);
    await expect(backUp(true)).rejects.toThrow(`The file ${path} cannot be written (EISDIR)`);
    expect(
      (await readdir(folder)).filter((name) => name.endsWith('.partial') && name !== 'taken.partial'),
    ).toEqual([]);
  });
});

describe('[R8.11] a file that is not whole', () => {
  test('wherever it is cut or a bit of it is turned: nothing is taken from it', async () => {
    await backUp();
    const bytes = await readFile(path);
    const target = await freshDatabase();
    const before = await stateOf(target);
    const somewhere = fc.integer({ min: 2, max: bytes.length - 1 });
    const damages = fc.oneof(
      somewhere.map((length) => bytes.subarray(0, length)),
      fc.tuple(somewhere, fc.integer({ min: 0, max: 7 })).map(([at, bit]) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        return flipped;
      }),
    );
    await fc.assert(
      fc.asyncProperty(damages, async (damaged) => {
        await writeFile(path, damaged);
        await expect(restoreInto(target)).rejects.toThrow(
          /is damaged or incomplete: nothing was taken from it/,
        );
      }),
      { numRuns: 60 },
    );
    expect(await stateOf(target)).toEqual(before);
    await target.close();
  });

  test.each([
    ['a row is missing', (lines: string[]) => lines.filter((line) => !line.includes('chen')), /is damaged/],
    [
      'a table is missing',
      (lines: string[]) =>
        lines.slice(
          0,
          lines.findIndex((line) => line === '["table","change"]'),
        ),
      /is damaged/,
    ],
    [
      'it is of a newer form',
      (lines: string[]) => [lines[0]?.replace('"formatVersion":1', '"formatVersion":2'), ...lines.slice(1)],
      /is of a newer CR Desk: restore it with that version/,
    ],
    [
      'its schema is newer',
      (lines: string[]) => [
        lines[0]?.replace('"0001-first"', '"0001-first","9999-future"'),
        ...lines.slice(1),
      ],
      /is of CR Desk 9\.9\.9, which is newer/,
    ],
    ['it is something else', () => ['{"hello":1}'], /is no backup of CR Desk/],
  ] as const)('%s, although its hash is right', async (_what, alter, sentence) => {
    await backUp();
    const lines = await textOf(path);
    await writeFile(path, sealed(alter(lines).join('\n')));
    const target = await freshDatabase();
    const before = await stateOf(target);
    await expect(restoreInto(target)).rejects.toThrow(sentence);
    expect(await stateOf(target)).toEqual(before);
    await target.close();
  });

  test('or is none at all', async () => {
    const target = await freshDatabase();
    await expect(restoreInto(target)).rejects.toThrow(`The file ${path} does not exist.`);
    await writeFile(path, 'a letter');
    await expect(restoreInto(target)).rejects.toThrow(`The file ${path} is no backup of CR Desk.`);
    await writeFile(path, '');
    await expect(restoreInto(target)).rejects.toThrow(`The file ${path} is no backup of CR Desk.`);
    await target.close();
  });
});

describe('[R8.11] a restore', () => {
  test('is refused where the database is not empty, and with --replace takes its place', async () => {
    await backUp();
    const target = await freshDatabase();
    const other = await createSite({ ...target, clock }, 'Other');
    await expect(restoreInto(target)).rejects.toThrow(/is not empty: add --replace/);
    expect((await contentOf(target, 'site')).join()).toContain(other);
    await restoreInto(target, { replace: true });
    expect((await contentOf(target, 'site')).join()).not.toContain(other);
    expect(await contentOf(target, 'record')).toEqual(await contentOf(source, 'record'));
    await target.close();
  });

  test('is refused while a server runs on the database', async () => {
    await backUp();
    const target = await freshDatabase();
    const { createHeadHub } = await import('../../server/db/head-hub.ts');
    const options = target.pool.options as { connectionString?: string };
    const hub = createHeadHub({ connectionString: options.connectionString ?? '' });
    const isServing = async () => {
      const held = await target.pool.query(
        `select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      );
      return held.rows.length;
    };
    await expect.poll(isServing).toBe(1);
    await expect(restoreInto(target)).rejects.toThrow(
      'A CR Desk server runs on this database: stop it first.',
    );
    await hub.close();
    await expect.poll(() => restoreInto(target, { replace: true }).then(() => 'done', String)).toBe('done');
    await target.close();
  });

  test('[R8.1] begins above every head that is known: replaced, and noted outside', async () => {
    await backUp();
    const target = await freshDatabase();
    await restoreInto(target, { noted: new Map([[siteId, 5_000_000_000]]) });
    const headOfSite = async () =>
      (await target.db.selectFrom('site').select('head').where('id', '=', siteId).executeTakeFirstOrThrow())
        .head;
    expect(await headOfSite()).toBe(6_000_000_000);
    await restoreInto(target, { replace: true });
    expect(await headOfSite()).toBe(7_000_000_000);
    await target.close();
  });

  test('of an older schema brings it up to date', async () => {
    await backUp();
    const lines = await textOf(path);
    const header = JSON.parse(lines[0] ?? '') as { migrations: string[]; tables: string[] };
    const older = {
      ...header,
      migrations: ['0001-first'],
      tables: header.tables.filter((name) => name !== 'site_restore'),
    };
    const rest = lines
      .slice(1)
      .filter((line) => !line.includes('"site_restore"'))
      .map((line) => line.replace(/,"backed_up_to":\d+/, ''));
    await writeFile(path, sealed([JSON.stringify(older), ...rest].join('\n')));
    const target = await freshDatabase();
    await restoreInto(target);
    expect(await contentOf(target, 'record')).toEqual(await contentOf(source, 'record'));
    await target.close();
  });
});

/** The same pool; before a query that matches, something else happens. */
function interrupted(pool: Pool, before: RegExp, meanwhile: () => Promise<void>): Pool {
  const connect = async () => {
    const client = await pool.connect();
    const query = async (text: string, values?: unknown[]) => {
      if (before.test(text)) await meanwhile();
      return client.query(text, values);
    };
    return { query, release: () => client.release() };
  };
  return { connect, query: pool.query.bind(pool) } as unknown as Pool;
}

/** A file as `backup` would have sealed it. */
function sealed(text: string): Buffer {
  const packed = gzipSync(`${text}\n`);
  return Buffer.concat([packed, createHash('sha256').update(packed).digest()]);
}

async function textOf(file: string): Promise<string[]> {
  return gunzipSync((await readFile(file)).subarray(0, -32))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}

function headOf(line: string): [string, number] {
  const { id, head } = JSON.parse(line) as { id: string; head: number };
  return [id, head];
}
