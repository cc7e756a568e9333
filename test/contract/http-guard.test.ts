/** What a stranger, a copied profile or a desk that was shut out may try on the wire, on a real PostgreSQL. */
import { connect, type AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Station } from '../../shared/entities/stations.ts';
import { enrolAnswer } from '../../shared/sync/wire/protocol.ts';
import { addUser, createSite } from '../../server/administration.ts';
import { listDevices, moveDevice, revokeDevice } from '../../server/device-administration.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';
import { updatePatch } from '../support/site-fixture.ts';

const minute = 60_000;
let fixture: AppFixture;
let port: number;

beforeAll(async () => {
  fixture = await startApp({}, { aliveEveryMs: 50 });
  await fixture.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = fixture.app.server.address() as AddressInfo);
  const person = { username: 'chen', name: '陈静', roles: ['attendant' as const], password: 'right one' };
  await addUser(fixture.admin, fixture.siteId, person);
});
afterAll(() => fixture?.stop());
// Failures of the test before count no more.
beforeEach(() => fixture.pass(20 * minute));

interface Desk {
  readonly deviceId: string;
  readonly token: string;
  readonly epoch: string;
  readonly installId: string;
}

async function enrol(station: Station = 'bar', installId = uuidv7()): Promise<Desk> {
  const body = { code: await fixture.code(station), name: 'Desk', installId };
  return { ...enrolAnswer.parse((await fixture.post('/devices/enrol', body)).body), installId };
}

async function renew({ token, installId }: Desk, claimed = installId): Promise<Desk> {
  const { body } = await fixture.post('/devices/enrol', { renew: true, installId: claimed }, token);
  return { ...enrolAnswer.parse(body), installId: claimed };
}

const pull = ({ token, epoch }: Desk, cursor: string | null = null) =>
  fixture.post('/sync/pull', { protocol: 1, epoch, cursor, limit: 10 }, token);

async function push(desk: Desk, opSeq: number, patch: object) {
  const { deviceId: actor, epoch, token } = desk;
  const fixed = { opId: uuidv7(), opSeq, name: 't', version: 1, actor, occurredAt: 1 };
  const body = { protocol: 1, epoch, ackedOpSeq: 0, changes: [{ ...fixed, patches: [patch] }] };
  const { results } = (await fixture.post('/sync/push', body, token)).body as {
    results: { verdict: string; code?: string }[];
  };
  return results[0]?.code ?? results[0]?.verdict;
}

const customer = (id: string) => {
  const set = { kind: 'private', name: '王伟' };
  return { entity: 'customer', id, op: 'create', base: 0, set };
};
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('[R9] what a desk created is its own to mend', () => {
  test('after its renewals too', async () => {
    const [desk, id] = [await enrol(), uuidv7()];
    expect(await push(desk, 1, customer(id))).toBe('applied');
    const twice = await renew(await renew(desk));
    expect(await push(twice, 1, updatePatch('customer', id, 0, { name: '王小伟' }))).toBe('applied');
  });

  test('and nobody else’s, whichever installation they claim at a renewal or an enrolment', async () => {
    const [office, id] = [await enrol('office'), uuidv7()];
    await push(office, 1, customer(id));
    const renewed = await renew(await enrol(), office.installId);
    const enrolled = await enrol('bar', office.installId);
    for (const thief of [renewed, enrolled]) {
      expect(await push(thief, 1, updatePatch('customer', id, 0, { name: '改' }))).toBe('forbidden');
    }
  });

  test('what the server made is the server’s: its device is no desk’s, whatever a desk claims', async () => {
    const site = await createSite(fixture.admin, 'Another');
    fixture.pass(1);
    const code = await fixture.codeOf(site, 'bar');
    const asServer = { code, name: 'Desk', installId: site };
    expect(await fixture.post('/devices/enrol', asServer)).toMatchObject(refusal(400, 'malformed'));
    const enrolled = await fixture.post('/devices/enrol', { ...asServer, installId: uuidv7() });
    const bar = { ...enrolAnswer.parse(enrolled.body), installId: site };
    const thief = await renew(bar);
    expect(await push(thief, 1, updatePatch('customer', site, 0, { name: '改' }))).toBe('missing');
    // As a desk could make itself look before the server kept to its own device.
    const forged = { install_id: site, name: 'server' };
    await fixture.admin.db.updateTable('device').set(forged).where('id', '=', thief.deviceId).execute();
    const person = { username: 'li', name: '李敏', roles: ['head' as const], password: 'right one' };
    await addUser(fixture.admin, site, person);
    const devices = await fixture.admin.db
      .selectFrom('device')
      .select(['install_id', 'op_seq'])
      .where('site_id', '=', site)
      .where('is_server', '=', true)
      .execute();
    expect(devices).toEqual([{ install_id: site, op_seq: 2 }]);
  });
});

