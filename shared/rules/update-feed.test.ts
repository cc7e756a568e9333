import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  feedMessage,
  feedNameOf,
  isFeedName,
  isNewerVersion,
  isUpdateFile,
  signatureName,
} from './update-feed.ts';

test.each([
  ['win32', 'x64', 'latest.yml'],
  ['win32', 'arm64', 'latest.yml'],
  ['darwin', 'arm64', 'latest-mac.yml'],
  ['linux', 'x64', 'latest-linux.yml'],
  ['linux', 'arm64', 'latest-linux-arm64.yml'],
  ['freebsd', 'x64', null],
])('%s on %s asks for %s', (platform, arch, name) => {
  expect(feedNameOf(platform, arch)).toBe(name);
  if (name !== null)
    expect([isFeedName(name), isUpdateFile(name), isUpdateFile(signatureName(name))]).toEqual([
      true,
      true,
      true,
    ]);
});

test('a signature of one list is none of another', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      fc.pre(one !== other);
      expect(feedMessage('latest.yml', one)).not.toBe(feedMessage('latest.yml', other));
      expect(feedMessage('latest.yml', one)).not.toBe(feedMessage('latest-linux.yml', one));
    }),
  );
});

describe('a file of an update', () => {
  test.each(['CR-Desk-1.2.3-win-x64.exe', 'CR-Desk-1.2.3-win-x64.exe.blockmap', 'latest.yml.sig'])(
    'may be %s',
    (name) => expect(isUpdateFile(name)).toBe(true),
  );
  test.each([
    '',
    '.',
    '..',
    '.env',
    'a',
    'a/b.exe',
    '..\\b.exe',
    'a..exe',
    'a.',
    'a b.exe',
    'https://x.y',
    'a.exe?x',
    'ü.exe',
    `${'a'.repeat(200)}.exe`,
  ])('is never %j', (name) => expect(isUpdateFile(name)).toBe(false));
});

describe('a version', () => {
  test.each([
    ['1.2.4', '1.2.3'],
    ['1.3.0', '1.2.9'],
    ['2.0.0', '1.99.99'],
    ['1.2.10', '1.2.9'],
  ])('%s came after %s, and not the other way round', (later, earlier) => {
    expect(isNewerVersion(later, earlier)).toBe(true);
    expect(isNewerVersion(earlier, later)).toBe(false);
    expect(isNewerVersion(later, later)).toBe(false);
  });
  test.each(['1.2', '1.2.3-beta', 'v1.2.3', '', '1.2.3.4', '9999999.0.0', '１.2.3'])(
    '%j is newer than none',
    (text) => expect(isNewerVersion(text, '0.0.1')).toBe(false),
  );
});
