import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entities } from '../../shared/entities/registry.ts';
import { createEventStreamReader, type StreamEvent } from '../../shared/sync/wire/event-stream.ts';
import { buildApp } from '../../server/app.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { createHeadHub } from '../../server/db/head-hub.ts';
import { migrate } from '../../server/db/migrations.ts';
import type { HeadHub } from '../../server/deps.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { visitPatch } from '../support/site-fixture.ts';

let postgres: TestPostgres;
let connected: Connected;
let heads: HeadHub;
let app: FastifyInstance;
let epoch: string;
const siteId = uuidv7();

beforeAll(async () => {
  postgres = await startPostgres();
  const connectionString = await postgres.freshDatabase();
  connected = connectDatabase({ connectionString });
  await migrate(connected.pool);
  heads = createHeadHub({ connectionString });
  app = await buildApp({
    db: connected.db,
    clock: Date.now,
    heads,
    settings: {
      version: '9.9.9',
      demo: false,
      rendererDir: null,
      updatesDir: null,
      allowedOrigins: ['app://crdesk'],
      reach: { origins: () => [], authority: null },
      logLevel: 'silent',
    },
  });
  await connected.db.insertInto('site').values({ id: siteId, name: 'S', head: 0, created_at: 0 }).execute();
  await app.listen({ host: '127.0.0.1', port: 0 });
  epoch = (await app.inject({ url: '/api/v1/health' })).json<{ epoch: string }>().epoch;
}, 60_000);
afterAll(async () => {
  await app?.close();
  await heads?.close();
  await connected?.close();
  await postgres?.stop();
});