describe('[R2] the token of before a renewal', () => {
  test('is good until the new one has called, then for a renewal alone', async () => {
    const desk = await enrol();
    const lost = await renew(desk);
    expect((await pull(desk)).status).toBe(200);
    const renewed = await renew(desk);
    expect((await pull(renewed)).status).toBe(200);
    expect(await pull(desk)).toMatchObject(refusal(409, 'device_cloned'));
    expect((await pull(await renew(desk))).status).toBe(200);
    expect((await pull(lost)).status).toBe(200);
  });
});

describe('[R9] a desk that was shut out', () => {
  test('is so with all its renewals and copies, earlier and later ones, and no other desk with it', async () => {
    const [first, other] = [await enrol(), await enrol()];
    const second = await renew(first);
    await pull(second);
    const copy = await renew(first);
    const third = await renew(second);
    await pull(third);
    expect(await revokeDevice(fixture.admin, fixture.siteId, second.deviceId)).toBe('Desk');
    for (const desk of [first, second, copy, third]) {
      expect(await pull(desk)).toMatchObject(refusal(403, 'device_revoked'));
      const again = { renew: true, installId: uuidv7() };
      const renewal = await fixture.post('/devices/enrol', again, desk.token);
      expect(renewal).toMatchObject(refusal(403, 'device_revoked'));
    }
    expect((await pull(other)).status).toBe(200);
  });

  test('is listed as such; the server’s own device is neither listed nor to be shut out', async () => {
    const desk = await enrol();
    await revokeDevice(fixture.admin, fixture.siteId, desk.deviceId);
    const listed = await listDevices(fixture.admin, fixture.siteId);
    expect(listed).toContainEqual(expect.objectContaining({ id: desk.deviceId, state: 'revoked' }));
    expect(listed.map(({ name }) => name)).not.toContain('server');
    const server = await fixture.admin.db
      .selectFrom('device')
      .select('id')
      .where('site_id', '=', fixture.siteId)
      .where('is_server', '=', true)
      .executeTakeFirstOrThrow();
    await expect(revokeDevice(fixture.admin, fixture.siteId, server.id)).rejects.toThrow('no desk');
  });

  test('hears no more on the stream it had open, from the next sign of life on', async () => {
    const desk = await enrol();
    const stream = await openStream(desk.token);
    await revokeDevice(fixture.admin, fixture.siteId, desk.deviceId);
    await expect(readToEnd(stream)).resolves.toMatch(/^event: head/);
  }, 10_000);
});

