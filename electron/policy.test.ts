import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appUrl, assetPath, isAppUrl, mayConnect, mayGrant, mayNavigate, mayOpenOutside } from './policy.ts';

const server = 'https://cr.example:3443';

describe('an asset’s path', () => {
  test.each([
    ['app://crdesk/', 'index.html'],
    ['app://crdesk', 'index.html'],
    ['app://crdesk/#/reception', 'index.html'],
    ['app://crdesk/assets/index-B_x9-1a.js?v=1', 'assets/index-B_x9-1a.js'],
    ['app://crdesk/icon.svg', 'icon.svg'],
  ])('of %s is relative to the folder: %s', (url, path) => expect(assetPath(url)).toBe(path));

  test.each([
    ['an encoded slash', 'app://crdesk/..%2f..%2fetc/passwd'],
    ['an encoded backslash', 'app://crdesk/..%5cpackage.json'],
    ['an encoded dot pair behind an encoded slash', 'app://crdesk/a%2F%2e%2e%2Fb'],
    ['a backslash', 'app://crdesk/..\\package.json'],
    ['NUL', 'app://crdesk/index.html%00.js'],
    ['an absolute path', 'app://crdesk//etc/passwd'],
    ['a drive', 'app://crdesk/C:/Windows/win.ini'],
    ['a second stream of a file', 'app://crdesk/index.html::$DATA'],
    ['a folder', 'app://crdesk/assets/'],
    ['a hidden file', 'app://crdesk/.env'],
    ['a dot at the end, which Windows drops', 'app://crdesk/index.html.'],
    ['another host', 'app://other/index.html'],
    ['a port', 'app://crdesk:1/index.html'],
    ['credentials', 'app://me@crdesk/index.html'],
    ['another scheme', 'file:///index.html'],
    ['no URL', 'index.html'],
  ])('with %s is refused', (_name, url) => expect(assetPath(url)).toBeNull());

  test('climbing out is resolved within the folder before it is looked at', () => {
    expect(assetPath('app://crdesk/../../etc/passwd')).toBe('etc/passwd');
    expect(assetPath('app://crdesk/%2e%2e/%2E./package.json')).toBe('package.json');
  });

  test('never leaves the folder, whatever the URL', () => {
    const folder = resolve('/opt/crdesk/out/renderer');
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '%2e%2e', '%2f', '%5c', '%00', 'C:', '~', '', 'a.js', '%252f'),
      fc.string({ unit: 'binary' }),
    );
    const paths = fc
      .array(piece)
      .map((pieces) => pieces.join(''))
      .chain((joined) => fc.constantFrom(joined, joined.replaceAll('..', '../')));
    fc.assert(
      fc.property(paths, (path) => {
        const asset = assetPath(`${appUrl}${path}`);
        if (asset === null) return;
        expect(resolve(folder, asset).startsWith(folder + sep)).toBe(true);
        expect(asset).toMatch(/^[\w./-]+$/);
      }),
      { numRuns: 5_000 },
    );
  });

  test('takes every name the build may write', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}(\.[a-z0-9]{1,5}){1,2}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        expect(assetPath(appUrl + names.join('/'))).toBe(names.join('/'));
      }),
    );
  });
});

describe('the page', () => {
  test('may reload itself at any of its routes', () => {
    expect(mayNavigate('app://crdesk/#/settings/import')).toBe(true);
  });
  test.each([
    'https://cr.example:3443/',
    'app://crdesk/assets/index.js',
    'app://other/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'javascript:alert(1)',
    'about:blank',
    '',
  ])('may not go to %s', (url) => expect(mayNavigate(url)).toBe(false));

  test('is told from others by its URL', () => {
    expect(isAppUrl('app://crdesk')).toBe(true);
    expect(isAppUrl('app://crdesk.evil.example/')).toBe(false);
    expect(isAppUrl('http://crdesk/')).toBe(false);
  });
});

test('a link leaves for the system’s browser only to the server', () => {
  expect(mayOpenOutside(`${server}/help`, server)).toBe(true);
  for (const url of [
    'https://evil.example/?data=1',
    'https://cr.example/',
    'http://cr.example:3443/',
    'https://cr.example:34430/',
    'https://cr.example:3443@evil.example/',
    'https://me:word@cr.example:3443/',
    'file:///bin/sh',
    'ms-settings:',
  ])
    expect(mayOpenOutside(url, server), url).toBe(false);
});

test('the session loads its own files, its server and what the page makes itself', () => {
  for (const url of [appUrl, `${server}/api/sync/push`, 'blob:app://crdesk/1', 'data:image/png;base64,'])
    expect(mayConnect(url, server), url).toBe(true);
  for (const url of [
    'https://evil.example/',
    'http://cr.example:3443/',
    'wss://cr.example:3443/',
    'file:///a',
    'x',
  ])
    expect(mayConnect(url, server), url).toBe(false);
});

describe('a permission', () => {
  test('to call addresses of the network is the application’s alone', () => {
    for (const permission of ['local-network', 'local-network-access', 'loopback-network']) {
      expect(mayGrant(permission, 'app://crdesk/')).toBe(true);
      expect(mayGrant(permission, 'https://evil.example/')).toBe(false);
      expect(mayGrant(permission, undefined)).toBe(false);
    }
  });
  test('to put text on the clipboard is the application’s, to read it nobody’s', () => {
    expect(mayGrant('clipboard-sanitized-write', 'app://crdesk/')).toBe(true);
    expect(mayGrant('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
  });
  test('to have its database kept is the application’s alone', () => {
    expect(mayGrant('persistent-storage', 'app://crdesk/')).toBe(true);
    expect(mayGrant('persistent-storage', 'https://evil.example/')).toBe(false);
  });
  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'usb',
    'unknown',
  ])('of %s is nobody’s', (permission) => expect(mayGrant(permission, appUrl)).toBe(false));
});
