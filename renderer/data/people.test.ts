import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requestErrors } from '../../shared/errors.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { createDeskDatabase, type DeskDatabase } from './database.ts';
import { waitAfter } from './password-tries.ts';
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

describe('without the server', () => {
  const away = () => answerWith(new Response('proxy', { status: 502 }));
  const minute = 60_000;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    away();
  });
  afterEach(() => void vi.useRealTimers());

  const wrong = { ok: false, error: { code: 'password_wrong_offline' } };
  const tooMany = { ok: false, error: { code: 'too_many_requests' } };

  test('a password is guessed five times, also by many at once, then ever more slowly', async () => {
    const guesses = await Promise.all(Array.from({ length: 8 }, (_, index) => trySignIn(`guess ${index}`)));
    expect(guesses.filter(({ ok }) => !ok)).toEqual([
      ...Array.from({ length: 5 }, () => wrong),
      ...Array.from({ length: 3 }, () => tooMany),
    ]);
    expect(await trySignIn('right')).toEqual(tooMany);
    vi.setSystemTime(Date.now() + minute / 2);
    expect(await trySignIn('guess')).toEqual(wrong);
    vi.setSystemTime(Date.now() + minute / 2);
    expect(await trySignIn('right')).toEqual(tooMany);
    vi.setSystemTime(Date.now() + minute / 2);
    expect(await trySignIn('right')).toMatchObject({ ok: true });
    expect(await trySignIn('guess')).toEqual(wrong);
  });

  test('a clock that is put back gives no tries, and keeps nobody out for longer', async () => {
    const start = Date.now();
    vi.setSystemTime(start + 365 * 24 * 60 * minute);
    for (let guess = 0; guess < 5; guess += 1) await trySignIn('guess');
    vi.setSystemTime(start);
    expect(await trySignIn('right')).toEqual(tooMany);
    vi.setSystemTime(start + minute / 2);
    expect(await trySignIn('right')).toMatchObject({ ok: true });
  });

  test('who is remembered by the server’s word is free again at once', async () => {
    for (let guess = 0; guess < 6; guess += 1) await trySignIn('guess');
    answerWith(Response.json(known));
    expect(await trySignIn('right')).toMatchObject({ ok: true });
    away();
    expect(await trySignIn('right')).toMatchObject({ ok: true });
  });
});

test('a disk that is full keeps nobody from signing in, with the server and without it', async () => {
  const full = () => Promise.reject(Object.assign(new Error('full'), { name: 'QuotaExceededError' }));
  vi.spyOn(db.person, 'put').mockImplementation(full as never);
  vi.spyOn(db.meta, 'put').mockImplementation(full as never);
  answerWith(Response.json(known));
  expect(await trySignIn('right')).toMatchObject({ ok: true });
  answerWith(new Response('proxy', { status: 502 }));
  expect(await trySignIn('right')).toMatchObject({ ok: true });
  expect(await trySignIn('wrong')).toEqual({ ok: false, error: { code: 'password_wrong_offline' } });
});

test('the waits grow to a quarter of an hour, and no further', () => {
  expect([0, 4, 5, 6, 9, 10, 60].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 480_000, 900_000, 900_000]);
});