describe('[R9.10] a desk that is moved to another station', () => {
  const move = (deviceId: string, station: Station) =>
    moveDevice(fixture.admin, fixture.siteId, deviceId, station);

  test('hears it at once by the end of its stream, others do not; its next pull says so', async () => {
    const [desk, other] = [await enrol(), await enrol()];
    const [stream, others] = [await openStream(desk.token), await openStream(other.token)];
    expect(await move(desk.deviceId, 'office')).toEqual({ name: 'Desk', from: 'bar' });
    await expect(readToEnd(stream)).resolves.toMatch(/^event: head/);
    await expect(readUntil(others, 'event: head')).resolves.toContain('event: head');
    await others.cancel();
    expect(await pull(desk)).toMatchObject({ status: 200, body: { station: 'office' } });
    expect(await pull(other)).toMatchObject({ status: 200, body: { station: 'bar' } });
  }, 10_000);

  test('is judged by where it stands when its changes come in', async () => {
    const desk = await enrol('office');
    expect(await push(desk, 1, customer(uuidv7()))).toBe('applied');
    await move(desk.deviceId, 'finance');
    expect(await push(desk, 2, customer(uuidv7()))).toBe('forbidden');
  });

  test('takes along a renewal that is on its way, and no other desk of a copy', async () => {
    const desk = await enrol();
    const [first, second] = [await renew(desk), await renew(desk)];
    await pull(first);
    await move(first.deviceId, 'office');
    const byId = new Map((await listDevices(fixture.admin, fixture.siteId)).map((one) => [one.id, one]));
    expect(byId.get(first.deviceId)?.station).toBe('office');
    expect(byId.get(second.deviceId)?.station).toBe('bar');
    const third = await renew(second);
    await move(second.deviceId, 'callback');
    expect(await pull(third)).toMatchObject({ body: { station: 'callback' } });
  });

  test('is one that the site has, and that is in use', async () => {
    await expect(move('nobody', 'bar')).rejects.toThrow(
      'The site has no desk nobody: device-list shows them.',
    );
    const { deviceId } = await enrol();
    await revokeDevice(fixture.admin, fixture.siteId, deviceId);
    await expect(move(deviceId, 'office')).rejects.toThrow(/^The desk Desk is revoked: device-list shows/);
  });
});

test('[R8] a stream that is open tells of the epoch that another server began', async () => {
  const stream = await openStream((await enrol()).token);
  const next = uuidv7();
  await fixture.admin.db.updateTable('server_state').set({ epoch: next }).execute();
  await expect(readUntil(stream, `"epoch":"${next}"`)).resolves.toContain('event: head');
  await stream.cancel();
}, 10_000);

test('a client that left while it was let in leaves no stream behind', async () => {
  const { token } = await enrol();
  const cut = (afterMs: number) =>
    new Promise<void>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        const head = 'GET /api/v1/sync/events HTTP/1.1\r\nHost: x\r\n';
        socket.write(`${head}Authorization: Bearer ${token}\r\n\r\n`);
        setTimeout(() => (socket.destroy(), done()), afterMs);
      });
      socket.on('error', () => done());
    });
  for (let round = 0; round < 5; round += 1)
    await Promise.all(Array.from({ length: 40 }, (_, nth) => cut(nth % 8)));
  await expect.poll(() => fixture.streams(), { timeout: 5_000 }).toBe(0);
});

test.each(['', '{', 'null', '{"siteId":1,"head":"x"}', '[]'])(
  'a notice %j of somebody else on the database is passed over',
  async (payload) => {
    const stream = await openStream((await enrol()).token);
    await sql`select pg_notify('crdesk_head', ${payload})`.execute(fixture.admin.db);
    const head = 1_000_000;
    const news = JSON.stringify({ siteId: fixture.siteId, head });
    await sql`select pg_notify('crdesk_head', ${news})`.execute(fixture.admin.db);
    await expect(readUntil(stream, `"head":${head}`)).resolves.toContain('event: head');
    await stream.cancel();
  },
  10_000,
);

