/** Whatever keeps the server from starting is said in one sentence that says what to do. Real processes. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import { startOldPostgres } from '../support/old-postgres.ts';
import { reload, speakTls } from '../support/postgres-tls.ts';
import {
  freePort,
  newDataDir,
  runServer,
  startServer,
  type ProcessEnd,
  type ServerProcess,
} from '../support/server-process.ts';
import { makeReadOnlyDisk, makeSmallDisk, notVerified } from '../support/small-disk.ts';

/** Its database stands for any that DATABASE_URL may name. */
let running: ServerProcess;
let databasePort: number;

beforeAll(async () => {
  running = await startServer();
  databasePort = runningConnection(running.dataDir)?.port ?? 0;
});
afterAll(async () => {
  await running.end('SIGTERM');
  rmSync(dirname(running.dataDir), { recursive: true, force: true });
});

/** One line, the sentence, nothing on standard output, and an exit code that says “failed”. */
function expectSentence({ code, stdout, stderr }: ProcessEnd, sentence: string | RegExp) {
  expect(stderr).toMatch(/^CR Desk: [^\n]+\.\n$/);
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}

const startWith = (databaseUrl: string) => runServer([], { PORT: '0', DATABASE_URL: databaseUrl });

describe('the database in DATABASE_URL', () => {
  test('is not there', async () => {
    const end = await startWith(`postgres://u:p@127.0.0.1:${await freePort()}/d`);
    expectSentence(end, 'The database in DATABASE_URL cannot be reached: start it, or mend host and port.');
  });

  test('has no such host', async () => {
    expectSentence(await startWith('postgres://u:p@nowhere.invalid/d'), /cannot be reached: start it/);
  });

  test('refuses the password', async () => {
    const end = await startWith(`postgres://crdesk:wrong@127.0.0.1:${databasePort}/crdesk`);
    expectSentence(end, 'The database in DATABASE_URL refuses user or password: mend them.');
  });

  test('wants a password where none is given', async () => {
    const end = await startWith(`postgres://crdesk@127.0.0.1:${databasePort}/crdesk`);
    expectSentence(end, /refuses user or password: mend them/);
    // Its half-open connection would keep the process for a minute.
  }, 30_000);

  test('does not exist', async () => {
    const { password } = runningConnection(running.dataDir) as { password: string };
    const end = await startWith(`postgres://crdesk:${password}@127.0.0.1:${databasePort}/missing`);
    expectSentence(end, /named in DATABASE_URL does not exist: create it, or mend its name/);
  });

  test('belongs to another, so that no table can be made', async () => {
    await inDatabase("create role guest login password 'g'; create database other");
    const end = await startWith(`postgres://guest:g@127.0.0.1:${databasePort}/other`);
    expectSentence(end, /may not create tables there: make it the owner of the database/);
  });

  test('is PostgreSQL 14', async () => {
    const old = await startOldPostgres(140_012);
    const end = await startWith(old.url);
    old.stop();
    expectSentence(end, /is PostgreSQL 14; CR Desk needs 15 or newer: upgrade it/);
  });

  test('was used by a newer CR Desk', async () => {
    await inDatabase('create database newer');
    const { password } = runningConnection(running.dataDir) as { password: string };
    const url = `postgres://crdesk:${password}@127.0.0.1:${databasePort}/newer`;
    await inDatabase(
      "create table migration (name text); insert into migration values ('9999-later')",
      'newer',
    );
    expectSentence(
      await startWith(url),
      /A newer CR Desk has used this database \(step 9999-later\): start that/,
    );
  });

  test('speaks no TLS where DATABASE_URL asks for it', async () => {
    expectSentence(await startWith(addressWith('sslmode=require')), /speaks no TLS: switch it on there/);
  });

  describe('speaks TLS', () => {
    let certificate: string | null;
    beforeAll(async () => {
      certificate = await speakTls(running.dataDir);
    });

    test('with a certificate that nobody vouches for', async () => {
      if (certificate === null) return;
      const end = await startWith(addressWith('sslmode=require'));
      expectSentence(end, /is not trusted \(\w+\): add sslrootcert=FILE to DATABASE_URL/);
    });

    test('with a certificate for another host', async () => {
      if (certificate === null) return;
      const end = await startWith(addressWith(`sslmode=require&sslrootcert=${certificate}`));
      expectSentence(end, /is for another host: name the host that stands in it/);
    });

    test('and the file that vouches for it is not there', async () => {
      const end = await startWith(addressWith('sslmode=require&sslrootcert=/nowhere.crt'));
      expectSentence(end, /certificate file named in DATABASE_URL cannot be read \(ENOENT\): mend its path/);
    });

    test('and lets nobody in without it', async () => {
      if (certificate === null) return;
      const rules = join(running.dataDir, 'pgdata', 'pg_hba.conf');
      const before = readFileSync(rules);
      writeFileSync(rules, 'hostssl all all all scram-sha-256\n');
      await reload(running.dataDir);
      const end = await startWith(addressWith('sslmode=disable'));
      writeFileSync(rules, before);
      await reload(running.dataDir);
      expectSentence(end, /lets nobody in without TLS: add \?sslmode=require/);
    });
  });

  test('is not an address at all', async () => {
    expectSentence(await startWith('mysql://x'), /is not of the form postgres:/);
  });
});

