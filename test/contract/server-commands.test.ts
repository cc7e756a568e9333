/** `npm run server -- COMMAND`, beside a running server and alone; what the last lines say is what works. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { demoSizes } from '../../shared/rules/demo/generate-demo.ts';
import { askDatabase } from '../support/postmaster.ts';
import { newDataDir, runServer, startServer, type ServerProcess } from '../support/server-process.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let server: ServerProcess;
let siteId: string;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(dirname(server.dataDir), { recursive: true, force: true });
});

async function command(args: readonly string[], input = '') {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, input);
  return { code, stderr, lines: stdout.trimEnd().split('\n') };
}

async function post(path: string, body: unknown, token = '') {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function enrol(code: string) {
  return post('/devices/enrol', { code, name: '吧台 1', installId: uuidv7() });
}

describe('beside a running server', () => {
  test('there is no site to begin with, and the sentence says how to make one', async () => {
    expect(await command(['enrol-code', '--station', 'bar'])).toMatchObject({
      code: 1,
      stderr: 'CR Desk: There is no site yet: make one with site-create --name NAME.\n',
    });
  });

  test('site-create prints the new site’s id on the last line', async () => {
    const { code, lines } = await command(['site-create', '--name', '吉安富源丰田']);
    siteId = lines.at(-1) ?? '';
    expect(code).toBe(0);
    expect(siteId).toMatch(uuid);
    const rows = await askDatabase<{ id: string; name: string }>(server.dataDir, 'select id, name from site');
    expect(rows).toEqual([{ id: siteId, name: '吉安富源丰田' }]);
  });

  test('enrol-code prints a code on the last line that sets up one desk, once', async () => {
    const { code, lines } = await command(['enrol-code', '--site', siteId, '--station', 'callback']);
    expect(code).toBe(0);
    const first = await enrol(lines.at(-1) ?? '');
    expect(first.body).toMatchObject({ siteId, siteName: '吉安富源丰田', station: 'callback' });
    expect((await enrol(lines.at(-1) ?? '')).status).toBe(410);
  });

  test('user-add prints id and a new password on the last lines, with which the person signs in', async () => {
    const added = await command(['user-add', '--username', 'chen', '--name', '陈静', '--role', 'attendant']);
    const [userId, password] = added.lines.slice(-2);
    const { token } = (await enrol((await command(['enrol-code', '--station', 'bar'])).lines.at(-1) ?? ''))
      .body;
    const signedIn = await post('/sessions', { username: 'chen', password }, token as string);
    expect(signedIn).toMatchObject({ status: 200, body: { userId, name: '陈静', roles: ['attendant'] } });
  });

  test('user-add --password-stdin takes the password from standard input, and prints the id alone', async () => {
    const args = ['user-add', '--site', siteId, '--username', 'li', '--name', '李敏', '--role', 'supervisor'];
    const added = await command([...args, '--password-stdin'], 'from a pipe 7\n');
    expect(added.lines.at(-1)).toMatch(uuid);
    expect(added.lines.join('\n')).not.toContain('from a pipe');
    const { token } = (await enrol((await command(['enrol-code', '--station', 'office'])).lines.at(-1) ?? ''))
      .body;
    const signedIn = await post('/sessions', { username: 'li', password: 'from a pipe 7' }, token as string);
    expect(signedIn).toMatchObject({ status: 200, body: { userId: added.lines.at(-1) } });
    expect(await command(args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/user name li is taken/),
    });
  });

  test('[R6.9] compact forgets old removals, and says how many', async () => {
    const tombstone = (days: number, seq: number) =>
      askDatabase(
        server.dataDir,
        `with c as (
           insert into change (site_id, op_id, device_id, seq, verdict, name, received_at)
           values ('${siteId}', gen_random_uuid(), gen_random_uuid(), ${seq}, 'applied', 'x', ${Date.now() - days * 86_400_000})
         )
         insert into record (site_id, entity, id, scope, version, stamps)
         values ('${siteId}', 'visit', gen_random_uuid(), 'front', ${seq}, '{}')`,
      );
    await tombstone(91, 900_001);
    await tombstone(40, 900_002);
    await tombstone(1, 900_003);
    expect((await command(['compact'])).lines.at(-1)).toMatch(
      /^Forgot 1 removals of more than 90 days ago\./,
    );
    const setting = { DATA_DIR: server.dataDir, KEEP_REMOVED_DAYS: '30' };
    const bySetting = await runServer(['compact'], setting);
    expect(bySetting.stdout).toMatch(/^Forgot 1 removals of more than 30 days/);
    expect((await command(['compact', '--days', '30'])).lines.at(-1)).toMatch(/^Forgot 0 removals/);
  });

  test('[R9.10] device-station moves a desk, and says from where to where', async () => {
    const listed = (await command(['device-list'])).lines.map((line) => line.split('\t'));
    const [id = ''] = listed.find(([, station]) => station === 'callback') ?? [];
    const moving = ['device-station', '--device', id, '--station', 'office'];
    expect((await command(moving)).lines).toEqual([
      'Moved 吧台 1 from callback to office: it takes and gives up rows when it calls next.',
    ]);
    expect((await command(moving)).lines).toEqual(['吧台 1 is a desk of the station office already.']);
    expect(await command(['device-station', '--device', uuidv7(), '--station', 'bar'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^CR Desk: The site has no desk [-0-9a-f]{36}: device-list shows them\.\n$/,
      ),
    });
  });

  test.each([
    [
      ['enrol-code', '--site', uuidv7(), '--station', 'bar'],
      1,
      /^There is no site [-0-9a-f]{36}: site-create prints/,
    ],
    [['enrol-code', '--station', 'roof'], 2, /^--station roof is not one of bar, callback, office/],
    [['device-station', '--device', 'x', '--station', 'roof'], 2, /^--station roof is not one of/],
    [['site-create'], 2, /^--name is missing/],
    [
      ['site-create', '--nam', 'x'],
      2,
      /^These arguments are not understood: the command is site-create --name NAME/,
    ],
    [['user-add', '--username', 'x', '--name', 'x', '--role', 'king'], 2, /^--role king is not one of/],
    [
      ['serve'],
      2,
      /^There is no command serve: the commands are site-create, user-add, enrol-code, device-list, device-revoke, device-station, compact, backup, restore and --demo/,
    ],
    [['compact', '--days', '0'], 2, /^--days is a whole number of days, at least 1/],
    [['backup'], 2, /^These arguments are not understood: the command is backup FILE \[--overwrite\]/],
    [['restore', 'a', 'b'], 2, /^These arguments are not understood: the command is restore FILE/],
    [
      ['backup', '/no/such/folder/b'],
      1,
      /^The folder of \/no\/such\/folder\/b does not exist: make it first/,
    ],
    [['toString'], 2, /^There is no command toString/],
    [
      ['--demo', 'now'],
      2,
      /^These arguments are not understood: the command is --demo \[large\|normal\|small\]/,
    ],
    [['--demo', 'small', 'now'], 2, /^These arguments are not understood: the command is --demo/],
  ])('%j ends in one sentence', async (args, code, sentence) => {
    const end = await command(args as string[]);
    expect(end.stderr).toMatch(/^CR Desk: [^\n]+\.\n$/);
    expect(end.stderr.slice('CR Desk: '.length)).toMatch(sentence as RegExp);
    expect(end).toMatchObject({ code, lines: [''] });
  });

  test('a setting that is no number of days is named', async () => {
    const end = await runServer(['compact'], { DATA_DIR: server.dataDir, KEEP_REMOVED_DAYS: '1.5' });
    expect(end).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^CR Desk: KEEP_REMOVED_DAYS=1.5 is no/),
    });
  });

  test('a password too short to be one is refused, before the database is asked', async () => {
    const args = ['user-add', '--username', 'x', '--name', 'x', '--role', 'attendant', '--password-stdin'];
    const end = await runServer(args, { DATABASE_URL: 'postgres://u:p@nowhere.invalid/d' }, '12345');
    expect(end).toMatchObject({ code: 2, stderr: 'CR Desk: A password has 6 to 200 characters.\n' });
  });

  test('npm passes a command on', async () => {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['run', '-s', 'server', '--', 'enrol-code', '--station', 'bar'],
      {
        env: { ...process.env, DATA_DIR: server.dataDir },
      },
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^[A-Z2-9]{8}$/);
  });
});

test('a command alone starts the database, does its work and stops it; the server then has what it made', async () => {
  const dataDir = newDataDir();
  const alone = await runServer(['site-create', '--name', 'Alone'], { DATA_DIR: dataDir });
  expect(alone.code).toBe(0);
  const later = await startServer({ dataDir });
  const rows = await askDatabase(dataDir, 'select id from site');
  await later.end('SIGTERM');
  await rm(dirname(dataDir), { recursive: true, force: true });
  expect(rows).toEqual([{ id: alone.stdout.trimEnd().split('\n').at(-1) }]);
});

test('--demo with a size makes one of that size', async () => {
  const dataDir = newDataDir();
  const server = await startServer({ dataDir, demo: 'small' });
  const rows = await askDatabase(
    dataDir,
    "select count(*)::int as cards from record where entity = 'guestCard'",
  );
  await server.end('SIGTERM');
  await rm(dirname(dataDir), { recursive: true, force: true });
  expect(rows).toEqual([{ cards: demoSizes.small.customers }]);
});

test('--demo makes its dealership once: the second start finds it, a third without the word still lets desks in', async () => {
  const dataDir = newDataDir();
  const count = () =>
    askDatabase(
      dataDir,
      'select (select count(*) from site) as sites, (select count(*) from record) as rows, (select count(*) from account) as people',
    );
  const first = await startServer({ dataDir, demo: true });
  const made = await count();
  await first.end('SIGTERM');
  const second = await startServer({ dataDir, demo: true });
  expect(await count()).toEqual(made);
  expect(second.log()).not.toMatch(/Making the demonstration/);
  await second.end('SIGTERM');
  const third = await startServer({ dataDir });
  const health = (await (await fetch(`${third.url}/api/v1/health`)).json()) as object;
  await third.end('SIGTERM');
  expect(health).toMatchObject({ status: 'ok', demo: true });
  await rm(dirname(dataDir), { recursive: true, force: true });
});
