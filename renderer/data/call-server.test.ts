import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { callServer } from './call-server.ts';

const answer = z.object({ head: z.int() });
const url = 'http://127.0.0.1:7480';

afterEach(() => {
  vi.unstubAllGlobals();
});

function serve(respond: (url: string, init: RequestInit) => Promise<Response>) {
  const fetch = vi.fn(respond);
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

test('a call is JSON with the device’s token, never from a cache, and says when it ran', async () => {
  const fetch = serve(async () => Response.json({ head: 3 }));
  const body = { cursor: null };
  const called = await callServer(url, { method: 'POST', path: '/sync/pull', token: 't', body, answer });
  expect(called).toMatchObject({ ok: true, value: { head: 3 } });
  expect(called.ok && called.sentAt <= called.receivedAt).toBe(true);
  expect(fetch.mock.calls[0]).toMatchObject([
    `${url}/api/v1/sync/pull`,
    {
      ...{ method: 'POST', body: '{"cursor":null}', cache: 'no-store' },
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    },
  ]);
});

test('a call without body or token says nothing of them', async () => {
  const fetch = serve(async () => Response.json({ head: 3 }));
  await callServer(url, { method: 'GET', path: '/health', answer });
  expect(fetch.mock.calls[0]?.[1].headers).toEqual({});
  expect(fetch.mock.calls[0]?.[1]).not.toHaveProperty('body');
});

test('a server that is not there is a failure, and never an exception', async () => {
  serve(() => Promise.reject(new TypeError('Failed to fetch')));
  const called = await callServer(url, { method: 'GET', path: '/health', answer });
  expect(called).toMatchObject({ ok: false, failure: { code: 'server_unreachable' } });
});

test('an answer that breaks off is a failure as well', async () => {
  const broken = new ReadableStream({ start: (stream) => stream.error(new Error('reset')) });
  serve(async () => new Response(broken));
  const called = await callServer(url, { method: 'GET', path: '/health', answer });
  expect(called).toMatchObject({ ok: false, failure: { code: 'server_unreachable' } });
});

test('a server that says nothing is given up in time', async () => {
  serve(
    (_url, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  const called = await callServer(url, { method: 'GET', path: '/health', answer, timeoutMs: 1 });
  expect(called).toMatchObject({ ok: false, failure: { code: 'server_unreachable' } });
});

test('the wait the server asks for is read from its header', async () => {
  const error = { error: { code: 'unavailable', message: 'm' } };
  serve(async () => Response.json(error, { status: 503, headers: { 'retry-after': '2' } }));
  const called = await callServer(url, { method: 'GET', path: '/health', answer });
  expect(called).toEqual({ ok: false, failure: { code: 'unavailable', message: 'm', retryAfter: 2_000 } });
});
