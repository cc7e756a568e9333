import { afterEach, expect, test, vi } from 'vitest';
import { createHttpTransport } from './http-transport.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const push = { protocol: 1, epoch: 'e', ackedOpSeq: 0, changes: [] };
const pull = { protocol: 1, epoch: 'e', cursor: null, limit: 1_000 };
const installId = '00000000-0000-7000-8000-000000000001';

test('each call goes to its own address, as POST with the device’s token', async () => {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response('', { status: 502 }));
  vi.stubGlobal('fetch', fetch);
  const transport = createHttpTransport('http://127.0.0.1:7480');
  const answers = [
    await transport.push('t1', push),
    await transport.pull('t2', pull),
    await transport.renew('t3', installId),
  ];
  expect(fetch.mock.calls.map(([url, init]) => [url, init.method, init.body])).toEqual([
    ['http://127.0.0.1:7480/api/v1/sync/push', 'POST', JSON.stringify(push)],
    ['http://127.0.0.1:7480/api/v1/sync/pull', 'POST', JSON.stringify(pull)],
    ['http://127.0.0.1:7480/api/v1/devices/enrol', 'POST', JSON.stringify({ renew: true, installId })],
  ]);
  const tokens = fetch.mock.calls.map(
    ([, init]) => (init.headers as Record<string, string>)['authorization'],
  );
  expect(tokens).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t3']);
  expect(answers.map((answer) => answer.ok)).toEqual([false, false, false]);
});
