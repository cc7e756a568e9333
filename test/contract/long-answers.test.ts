/** An answer that unpacks to more than any of ours: a desk's memory is not its to fill. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { callServer } from '../../renderer/data/call-server.ts';

const answer = z.object({ head: z.int(), name: z.string() });
const unreadable = { ok: false, failure: { code: 'server_answer_unreadable' } };

async function askOf(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await callServer(url, { method: 'GET', path: '/health', answer });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const zipped =
  (name: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ head: 3, name })));
  };

test('a gzip bomb is not unpacked, although it would be read', async () => {
  expect(await askOf(zipped('好'.repeat(10_000_000)))).toMatchObject(unreadable);
});

test('an answer without end is not waited for', async () => {
  const told = await askOf((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(100_000)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(told).toMatchObject(unreadable);
});

test('a long answer is read whole, no character cut between two pieces', async () => {
  const name = '好'.repeat(600_000);
  expect(await askOf(zipped(name))).toMatchObject({ ok: true, value: { name } });
});
