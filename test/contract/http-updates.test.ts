/** Updates of the desktop application as the server hands them out: from one folder, without a way out of it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';

let parent: string;
let fixture: AppFixture;
let without: AppFixture;
const installer = 'CR-Desk-1.2.3-win-x64.exe';

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'cr-desk-updates-'));
  const [updatesDir, rendererDir] = [join(parent, 'updates'), join(parent, 'renderer')];
  for (const folder of [updatesDir, rendererDir, join(updatesDir, 'older.d')]) mkdirSync(folder);
  writeFileSync(join(rendererDir, 'index.html'), 'shell');
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(updatesDir, 'latest.yml'), 'version: 1.2.3\n');
  writeFileSync(join(updatesDir, 'latest.yml.sig'), 'c2ln\n');
  writeFileSync(join(updatesDir, installer), '0123456789');
  writeFileSync(join(updatesDir, '.env'), 'secret');
  writeFileSync(join(updatesDir, 'older.d/old.exe'), 'older');
  symlinkSync(join(parent, 'secret.txt'), join(updatesDir, 'link.txt'));
  fixture = await startApp({ updatesDir, rendererDir });
  without = await startApp();
});
afterAll(async () => {
  await fixture?.stop();
  await without?.stop();
  rmSync(parent, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => fixture.app.inject({ url, headers });

test.each([
  ['latest.yml', 'version: 1.2.3\n', 'no-cache'],
  ['latest.yml.sig', 'c2ln\n', 'no-cache'],
  [installer, '0123456789', 'public, max-age=86400'],
])('%s is handed out, cached as it may be', async (name, body, cacheControl) => {
  const answer = await get(`/updates/${name}`);
  expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([
    200,
    body,
    cacheControl,
  ]);
});

test('an installer comes in parts to who asks for parts', async () => {
  const part = await get(`/updates/${installer}`, { range: 'bytes=2-5' });
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '2345', 'bytes 2-5/10']);
  expect((await get(`/updates/${installer}`, { range: 'bytes=20-' })).statusCode).toBe(400);
});

test.each([
  ['', 'text/plain'],
  ['..%2fsecret.txt', 'text/plain'],
  ['..%5csecret.txt', 'text/plain'],
  ['%2e%2e/secret.txt', 'text/plain'],
  ['link.txt', 'text/plain'],
  ['.env', 'text/plain'],
  ['older.d', 'text/plain'],
  ['older.d/old.exe', 'text/plain'],
  ['latest-mac.yml', 'text/plain'],
  ['latest.yml%00', 'text/plain'],
])('%s is not handed out', async (name, accept) => {
  const answer = await get(`/updates/${name}`, { accept });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ error: { code: 'not_found' } });
});

test('nothing is written, and without the setting there is nothing', async () => {
  const put = await fixture.app.inject({ method: 'PUT', url: '/updates/latest.yml', payload: 'x' });
  expect(put.statusCode).toBeGreaterThanOrEqual(400);
  expect((await get('/updates/latest.yml')).body).toBe('version: 1.2.3\n');
  expect((await without.app.inject({ url: '/updates/latest.yml' })).statusCode).toBe(404);
});

test('a folder that is none stops the start with a sentence', () => {
  expect(readConfig({ UPDATES_DIR: join(parent, 'updates') }).updatesDir).toBe(join(parent, 'updates'));
  expect(readConfig({}).updatesDir).toBeNull();
  expect(() => readConfig({ UPDATES_DIR: join(parent, 'secret.txt') })).toThrow(/UPDATES_DIR=.*is no folder/);
});
