import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  browserCommand,
  chooseOpening,
  electronProgram,
  mayFetchElectron,
  windowEnv,
  type Machine,
} from './opening.ts';

const desk: Machine = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000, hasElectron: true };

describe('npm start opens', () => {
  const cases: readonly (readonly [string, Partial<Machine>, string])[] = [
    ['the window where everything is there', {}, 'window'],
    ['the window under Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, 'window'],
    ['the window on Windows, which has no DISPLAY', { platform: 'win32', env: {}, uid: undefined }, 'window'],
    ['the window for root of a Mac', { platform: 'darwin', env: {}, uid: 0 }, 'window'],
    ['nothing without a display', { env: {} }, 'address'],
    ['nothing where DISPLAY is empty', { env: { DISPLAY: '' } }, 'address'],
    ['the browser without Electron’s program', { hasElectron: false }, 'browser'],
    ['the browser for root, whom Chromium’s sandbox does not serve', { uid: 0 }, 'browser'],
    ['nothing for root without a display', { uid: 0, env: {} }, 'address'],
  ];
  test.each(cases)('%s', (_name, change, how) => {
    const opening = chooseOpening({ ...desk, ...change });
    expect(opening.how).toBe(how);
    expect(opening.why === null).toBe(how === 'window');
  });
  test('and says why truthfully: root’s program is not missed, it was never fetched', () => {
    expect(chooseOpening({ ...desk, uid: 0, hasElectron: false }).why).toContain('root');
    expect(chooseOpening({ ...desk, hasElectron: false }).why).toContain('could not be had');
  });
});

describe('Electron’s program is fetched', () => {
  const without = { ...desk, hasElectron: false };
  test('where it is missing and would open a window', () => {
    expect(mayFetchElectron(without)).toBe(true);
    expect(mayFetchElectron({ ...without, platform: 'win32', env: {}, uid: undefined })).toBe(true);
  });
  test.each<[string, Partial<Machine>]>([
    ['it is there', { hasElectron: true }],
    ['there is no display', { env: {} }],
    ['root asks', { uid: 0 }],
    ['nobody wants it', { env: { DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } }],
  ])('not where %s', (_why, change) => expect(mayFetchElectron({ ...without, ...change })).toBe(false));
});

test('Electron’s program is looked for where its package puts it', () => {
  expect(electronProgram('linux')).toBe('node_modules/electron/dist/electron');
  expect(electronProgram('win32')).toBe('node_modules/electron/dist/electron.exe');
  expect(electronProgram('darwin')).toBe('node_modules/electron/dist/Electron.app/Contents/MacOS/Electron');
});

test('the window’s process learns the server and is never plain Node', () => {
  expect(windowEnv({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' }, 'http://127.0.0.1:1')).toEqual({
    PATH: '/bin',
    CRDESK_SERVER: 'http://127.0.0.1:1',
    CRDESK_PROFILE: resolve('.data/desktop'),
  });
});

test('the desk’s data lie beside the server’s, so that both begin anew together; or where it is said', () => {
  expect(windowEnv({ DATA_DIR: 'elsewhere' }, 'http://a')['CRDESK_PROFILE']).toBe(
    resolve('elsewhere/desktop'),
  );
  const told = windowEnv({ DATA_DIR: 'elsewhere', CRDESK_PROFILE: '/desks/two' }, 'http://a');
  expect(told['CRDESK_PROFILE']).toBe('/desks/two');
});

test('each system has its word for its browser', () => {
  expect(browserCommand('linux', 'http://a')).toEqual(['xdg-open', 'http://a']);
  expect(browserCommand('darwin', 'http://a')).toEqual(['open', 'http://a']);
  expect(browserCommand('win32', 'http://a')).toEqual(['cmd', '/c', 'start', '', 'http://a']);
});
