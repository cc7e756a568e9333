import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../shared/rules/content-security-policy.ts';
import { answerAsset, appSchemes } from './assets.ts';

const server = 'https://cr.example';
let parent = '';
let folder = '';
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'crdesk-assets-'));
  folder = join(parent, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets/a-1.js'), 'export {}');
  await writeFile(join(folder, 'notes.txt'), 'of no kind the application has');
  await writeFile(join(parent, 'secret.html'), 'outside');
});
afterAll(() => rm(parent, { recursive: true }));

const get = (url: string, method = 'GET') => answerAsset({ url, method }, folder, server);

test('the page comes with the policy that lets it call its server alone', async () => {
  const answer = await get('app://crdesk/');
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy(server));
  expect(answer.headers.get('content-security-policy')).toContain('connect-src https://cr.example;');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a script comes as one, with the policy its worker inherits', async () => {
  const answer = await get('app://crdesk/assets/a-1.js');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy(server));
});

test.each([
  ['is not there', 'app://crdesk/assets/b.js', 'GET'],
  ['is a folder', 'app://crdesk/assets', 'GET'],
  ['lies outside', 'app://crdesk/..%2fsecret.html', 'GET'],
  ['is of no kind the application has', 'app://crdesk/notes.txt', 'GET'],
  ['is written to', 'app://crdesk/index.html', 'POST'],
])('what %s is not found', async (_name, url, method) => {
  const answer = await get(url, method);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test('the scheme has storage and locks, no service worker and no way round the policy', () => {
  expect(appSchemes).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
});
