import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('server and profile come from the environment', () => {
  expect(readSettings([], { CRDESK_SERVER: 'http://127.0.0.1:3000', CRDESK_PROFILE: 'p/one' })).toEqual({
    serverUrl: 'http://127.0.0.1:3000',
    profile: resolve('p/one'),
  });
});

test('an argument goes before the environment', () => {
  const args = ['electron', '.', '--server=https://cr.example/', '--profile=/tmp/two'];
  expect(readSettings(args, { CRDESK_SERVER: 'http://127.0.0.1:3000', CRDESK_PROFILE: '/tmp/one' })).toEqual({
    serverUrl: 'https://cr.example',
    profile: resolve('/tmp/two'),
  });
});

test('without a profile it is the system’s usual one', () => {
  expect(readSettings(['--server=https://cr.example'], {})).toEqual({
    serverUrl: 'https://cr.example',
    profile: null,
  });
});

test('a missing or unsafe server is said in a sentence', () => {
  expect(readSettings([], {})).toMatch(/^No server is set/);
  expect(readSettings([], { CRDESK_SERVER: 'http://10.0.0.1' })).toMatch(
    /^http:\/\/10\.0\.0\.1 is no address/,
  );
});
