/** What the logs of the server and of its PostgreSQL hold after good, bad and failing requests: nothing personal. */
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { addUser, type Administration } from '../../server/administration.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import { newSite } from '../support/new-site.ts';
import { postgresLog } from '../support/postmaster.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

const secrets = {
  name: '欧阳娜娜',
  username: 'ouyangnana',
  phone: '13907961234',
  plate: '赣D8K8K8',
  idNumber: '360802199001011237',
  address: '吉州区井冈山大道88号',
  password: 'Kx7-secret-words',
  wrongPassword: 'guess-of-Kx7',
  foreignCode: 'QQQQ7777',
};

let server: ServerProcess;
let connected: Connected;
let code: string;
let token: string;
let deviceId: string;
let epoch: string;
let logged: string;

beforeAll(async () => {
  server = await startServer();
  const { siteId, codes } = await newSite(server.dataDir, ['office']);
  code = codes[0] ?? '';
  connected = connectDatabase(runningConnection(server.dataDir) ?? {});
  const admin: Administration = { db: connected.db, clock: Date.now };
  const { username, name, password } = secrets;
  await addUser(admin, siteId, { username, name, roles: ['attendant'], password });
  await goodRequests();
  await badRequests();
  await failingRequests();
  logged = server.log() + postgresLog(server.dataDir);
});
afterAll(async () => {
  await connected?.close();
  await server?.end('SIGTERM');
  await rm(dirname(server.dataDir), { recursive: true, force: true });
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

let opSeq = 0;
function customerPush(change: object = {}) {
  const { name, phone, idNumber, address } = secrets;
  const set = { kind: 'private', name, idNumber, address, phones: [{ kind: 'mobile', number: phone }] };
  const patches = [{ entity: 'customer', id: uuidv7(), op: 'create', base: 0, set: { ...set, ...change } }];
  opSeq += 1;
  const fixed = {
    opId: uuidv7(),
    opSeq,
    name: 'registerCustomer',
    version: 1,
    actor: deviceId,
    occurredAt: 1,
  };
  return { protocol: 1, epoch, ackedOpSeq: 0, changes: [{ ...fixed, patches }] };
}

async function goodRequests(): Promise<void> {
  const enrolled = await post('/devices/enrol', { code, name: secrets.name, installId: uuidv7() });
  ({ token = '', deviceId = '', epoch = '' } = enrolled.body);
  expect((await post('/sync/push', customerPush())).body).toMatchObject({
    results: [{ verdict: 'applied' }],
  });
  expect((await post('/sync/pull', { protocol: 1, epoch, cursor: null, limit: 1000 })).status).toBe(200);
  const { username, password } = secrets;
  expect((await post('/sessions', { username, password })).status).toBe(200);
}

async function badRequests(): Promise<void> {
  const { name, phone, plate, username, wrongPassword, foreignCode } = secrets;
  const statuses = [
    await post('/sync/push', customerPush({ idNumber: `${secrets.idNumber}\u0000`, [phone]: name })),
    await post('/sync/push', `{"name": "${name}", "phone": ${phone}`),
    await post('/sync/push', `phone=${phone}`, { 'content-type': 'text/plain' }),
    await post('/sync/push', {
      protocol: 1,
      epoch: phone,
      ackedOpSeq: 0,
      changes: [{ opId: plate, opSeq: 0 }],
    }),
    await post('/sync/pull', { protocol: 1, epoch, cursor: `${name} ${phone}`, limit: 1 }),
    await post('/sessions', { username, password: wrongPassword }),
    await post(
      '/sessions',
      { username, password: wrongPassword },
      { authorization: `Basic ${wrongPassword}` },
    ),
    await post('/devices/enrol', { code: foreignCode, name, installId: uuidv7() }),
    await post('/devices/enrol', { code, name, installId: uuidv7() }),
    await post(
      `/customers/${encodeURIComponent(name)}?phone=${phone}`,
      {},
      { referer: `http://x/?${encodeURIComponent(plate)}` },
    ),
    await post('/sync/push', `"${name}"`.repeat(200_000)),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 400, 415, 400, 410, 401, 401, 404, 410, 404, 413]);
  const { port } = server;
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(`${phone} ${plate} nonsense\r\n\r\n`));
    socket.resume().on('close', resolve);
  });
}

async function failingRequests(): Promise<void> {
  // What only PostgreSQL refuses: it names the row in its error.
  await connected.pool.query(
    `alter table record add constraint probe check (entity <> 'customer') not valid`,
  );
  const refused = await post('/sync/push', customerPush());
  expect(refused.body).toMatchObject({ results: [{ code: 'server_error' }] });
  // A bug of the server's: an error nobody foresaw.
  await connected.pool.query('alter table session rename to mislaid');
  const { username, password } = secrets;
  expect((await post('/sessions', { username, password })).status).toBe(500);
  // A value that PostgreSQL quotes in its message.
  await expect(connected.pool.query('select $1::text::uuid', [secrets.phone])).rejects.toThrow(secrets.phone);
}

test('every line of the server’s log is one JSON object with level, time and message', () => {
  const lines = server
    .log()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines) {
    expect(line).toMatchObject({
      level: expect.any(Number),
      time: expect.any(Number),
      msg: expect.any(String),
    });
  }
});

test('the log tells what went wrong: the call, the kind of error, where in the program', () => {
  expect(server.log()).toMatch(/"msg":"internal error"/);
  expect(server.log()).toMatch(/"code":"42P01"/);
  expect(server.log()).toMatch(/"path":"\/api\/v1\/sync\/push"/);
  expect(server.log()).toMatch(/"message":"The database refused the data.".*"msg":"change rejected"/);
  expect(server.log()).not.toContain('asked to retry');
});

test.each(Object.entries(secrets))('neither log holds the %s', (_what, secret) => {
  expect(logged).not.toContain(secret);
  expect(logged).not.toContain(encodeURIComponent(secret));
  expect(logged).not.toContain(Buffer.from(secret).toString('base64').replace(/=*$/, ''));
});

test('neither log holds a token, an enrolment code or the password of the database', () => {
  const { password } = runningConnection(server.dataDir) as { password: string };
  for (const secret of [token, code, password]) {
    expect(secret.length).toBeGreaterThan(7);
    expect(logged).not.toContain(secret);
  }
});