describe('guessing', () => {
  const signIn = (token: string, password: string) =>
    fixture.post('/sessions', { username: 'chen', password }, token);

  test('a renewal gives no more tries at a password', async () => {
    const desk = await enrol();
    for (let wrong = 0; wrong < 10; wrong += 1) await signIn(desk.token, 'wrong');
    expect(await signIn((await renew(desk, uuidv7())).token, 'wrong')).toMatchObject(
      refusal(429, 'too_many_requests'),
    );
  });

  test('thirty passwords at once are ten', async () => {
    const { token } = await enrol();
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(token, 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test('codes guessed from one address stop neither renewals there nor are made good by one', async () => {
    const desk = await enrol();
    const guess = () => fixture.post('/devices/enrol', { code: 'AAAA2222', name: 'x', installId: uuidv7() });
    for (let wrong = 0; wrong < 10; wrong += 1) {
      expect((await guess()).status).toBe(404);
      await renew(desk);
    }
    expect((await guess()).status).toBe(429);
    expect((await pull(await renew(desk))).status).toBe(200);
  });

  test('a request that does not parse is no guess', async () => {
    for (let bad = 0; bad < 12; bad += 1) {
      const body = { code: 'AAAA2222', installId: uuidv7() };
      expect(await fixture.post('/devices/enrol', body)).toMatchObject(refusal(400, 'malformed'));
    }
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an id that is none', { within: { entity: 'visit', id: 'zzz' } }],
    ['an id that is none, in a bootstrap', { bootstrap: { entity: 'visit', after: 'zzz' } }],
    ['an entity that is none', { bootstrap: { entity: 'visit\u0000', after: null } }],
    ['an entity that is none, in a tail', { within: { entity: 'x\u0000', id: uuidv7() } }],
  ])('[R6] a cursor made up with %s has expired', async (_what, forged) => {
    const desk = await enrol();
    let cursor: string | null = null;
    for (let more = true; more;) ({ cursor, more } = (await pull(desk, cursor)).body as never);
    const read = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()) as object;
    const made = Buffer.from(JSON.stringify({ ...read, ...forged })).toString('base64url');
    expect(await pull(desk, made)).toMatchObject(refusal(410, 'cursor_expired'));
  });

  test('a name with U+0000 is malformed, of a desk and of a user', async () => {
    const body = { code: await fixture.code(), name: 'a\u0000', installId: uuidv7() };
    expect(await fixture.post('/devices/enrol', body)).toMatchObject(refusal(400, 'malformed'));
    const { token } = await enrol();
    const person = { username: 'a\u0000', password: 'x' };
    expect(await fixture.post('/sessions', person, token)).toMatchObject(refusal(400, 'malformed'));
  });
});

test('while one site’s lock is held and its pushes wait, health and other sites are answered at once', async () => {
  const [desk, elsewhere] = [await enrol(), await createSite(fixture.admin, 'Elsewhere')];
  const body = { code: await fixture.codeOf(elsewhere, 'bar'), name: 'Desk', installId: uuidv7() };
  const other = { ...enrolAnswer.parse((await fixture.post('/devices/enrol', body)).body), installId: '' };
  const { epoch, token } = desk;
  const changes = [{ opId: uuidv7(), opSeq: 1, patches: [] }];
  const push = () => fixture.post('/sync/push', { protocol: 1, epoch, ackedOpSeq: 0, changes }, token);
  const answers = await fixture.admin.db.transaction().execute(async (trx) => {
    await sql`select 1 from site where id = ${fixture.siteId} for update`.execute(trx);
    const waiting = Array.from({ length: 14 }, push);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = performance.now();
    expect((await fixture.app.inject({ url: '/api/v1/health' })).statusCode).toBe(200);
    expect((await pull(other)).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(1_000);
    return Promise.all(waiting);
  });
  const results = answers.map(({ body }) => (body['results'] as { verdict: string }[])[0]?.verdict);
  expect(results).toEqual(Array(14).fill('retry'));
}, 30_000);

type Stream = ReadableStreamDefaultReader<Uint8Array>;

async function openStream(token: string): Promise<Stream> {
  const url = `http://127.0.0.1:${port}/api/v1/sync/events`;
  const { body } = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return (body as ReadableStream<Uint8Array>).getReader();
}

async function readUntil(stream: Stream, wanted: string): Promise<string> {
  for (let text = ''; ;) {
    const { done, value } = await stream.read();
    text += new TextDecoder().decode(value);
    if (text.includes(wanted)) return text;
    if (done) throw new Error(`ended after: ${text}`);
  }
}

async function readToEnd(stream: Stream): Promise<string> {
  for (let text = ''; ;) {
    const { done, value } = await stream.read();
    if (done) return text;
    text += new TextDecoder().decode(value);
  }
}
