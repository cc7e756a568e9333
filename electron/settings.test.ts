import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('server and profile come from the environment', () => {
  expect(readSettings([], { CRDESK_SERVER: 'http://127.0.0.1:3000', CRDESK_PROFILE: 'p/one' })).toEqual({
    serverUrl: 'http://127.0.0.1:3000',
    profile: resolve('p/one'),
    isKiosk: false,
  });
});

test('an argument goes before the environment', () => {
  const args = ['electron', '.', '--server=https://cr.example/', '--profile=/tmp/two'];
  expect(readSettings(args, { CRDESK_SERVER: 'http://127.0.0.1:3000', CRDESK_PROFILE: '/tmp/one' })).toEqual({
    serverUrl: 'https://cr.example',
    profile: resolve('/tmp/two'),
    isKiosk: false,
  });
});

test('without a profile it is the system’s usual one', () => {
  expect(readSettings(['--server=https://cr.example'], {})).toEqual({
    serverUrl: 'https://cr.example',
    profile: null,
    isKiosk: false,
  });
});

test('without a server it is the one that a person tells', () => {
  expect(readSettings([], {})).toEqual({ serverUrl: null, profile: null, isKiosk: false });
});

test('an unsafe server is said in a sentence', () => {
  expect(readSettings([], { CRDESK_SERVER: 'http://10.0.0.1' })).toMatch(
    /^http:\/\/10\.0\.0\.1 is no address/,
  );
});

test('the whole screen can be asked for at the start', () => {
  expect(readSettings(['electron', '.', '--kiosk'], {})).toMatchObject({ isKiosk: true });
});

test('a link brings no options of its own along', () => {
  const args = [
    'cr-desk.exe',
    'crdesk://enrol?code=7K3M9QXA',
    '--server=https://evil.example',
    '--profile=/tmp/evil',
  ];
  expect(readSettings(['--kiosk', ...args, '--kiosk'], {})).toEqual({
    serverUrl: null,
    profile: null,
    isKiosk: true,
  });
  expect(readSettings(args, {})).toEqual({ serverUrl: null, profile: null, isKiosk: false });
});