async function newToken(state: 'active' | 'retired' | 'revoked' = 'active') {
  const [id, token] = [uuidv7(), uuidv7()];
  const row = { site_id: siteId, id, install_id: id, token_hash: sha256(token), op_epoch: epoch, state };
  const fixed = { name: 'd', station: 'bar', op_seq: 0, created_at: 0, last_seen_at: null } as const;
  await connected.db
    .insertInto('device')
    .values({ ...fixed, ...row })
    .execute();
  return { id, token };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const pullOf = (change: object = {}) => ({ protocol: 1, epoch, cursor: null, limit: 10, ...change });

async function post(path: string, token: string, payload: unknown, headers: Record<string, string> = {}) {
  const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/${path}`,
    headers: { 'content-type': 'application/json', ...bearer(token), ...headers },
    payload: isText ? payload : JSON.stringify(payload),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

function visitPush(id: string, opSeq = 1, actor = id) {
  const change = {
    opId: uuidv7(),
    opSeq,
    name: 't',
    version: 1,
    actor,
    occurredAt: 1,
    patches: [visitPatch(uuidv7())],
  };
  return { protocol: 1, epoch, ackedOpSeq: 0, changes: [change] };
}

test('health and the OpenAPI document need no token; the document says scope and merge kind', async () => {
  const health = await app.inject({ url: '/api/v1/health' });
  expect(health.json()).toEqual({ status: 'ok', version: '9.9.9', protocol: 2, epoch });
  const document = (await app.inject({ url: '/api/v1/openapi.json' })).json();
  expect(document.components.schemas.visit).toMatchObject({ 'x-scope': 'front', 'x-merge': 'fields' });
  expect(document.components.schemas.visit['x-groups']).toEqual(entities.visit.groups);
});

test.each([
  ['no such token', 'active', 401, 'token_invalid'],
  ['revoked', 'revoked', 403, 'device_revoked'],
  ['retired', 'retired', 409, 'device_cloned'],
] as const)('a device that is %s is refused', async (name, state, status, code) => {
  const { token } = await newToken(state);
  const sent = name === 'no such token' ? 'nobody' : token;
  expect(await post('sync/pull', sent, pullOf())).toMatchObject({ status, body: { error: { code } } });
});

test.each([
  ['a body that is no JSON', '{', {}, 400, 'malformed'],
  [
    'a body of another kind',
    'a=1',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media',
  ],
  ['an unknown encoding', '{}', { 'content-encoding': 'br' }, 415, 'unsupported_media'],
  ['gzip that is none', '{}', { 'content-encoding': 'gzip' }, 400, 'malformed'],
  ['a body over 2 MB', ' '.repeat(2_000_001), {}, 413, 'too_large'],
  [
    'an opId that does not parse',
    { protocol: 1, epoch: 'e', ackedOpSeq: 0, changes: [{ opId: 'x', opSeq: 1 }] },
    {},
    400,
    'malformed',
  ],
] as const)('%s is refused as a whole', async (_name, payload, headers, status, code) => {
  const { token } = await newToken();
  const answer = await post('sync/push', token, payload, headers as Record<string, string>);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect(answer.body.error.message).toEqual(expect.any(String));
});

test('a gzip bomb is refused without being inflated', async () => {
  const { token } = await newToken();
  const bomb = gzipSync(Buffer.alloc(200_000_000, 32));
  expect(bomb.length).toBeLessThan(2_000_000);
  const before = process.memoryUsage().rss;
  const answer = await post('sync/push', token, bomb, { 'content-encoding': 'gzip' });
  expect(answer).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test('a gzipped push is read', async () => {
  const { id, token } = await newToken();
  const body = gzipSync(JSON.stringify(visitPush(id)));
  const answer = await post('sync/push', token, body, { 'content-encoding': 'gzip' });
  expect(answer.body.results[0].verdict).toBe('applied');
});

test('[R12] another protocol is refused before anything else of the envelope', async () => {
  const { token } = await newToken();
  for (const [protocol, message] of [
    [0, /update this desk/],
    [3, /update the server/],
  ] as const)
    for (const path of ['sync/push', 'sync/pull', 'claims'])
      expect(await post(path, token, { protocol, changes: 'of another shape' })).toMatchObject({
        status: 426,
        body: {
          error: {
            code: 'protocol_unsupported',
            message: expect.stringMatching(message) as string,
            min: 1,
            max: 2,
          },
        },
      });
});

test('[R2] another epoch, a gap and a copy each have their answer; a copy’s token is good for nothing but renewal', async () => {
  const { id, token } = await newToken();
  expect(await post('sync/push', token, { ...visitPush(id), epoch: 'old' })).toMatchObject({
    status: 409,
    body: { error: { code: 'epoch_changed', epoch } },
  });
  expect(await post('sync/push', token, visitPush(id, 3))).toMatchObject({
    status: 409,
    body: { error: { code: 'op_seq_gap', lastOpSeq: 0 } },
  });
  expect((await post('sync/push', token, visitPush(id))).status).toBe(200);
  for (const path of ['sync/push', 'sync/push']) {
    expect((await post(path, token, visitPush(id))).body.error.code).toBe('device_cloned');
  }
  expect((await post('sync/pull', token, pullOf())).body.error.code).toBe('device_cloned');
});

test('[R6] an unreadable cursor has expired', async () => {
  const { token } = await newToken();
  expect(await post('sync/pull', token, pullOf({ cursor: 'x' }))).toMatchObject({
    status: 410,
    body: { error: { code: 'cursor_expired' } },
  });
});

test('[R1] while another holds the site’s lock for too long, the push is asked to retry', async () => {
  const { id, token } = await newToken();
  await connected.db.transaction().execute(async (trx) => {
    await sql`select head from site where id = ${siteId} for update`.execute(trx);
    const answer = await post('sync/push', token, visitPush(id));
    expect(answer).toMatchObject({ status: 200, body: { lastOpSeq: 0, results: [{ verdict: 'retry' }] } });
    expect(answer.body.head).toBeGreaterThan(0);
  });
}, 20_000);

test('[R3] data that only the database refuses rejects its change and no other', async () => {
  const { id, token } = await newToken();
  await sql`alter table record add constraint probe check (data->>'note' is distinct from 'poison')`.execute(
    connected.db,
  );
  const push = visitPush(id);
  const changes = ['fine', 'poison', 'fine'].map((note, index) => ({
    ...push.changes[0],
    opId: uuidv7(),
    opSeq: index + 1,
    patches: [visitPatch(uuidv7(), { note })],
  }));
  const answer = await post('sync/push', token, { ...push, changes });
  await sql`alter table record drop constraint probe`.execute(connected.db);
  const codes = answer.body.results.map(
    (result: { verdict: string; code?: string }) => result.code ?? result.verdict,
  );
  expect(codes).toEqual(['applied', 'server_error', 'applied']);
  expect(answer.body.lastOpSeq).toBe(3);
});

test('only allowed origins are answered across origins', async () => {
  const ask = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/api/v1/sync/pull',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  expect((await ask('app://crdesk')).headers['access-control-allow-origin']).toBe('app://crdesk');
  expect((await ask('https://elsewhere.example')).headers['access-control-allow-origin']).toBeUndefined();
});

test('the shell may read how long it has to wait, and whether an answer is the one that was sent', async () => {
  const answer = await app.inject({ url: '/api/v1/health', headers: { origin: 'app://crdesk' } });
  expect(answer.headers['access-control-expose-headers']).toBe('retry-after, x-crc32');
});

test('headers over 16 KB are refused', async () => {
  const { port } = app.server.address() as AddressInfo;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'x-long': 'a'.repeat(17_000) };
    httpRequest({ host: '127.0.0.1', port, path: '/api/v1/health', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(431);
});

test('the event stream tells the head at once and after a commit', async () => {
  const { id, token } = await newToken();
  const { port } = app.server.address() as AddressInfo;
  const stop = new AbortController();
  const stream = await fetch(`http://127.0.0.1:${port}/api/v1/sync/events`, {
    headers: bearer(token),
    signal: stop.signal,
  });
  const read = createEventStreamReader();
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  const events: StreamEvent[] = [];
  const next = async (count: number) => {
    while (events.length < count) events.push(...read(new TextDecoder().decode((await reader.read()).value)));
  };
  await next(1);
  const before = JSON.parse(events[0]?.data ?? '{}') as { head: number };
  expect(events[0]?.event).toBe('head');
  const pushed = await post('sync/push', token, visitPush(id));
  await next(2);
  expect(JSON.parse(events[1]?.data ?? '{}')).toEqual({ epoch, head: pushed.body.head });
  expect(pushed.body.head).toBe(before.head + 1);
  stop.abort();
});

test('a head that moved while the listening connection was down is told once it is back', async () => {
  const told: number[] = [];
  const stop = heads.subscribe(siteId, (head) => told.push(head));
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' or query like 'select id, head from site%'`.execute(
    connected.db,
  );
  const { id, token } = await newToken();
  const pushed = await post('sync/push', token, visitPush(id));
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe(pushed.body.head);
  stop();
}, 15_000);
