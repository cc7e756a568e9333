import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  browserFlows,
  chooseShell,
  launchOptions,
  placeOfDesk,
  windowFlows,
  type SuiteMachine,
} from './electron-suite.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = 'node_modules/electron/dist/electron';
const machine: SuiteMachine = {
  platform: 'linux',
  env: { DISPLAY: ':0' },
  packagedProgram: own,
  exists: () => true,
};

describe('the flows run in', () => {
  test('the program of Electron’s package where it is there', () =>
    expect(chooseShell(machine)).toEqual({ program: own, why: null }));
  test('the program that is named, before that', () => {
    const env = { DISPLAY: ':0', CRDESK_ELECTRON: '/opt/electron' };
    expect(chooseShell({ ...machine, env })).toEqual({ program: '/opt/electron', why: null });
  });
  test('Windows’ window, which needs no DISPLAY', () =>
    expect(chooseShell({ ...machine, platform: 'win32', env: {} }).program).toBe(own));
});

test.each([
  ['its program is not on this machine', { exists: () => false }],
  [
    'CRDESK_ELECTRON=/gone is not there',
    { env: { CRDESK_ELECTRON: '/gone', DISPLAY: ':0' }, exists: (path: string) => path !== '/gone' },
  ],
  ['there is no display', { env: {} }],
])('a machine where %s says so', (why, change) =>
  expect(chooseShell({ ...machine, ...change })).toEqual({ program: null, why }),
);

describe('Electron’s program is started', () => {
  const launched = {
    ...{ program: '/opt/electron', root: '/x', profile: '/p', at: 'https://cr.example', uid: 1000 },
    env: { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1', CRDESK_PROFILE: '/other', DATA_DIR: undefined },
  };
  test('at the desk’s server and profile, in the flows’ language, hours and light', () =>
    expect(launchOptions(launched)).toEqual({
      executablePath: '/opt/electron',
      args: ['/x', '--lang=zh-CN'],
      chromiumSandbox: true,
      env: { PATH: '/bin', CRDESK_SERVER: 'https://cr.example', CRDESK_PROFILE: '/p' },
      ...{ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: 'light' },
    }));
  test('in its sandbox, but by root, whom Chromium’s does not serve', () => {
    expect(launchOptions({ ...launched, uid: 0 }).chromiumSandbox).toBe(false);
    expect(launchOptions({ ...launched, uid: undefined }).chromiumSandbox).toBe(true);
  });
});

describe('a desk stands', () => {
  const at = 'http://127.0.0.1:7480';
  test('in a browser, where nothing else is said', () =>
    expect(placeOfDesk({}, { at })).toEqual({ place: 'browser' }));
  test('in Electron where its program is named, before the stand-in', () =>
    expect(placeOfDesk({ CRDESK_ELECTRON: '/opt/electron', CRDESK_STAND_IN: '1' }, { at })).toEqual({
      place: 'electron',
      program: '/opt/electron',
    }));
  test('in what stands in for the window where that is asked for, or only the window has it', () => {
    expect(placeOfDesk({ CRDESK_STAND_IN: '1' }, { at })).toEqual({ place: 'standIn' });
    expect(placeOfDesk({}, { at, onlyWindow: true })).toEqual({ place: 'standIn' });
  });
  test('in a browser always where its page is for the test to lead', () =>
    expect(placeOfDesk({ CRDESK_ELECTRON: '/opt/electron' }, {})).toEqual({ place: 'browser' }));
});

describe('the flows of the window', () => {
  const files = readdirSync(`${root}test/e2e`);
  const inWindow = windowFlows(files);
  test('are all but those that only a browser has, each of which is there and says why', () => {
    const flows = files.filter((name) => name.endsWith('.test.ts'));
    expect(inWindow).toHaveLength(flows.length - Object.keys(browserFlows).length);
    for (const [name, why] of Object.entries(browserFlows)) {
      expect(flows, name).toContain(`${name}.test.ts`);
      expect(why.split(' ').length, name).toBeGreaterThan(5);
    }
    expect(windowFlows(['a.test.ts', 'notes.md', 'bench.test.ts'])).toEqual(['test/e2e/a.test.ts']);
  });
  test.for(inWindow)('%s asks for nothing that only a browser has', (flow) => {
    const text = readFileSync(`${root}${flow}`, 'utf8');
    // A new file either goes by test/support/opened-desk.ts, or is one of `browserFlows` with its reason.
    const onlyBrowser =
      /\.goto\(|newPage\(|serviceWorker|waitForEvent\('download'|window\.print\b|openDesk\(\)|serveShellPage/;
    expect(onlyBrowser.exec(text)?.[0]).toBeUndefined();
    for (const [opening] of text.matchAll(/openDesk\(\{[^}]*\}/g)) expect(opening).toContain('at:');
  });
});
