/** Enrolment of desks and signing in of people, over HTTP on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { addUser } from '../../server/administration.ts';
import { enrolAnswer, sessionAnswer } from '../../shared/sync/wire/protocol.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';

const minute = 60_000;
let fixture: AppFixture;

beforeAll(async () => {
  fixture = await startApp();
  const person = { username: 'chen', name: '陈静', roles: ['attendant' as const], password: 'right one' };
  await addUser(fixture.admin, fixture.siteId, person);
});
afterAll(() => fixture?.stop());
// Failures of the test before count no more.
beforeEach(() => fixture.pass(20 * minute));

const enrolWith = (code: string, more: object = {}) =>
  fixture.post('/devices/enrol', { code, name: '吧台 1', installId: uuidv7(), ...more });
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('an enrolment code', () => {
  test('makes one device of its station, and is used up', async () => {
    const code = await fixture.code('callback');
    const { status, body } = await enrolWith(code);
    expect(status).toBe(200);
    const { token, ...enrolled } = enrolAnswer.parse(body);
    expect(enrolled).toMatchObject({ siteId: fixture.siteId, siteName: 'Test', station: 'callback' });
    expect(enrolled.scopes).toContain('people');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await enrolWith(code)).toMatchObject(refusal(410, 'code_used'));
  });

  test('is read with spaces, dashes and in small letters', async () => {
    const code = await fixture.code();
    expect((await enrolWith(` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()} `)).status).toBe(200);
  });

  test('used by two at once makes one device', async () => {
    const code = await fixture.code();
    const answers = await Promise.all([enrolWith(code), enrolWith(code), enrolWith(code)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 410, 410]);
  });

  test('is good for 15 minutes to the millisecond', async () => {
    const [first, second] = [await fixture.code(), await fixture.code()];
    fixture.pass(15 * minute - 1);
    expect((await enrolWith(first)).status).toBe(200);
    fixture.pass(1);
    expect(await enrolWith(second)).toMatchObject(refusal(410, 'code_expired'));
  });

  test('that nobody made is unknown', async () => {
    expect(await enrolWith('AAAA2222')).toMatchObject(refusal(404, 'code_unknown'));
  });

  test('is kept as a hash only', async () => {
    const code = await fixture.code();
    const stored = await fixture.admin.db.selectFrom('enrol_code').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(code);
  });

  test.each([
    ['neither code nor renewal', {}, 'code'],
    ['no name', { code: 'AAAA2222', name: undefined }, 'name'],
    ['no installation', { code: 'AAAA2222', installId: 'x' }, 'installId'],
  ])('missing, a request with %s is malformed', async (_what, change, field) => {
    const body = { name: 'n', installId: uuidv7(), ...change };
    expect(await fixture.post('/devices/enrol', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'malformed', field } },
    });
  });

  test('guessed ten times, the address waits; a right one before that sets the count back', async () => {
    const guess = async (times: number) => {
      const statuses: number[] = [];
      while (statuses.length < times) statuses.push((await enrolWith('AAAA2222')).status);
      return statuses;
    };
    expect(await guess(9)).toEqual(Array(9).fill(404));
    expect((await enrolWith(await fixture.code())).status).toBe(200);
    expect(await guess(10)).toEqual(Array(10).fill(404));
    const refused = await enrolWith(await fixture.code());
    expect(refused).toMatchObject(refusal(429, 'too_many_requests'));
    expect(Number(refused.headers['retry-after'])).toBe(600);
    fixture.pass(10 * minute);
    expect((await enrolWith(await fixture.code())).status).toBe(200);
  });

  test('right ones are not counted: twenty desks are set up in a row', async () => {
    for (let desk = 0; desk < 20; desk += 1) expect((await enrolWith(await fixture.code())).status).toBe(200);
  });
});

describe('renewal', () => {
  const renew = (token: string, installId = uuidv7()) =>
    fixture.post('/devices/enrol', { renew: true, installId }, token);

  test('[R2] makes a new device of a copied profile without a code, at the same station', async () => {
    const token = await fixture.enrol('office');
    const renewed = enrolAnswer.parse((await renew(token)).body);
    expect(renewed).toMatchObject({ station: 'office', siteId: fixture.siteId });
    expect(renewed.token).not.toBe(token);
  });

  test('needs a token that is known, and no desk that was shut out', async () => {
    expect(await renew('nobody')).toMatchObject(refusal(401, 'token_invalid'));
    const token = await fixture.enrol();
    await fixture.admin.db.updateTable('device').set({ state: 'revoked' }).execute();
    expect(await renew(token)).toMatchObject(refusal(403, 'device_revoked'));
  });
});

describe('a session', () => {
  const signIn = (token: string, password: string, username = 'chen') =>
    fixture.post('/sessions', { username, password }, token);

  test('begins with the right password', async () => {
    const { status, body } = await signIn(await fixture.enrol(), 'right one');
    expect(status).toBe(200);
    expect(sessionAnswer.parse(body)).toMatchObject({ name: '陈静', roles: ['attendant'] });
  });

  test('does not with a wrong one, nor with a name nobody has: the answers are the same', async () => {
    const token = await fixture.enrol();
    const wrong = await signIn(token, 'wrong one');
    const nobody = await signIn(token, 'right one', 'nobody');
    expect(wrong).toMatchObject(refusal(401, 'credentials_invalid'));
    expect(nobody.body).toEqual(wrong.body);
  });

  test('needs a desk’s token', async () => {
    expect(await fixture.post('/sessions', { username: 'chen', password: 'right one' })).toMatchObject(
      refusal(401, 'token_invalid'),
    );
  });

  test('waits after ten wrong passwords for that name on that desk, and for no other', async () => {
    const [token, other] = [await fixture.enrol(), await fixture.enrol()];
    for (let failure = 0; failure < 10; failure += 1) {
      expect((await signIn(token, `wrong ${failure}`)).status).toBe(401);
    }
    const refused = await signIn(token, 'right one');
    expect(refused).toMatchObject(refusal(429, 'too_many_requests'));
    expect(Number(refused.headers['retry-after'])).toBe(300);
    expect((await signIn(other, 'right one')).status).toBe(200);
    expect((await signIn(token, 'x', 'another')).status).toBe(401);
    fixture.pass(5 * minute);
    expect((await signIn(token, 'right one')).status).toBe(200);
  });

  test('right passwords are not counted', async () => {
    const token = await fixture.enrol();
    for (let round = 0; round < 12; round += 1) expect((await signIn(token, 'right one')).status).toBe(200);
  });
});

test('a sign-in that ended, or of a person whose role was taken, makes no code', async () => {
  const person = { username: 'lead', name: '李敏', roles: ['supervisor' as const], password: 'right one' };
  const id = await addUser(fixture.admin, fixture.siteId, person);
  const token = await fixture.enrol('office');
  const signedIn = await fixture.post('/sessions', { username: 'lead', password: 'right one' }, token);
  const { session } = sessionAnswer.parse(signedIn.body);
  const codeBy = async () => {
    const headers = { authorization: `Bearer ${token}`, 'x-session': session };
    const payload = { station: 'bar' };
    const answer = await fixture.app.inject({ method: 'POST', url: '/api/v1/enrol-codes', headers, payload });
    return answer.statusCode;
  };
  expect(await codeBy()).toBe(200);
  fixture.pass(12 * 60 * minute);
  expect(await codeBy()).toBe(401);
  fixture.pass(-12 * 60 * minute);
  const taken = { site_id: fixture.siteId, user_id: id, roles: JSON.stringify(['attendant']) };
  const since = fixture.admin.clock() + 1;
  await fixture.admin.db
    .insertInto('account_roles')
    .values({ ...taken, since })
    .execute();
  expect(await codeBy()).toBe(403);
});

describe('a demonstration', () => {
  let demo: AppFixture;
  beforeAll(async () => {
    demo = await startApp({ demo: true });
    await demo.admin.db.updateTable('server_state').set({ demo_site_id: demo.siteId }).execute();
  });
  afterAll(() => demo?.stop());

  test.each([
    ['127.0.0.1:7480', '127.0.0.1', 200],
    ['localhost:7480', '127.0.0.1', 200],
    ['[::1]:7480', '::1', 200],
    // As of a page elsewhere whose name leads here for a moment.
    ['evil.example:7480', '127.0.0.1', 400],
    ['127.0.0.1.evil.example:7480', '127.0.0.1', 400],
    ['127.0.0.1:7480', '192.168.1.20', 400],
  ])('lets in without a code whom asks for %s from %s: %i', async (host, remoteAddress, status) => {
    const { statusCode } = await demo.app.inject({
      ...{ method: 'POST', url: '/api/v1/devices/enrol', remoteAddress },
      headers: { 'content-type': 'application/json', host },
      payload: { name: '吧台 1', installId: uuidv7() },
    });
    expect(statusCode).toBe(status);
  });
});