function addressWith(query: string): string {
  const { password } = runningConnection(running.dataDir) as { password: string };
  return `postgres://crdesk:${password}@127.0.0.1:${databasePort}/crdesk?${query}`;
}

async function inDatabase(sql: string, database = 'crdesk'): Promise<void> {
  const client = new Client({ ...runningConnection(running.dataDir), database });
  await client.connect();
  try {
    for (const statement of sql.split('; ')) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('the settings', () => {
  test('name a port in use', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    const dataDir = newDataDir();
    const end = await runServer([], { PORT: String(port), DATA_DIR: dataDir });
    holder.close();
    rmSync(dirname(dataDir), { recursive: true, force: true });
    expectSentence(end, `Port ${port} is in use by another program: stop it, or set PORT to another number.`);
  });

  test.each([
    [{ PORT: 'eighty' }, /PORT=eighty is not a port: choose a number from 1 to 65535/],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://desk.example' }, /PUBLIC_URL is for a proxy on this machine/],
    [{ TLS_NAMES: 'desk.local, https://x' }, /TLS_NAMES: https:\/\/x is neither a name nor an address/],
    [{ TLS_CERT: '/nowhere.pem' }, /TLS_CERT and TLS_KEY go together: set both, or neither/],
    [{ TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' }, /TLS_CERT=\/nowhere.pem cannot be read: give/],
  ])('%o is told in one sentence', async (env, sentence) => {
    expectSentence(
      await runServer([], { DATA_DIR: newDataDir(), ...env } as Record<string, string>),
      sentence,
    );
  });
});

describe('the data folder', () => {
  test('cannot be written', async () => {
    const disk = makeReadOnlyDisk();
    if (!disk) return notVerified('a data folder that cannot be written');
    const end = await runServer([], { PORT: '0', DATA_DIR: join(disk.dataDir, 'data') }, '', disk.within);
    disk.remove();
    expectSentence(
      end,
      /data folder .* cannot be written \(E\w+\): give this user the right to, or set DATA_DIR/,
    );
  });

  test('is a file', async () => {
    const end = await runServer([], { PORT: '0', DATA_DIR: join(running.dataDir, 'server.lock') });
    expectSentence(end, /cannot be written \(E\w+\): give this user the right to/);
  });

  test.each([
    ['at once', 10, 10],
    ['while the database is made', 30, 0],
    ['when the tables are made', 41, 0],
  ])('is on a disk that is full %s', async (_when, megabytes, filled) => {
    const disk = makeSmallDisk(megabytes, filled);
    if (!disk) return notVerified('a full disk at the first start');
    const end = await runServer([], { PORT: '0', DATA_DIR: disk.dataDir }, '', disk.within);
    disk.remove();
    expectSentence(end, /disk of the data folder .* is full: free some space and start again/);
  });

  test('is on a disk that is full before the demonstration is whole', async () => {
    const disk = makeSmallDisk(50);
    if (!disk) return notVerified('a full disk while the demonstration is made');
    const end = await runServer(['--demo'], { PORT: '0', DATA_DIR: disk.dataDir }, '', disk.within);
    disk.remove();
    const [progress, ...rest] = end.stderr.split('\n');
    expect(progress).toMatch(/^Making the demonstration/);
    expectSentence({ ...end, stderr: rest.join('\n') }, /disk of the data folder .* is full/);
  });

  test('lost the password of its database', async () => {
    const dataDir = newDataDir();
    await (await startServer({ dataDir })).end('SIGTERM');
    rmSync(join(dataDir, 'postgres.json'));
    const end = await runServer([], { PORT: '0', DATA_DIR: dataDir });
    expectSentence(
      end,
      /postgres.json is missing: it holds the database's password and belongs beside its data/,
    );
    rmSync(dirname(dataDir), { recursive: true, force: true });
  });
});
