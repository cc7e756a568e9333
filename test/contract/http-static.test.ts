/** The built application as the server hands it out: policy, caching, pages; and requests that never end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressBuilt } from '../../build/compress-built.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';

const shell = '<!doctype html><title>CR Desk</title>';
let fixture: AppFixture;
let rendererDir: string;

beforeAll(async () => {
  rendererDir = mkdtempSync(join(tmpdir(), 'cr-desk-renderer-'));
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'index.html'), shell);
  writeFileSync(join(rendererDir, 'sw.js'), '// worker');
  writeFileSync(join(rendererDir, 'manifest.webmanifest'), '{}');
  writeFileSync(join(rendererDir, 'assets', 'main-0a1b2c3d.js'), '// code');
  compressBuilt(`${rendererDir}/`);
  fixture = await startApp({ rendererDir }, { requestTimeoutMs: 300 });
  await fixture.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await fixture?.stop();
  rmSync(rendererDir, { recursive: true, force: true });
});

const get = (url: string, accept = 'text/html') => fixture.app.inject({ url, headers: { accept } });

test.each(['/', '/assets/main-0a1b2c3d.js', '/api/v1/health', '/reception', '/api/v1/nothing'])(
  '%s comes with the strict policy and says what it is',
  async (url) => {
    const { headers } = await get(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  },
);

test.each([
  ['/assets/main-0a1b2c3d.js', 'public, max-age=31536000, immutable'],
  ['/', 'no-cache'],
  ['/index.html', 'no-cache'],
  ['/sw.js', 'no-cache'],
  ['/manifest.webmanifest', 'no-cache'],
  ['/reception', 'no-cache'],
])('%s is cached as %s', async (url, cacheControl) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toBe(cacheControl);
});

test.each([
  ['/assets/main-0a1b2c3d.js', '// code', /^(text|application)\/javascript; charset=utf-8$/],
  ['/', shell, /^text\/html; charset=utf-8$/],
  ['/reception', shell, /^text\/html; charset=utf-8$/],
])('%s is sent compressed to who takes that, and plain to others', async (url, body, type) => {
  const accept = 'text/html';
  const small = await fixture.app.inject({
    url,
    headers: { accept, 'accept-encoding': 'gzip, deflate, br, zstd' },
  });
  expect(small.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringMatching(type),
  });
  expect(String(small.headers['vary'])).toMatch(/accept-encoding/i);
  expect(brotliDecompressSync(small.rawPayload).toString('utf8')).toBe(body);
  const plain = await get(url);
  expect({ encoding: plain.headers['content-encoding'], body: plain.body }).toEqual({
    encoding: undefined,
    body,
  });
});

test('a page of the application is answered with its shell', async () => {
  const answer = await get('/reception?guest=1', 'text/html,application/xhtml+xml');
  expect({ status: answer.statusCode, body: answer.body }).toEqual({ status: 200, body: shell });
});

test.each([
  ['a call that does not exist', '/api/v1/nothing', 'text/html'],
  ['an asset of an earlier build', '/assets/main-old.js', '*/*'],
  ['an asset asked for as a page', '/assets/main-old.js', 'text/html'],
  ['a file that is no page', '/robots.txt', 'text/plain'],
  ['a way out of the folder', '/..%2f..%2fpackage.json', 'text/plain'],
])('%s is not found, and never the shell', async (_what, url, accept) => {
  const answer = await get(url, accept);
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ error: { code: 'not_found' } });
});

/** As it stands on the wire: `inject` and `fetch` put an address in order first. */
async function ask(path: string): Promise<{ status: number; code: unknown }> {
  const text = await exchange(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
  );
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const { error } = JSON.parse(body) as { error: { code: unknown } };
  return { status: Number(head.split(' ')[1]), code: error.code };
}

test.each([
  ['/%2e%2e/%2e%2e/etc/passwd', 404, 'not_found'],
  ['/.%00', 404, 'not_found'],
  ['/assets/x%00', 404, 'not_found'],
  ['/%ff', 400, 'malformed'],
  ['/api/v1/x%zz', 400, 'malformed'],
])(
  'the address %s is answered in the form of all failures, and is none of the server',
  async (path, status, code) => {
    expect(await ask(path)).toEqual({ status, code });
  },
);

test('a request that does not arrive whole in time is ended', async () => {
  const head = 'POST /api/v1/devices/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json';
  expect(await exchange(`${head}\r\nContent-Length: 99\r\n\r\n{`)).toMatch(/^HTTP\/1.1 408 /);
});

/** All that comes back until the server ends it. */
function exchange(sent: string): Promise<string> {
  const { port } = fixture.app.server.address() as { port: number };
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
  });
}
