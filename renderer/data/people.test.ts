import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requestErrors } from '../../shared/errors.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { createDeskDatabase, type DeskDatabase } from './database.ts';
import { signIn } from './people.ts';

const known = { userId: testId(1), name: '刘晓燕', roles: ['attendant'], session: 's', expiresAt: 1 };
let db: DeskDatabase;

beforeEach(async () => {
  db = createDeskDatabase(`people-${Math.random()}`);
  answerWith(Response.json(known));
  expect(await trySignIn('right')).toMatchObject({ ok: true, value: { session: 's' } });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await db.delete();
});

const answerWith = (response: Response) => vi.stubGlobal('fetch', async () => response.clone());
const trySignIn = (password: string) => signIn({ db, serverUrl: 'http://desk' }, 'token', 'liu', password);

const obeyed = ['credentials_invalid', 'too_many_requests', 'device_revoked', 'forbidden'];
const codes = Object.entries(requestErrors).map(([code, { status }]) => [code, status] as const);

test.each(codes.filter(([code]) => !obeyed.includes(code)))(
  'a server that answers %s keeps nobody from work: who was here before is known to the desk',
  async (code, status) => {
    answerWith(Response.json({ error: { code, message: 'm' } }, { status }));
    expect(await trySignIn('right')).toMatchObject({ ok: true, value: { name: '刘晓燕', session: null } });
    expect(await trySignIn('wrong')).toEqual({ ok: false, error: { code: 'password_wrong_offline' } });
  },
);

test.each(codes.filter(([code]) => obeyed.includes(code)))(
  'what the server says of the person or the desk holds: %s',
  async (code, status) => {
    answerWith(Response.json({ error: { code, message: 'm' } }, { status }));
    expect(await trySignIn('right')).toEqual({ ok: false, error: { code } });
  },
);

test('a password that the server refuses is good offline no more', async () => {
  answerWith(Response.json({ error: { code: 'credentials_invalid', message: 'm' } }, { status: 401 }));
  await trySignIn('right');
  answerWith(new Response('proxy', { status: 502 }));
  expect(await trySignIn('right')).toEqual({ ok: false, error: { code: 'person_unknown_offline' } });
});
