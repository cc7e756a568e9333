import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedMessage } from '../../shared/rules/update-feed.ts';
import { makeKey, publicHalf, readKey, signFeeds } from './update-key.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crdesk-key-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a signing key is its owner’s alone, and never written over another', () => {
  const file = join(folder, 'key.pem');
  const half = makeKey(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(publicHalf(readKey(file))).toBe(half);
  expect(() => makeKey(file)).toThrow('EEXIST');
  expect(publicHalf(readKey(file))).toBe(half);
});

test('what is no signing key is named', () => {
  const file = join(folder, 'cert.pem');
  writeFileSync(file, 'a certificate, perhaps');
  expect(() => readKey(file)).toThrow(`${file} holds no key`);
});

test('each list of the folder gets a signature of its name and content, other files none', () => {
  const file = join(folder, 'key.pem');
  const half = makeKey(file);
  for (const name of ['latest.yml', 'latest-linux.yml', 'builder-debug.yml', 'CR-Desk-1.0.0.exe'])
    writeFileSync(join(folder, name), `content of ${name}`);
  expect(signFeeds(folder, readKey(file))).toEqual(['latest-linux.yml', 'latest.yml']);
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sig'))
      .sort(),
  ).toEqual(['latest-linux.yml.sig', 'latest.yml.sig']);
  const key = createPublicKey({ key: Buffer.from(half, 'base64'), format: 'der', type: 'spki' });
  const signature = Buffer.from(readFileSync(join(folder, 'latest.yml.sig'), 'utf8'), 'base64');
  const holds = (name: string, text: string) =>
    verify(null, Buffer.from(feedMessage(name, text)), key, signature);
  expect(holds('latest.yml', 'content of latest.yml')).toBe(true);
  expect(holds('latest-linux.yml', 'content of latest.yml')).toBe(false);
  expect(holds('latest.yml', 'content of latest.yml ')).toBe(false);
});
