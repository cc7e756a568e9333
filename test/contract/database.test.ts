/** The database as the server sets it up: durable, up to date by one of several servers, on any address. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
import { askDatabase } from '../support/postmaster.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startServer } from '../support/server-process.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

test('the built-in PostgreSQL keeps what it acknowledged, notices damage on the disk, and hears nobody else', async () => {
  const server = await startServer();
  const shown = await askDatabase(
    server.dataDir,
    `select name, setting from pg_settings where name = any('{${[
      'synchronous_commit',
      'fsync',
      'full_page_writes',
      'data_checksums',
      'listen_addresses',
      'unix_socket_directories',
      'server_encoding',
      'password_encryption',
    ].join(',')}}')`,
  );
  await server.end('SIGTERM');
  await rm(dirname(server.dataDir), { recursive: true, force: true });
  expect(
    Object.fromEntries((shown as { name: string; setting: string }[]).map((row) => [row.name, row.setting])),
  ).toEqual({
    synchronous_commit: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    server_encoding: 'UTF8',
    password_encryption: 'scram-sha-256',
  });
});

describe('a connection', () => {
  test('waits for the disk although its database was set not to', async () => {
    const connectionString = await postgres.freshDatabase();
    const name = new URL(connectionString).pathname.slice(1);
    const first = connectDatabase({ connectionString });
    await first.pool.query(`alter database ${name} set synchronous_commit = off`);
    await first.close();
    const { pool, close } = connectDatabase({ connectionString });
    const { rows } = await pool.query('show synchronous_commit');
    await close();
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('keeps a stricter setting as it is', async () => {
    const connectionString = `${await postgres.freshDatabase()}?options=-c%20synchronous_commit%3Dremote_apply`;
    const { pool, close } = connectDatabase({ connectionString });
    const { rows } = await pool.query('show synchronous_commit');
    await close();
    expect(rows).toEqual([{ synchronous_commit: 'remote_apply' }]);
  });

  test('gives whole numbers of eight bytes as numbers', async () => {
    const { pool, close } = connectDatabase({ connectionString: await postgres.freshDatabase() });
    const { rows } = await pool.query('select 9007199254740991::bigint as instant');
    await close();
    expect(rows).toEqual([{ instant: 9_007_199_254_740_991 }]);
  });

  test('that is killed in use fails its query, and the next query has another one', async () => {
    const { pool, close } = connectDatabase({ connectionString: await postgres.freshDatabase() });
    await expect(pool.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toThrow(/terminat/);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await close();
  });
});

describe('migrations', () => {
  test('run once where six servers start at the same moment', async () => {
    const connectionString = await postgres.freshDatabase();
    const servers = Array.from({ length: 6 }, () => connectDatabase({ connectionString }, 1));
    await Promise.all(servers.map(({ pool }) => pool.query('select 1')));
    await Promise.all(servers.map(({ pool }) => migrate(pool)));
    const { rows } = await (servers[0] as (typeof servers)[0]).pool.query(
      'select name, count(*) from migration group by 1',
    );
    await Promise.all(servers.map(({ close }) => close()));
    expect(rows).toContainEqual({ name: '0001-first', count: 1 });
    expect(rows.filter(({ count }: { count: number }) => count !== 1)).toEqual([]);
  });

  test('of a newer program stop an older one, which changes nothing', async () => {
    const { pool, close } = connectDatabase({ connectionString: await postgres.freshDatabase() });
    await pool.query("create table migration (name text); insert into migration values ('9999-later')");
    await expect(migrate(pool)).rejects.toThrow(/A newer CR Desk has used this database \(step 9999-later\)/);
    const { rows } = await pool.query("select 1 from information_schema.tables where table_name = 'site'");
    await close();
    expect(rows).toEqual([]);
  });

  test('that fail leave nothing half done', async () => {
    const { pool, close } = connectDatabase({ connectionString: await postgres.freshDatabase() });
    // In the way of a table in the middle of the first step.
    await pool.query('create table record (x int)');
    await expect(migrate(pool)).rejects.toThrow(/record/);
    const { rows } = await pool.query(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    await close();
    expect(rows).toEqual([{ table_name: 'record' }]);
  });
});

test('two servers start at the same moment on one database at DATABASE_URL, and serve one epoch', async () => {
  const DATABASE_URL = await postgres.freshDatabase();
  const servers = await Promise.all([1, 2].map(() => startServer({ env: { DATABASE_URL } })));
  const health = await Promise.all(
    servers.map(async ({ url }) => (await (await fetch(`${url}/api/v1/health`)).json()) as { epoch: string }),
  );
  const ends = await Promise.all(servers.map((server) => server.end('SIGTERM')));
  expect(health[0]?.epoch).toMatch(/./);
  expect(health[1]).toEqual(health[0]);
  expect(ends).toEqual([0, 0]);
});
