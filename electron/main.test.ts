/**
 * The wiring, with Electron's module replaced by one that records: which handler sits on which session, and
 * what the window may do. Electron's own program is on few build machines, and importing its package fetches it.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { channels } from '../shared/ipc.ts';
import type { FakeElectron } from './fake-electron.ts';
import { freshShell, guardedContents, shellServer } from './fresh-shell.ts';

const server = shellServer;
let folder: string;
/** Not there yet, as at a first start. */
let profile: string;
let electron: FakeElectron;
const { start, startAgain, invoke, configuration } = freshShell(
  (fresh) => ({ folder, profile, electron } = fresh),
  'data/desktop',
);

test('the profile is set before its lock is asked for, and the scheme registered before the app is ready', async () => {
  await import('./main.ts');
  expect(electron.calls.slice(0, 3)).toEqual([
    `setPath userData ${profile}`,
    'requestSingleInstanceLock',
    'registerSchemesAsPrivileged app',
  ]);
});

test('the window is locked in: sandboxed, isolated, without Node, without webviews', async () => {
  await start();
  const [window] = electron.windows;
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    devTools: false,
  });
  expect(window?.options.webPreferences?.preload).toMatch(/[\\/]preload\.cjs$/);
  expect(window?.loaded).toBe('app://crdesk/');
});

test('files, permissions and requests are guarded on the very session that the window uses', async () => {
  await start();
  const used = electron.windows[0]?.options.webPreferences?.session;
  expect(used).toBe(electron.session.defaultSession);
  expect(Object.keys(electron.handlers).sort()).toEqual(
    [
      'app',
      'check',
      'device',
      `ipc ${channels.configuration}`,
      ...Object.values(channels.calls).map((channel) => `ipc ${channel}`),
      'request',
      'trust',
      'webRequest',
      'will-download',
    ].sort(),
  );
});

test('a second start of the profile opens nothing and leaves', async () => {
  electron.hasLock = false;
  await start();
  expect(electron.calls.at(-1)).toBe('quit');
  expect(electron.windows).toEqual([]);
});

test('the first brings its one window to the front when a second was started', async () => {
  await start();
  Object.assign(electron.windows[0] ?? {}, { isInTaskbar: true });
  electron.app.emit('second-instance', {}, ['cr-desk.exe']);
  expect(electron.windows.map(({ log }) => log)).toEqual([['restore', 'show', 'focus']]);
});

test('without a server it opens all the same, and the page is told the one a person chose', async () => {
  vi.stubEnv('CRDESK_SERVER', '');
  await start();
  expect(await configuration()).toMatchObject({ serverUrl: null, isServerGiven: false, recovery: null });
  const address = { serverUrl: 'https://cr.example:7480', caFingerprint: null };
  expect(await invoke('crdesk:choose-server', address)).toEqual({ ok: true, value: 'chosen' });
  expect(await configuration()).toMatchObject({ serverUrl: 'https://cr.example:7480' });
  expect(await policyOfPage()).toContain('connect-src https://cr.example:7480;');
});

test('before a server is known the page may call nobody', async () => {
  vi.stubEnv('CRDESK_SERVER', '');
  await start();
  expect(await policyOfPage()).toContain("connect-src 'none';");
});

test('the window opens where it was closed', async () => {
  await start();
  expect(electron.windows[0]?.options.x).toBeUndefined();
  electron.windows[0]?.emit('close', { preventDefault: () => undefined });
  await startAgain();
  expect(electron.windows[0]?.options).toMatchObject({ x: 5, y: 5, width: 1200, height: 700 });
});

test('the page is told when the computer is awake again', async () => {
  await start();
  electron.powerMonitor.emit('resume');
  expect(electron.windows.map(({ told }) => told)).toEqual([['crdesk:resumed']]);
});

test('[R13.1] what the page journals lies in the profile’s folder', async () => {
  await start();
  const answer = await invoke(channels.calls.journalKeepDesk, '{}');
  expect(answer).toEqual({ ok: true, value: null });
  expect(existsSync(join(profile, 'journal/desk.journal'))).toBe(true);
});

test('the process ends with its window', async () => {
  await start();
  electron.app.emit('window-all-closed');
  expect(electron.calls.at(-1)).toBe('quit');
});

test('the profile of a first start is made, for this user alone', async () => {
  await start();
  expect(statSync(profile).mode & 0o777).toBe(0o700);
});

test('a profile that cannot be made is named, and nothing opens', async () => {
  writeFileSync(join(folder, 'data'), 'a file, where the folder should be');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await start();
  expect(said).toHaveBeenCalledWith(expect.stringContaining(profile));
  expect(electron.calls).toEqual(['exit 2']);
  expect(electron.windows).toEqual([]);
});

test('with a server that is no address it says so and ends', async () => {
  vi.stubEnv('CRDESK_SERVER', 'http://10.0.0.1');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await start();
  expect(said).toHaveBeenCalledWith(expect.stringContaining('is no address'));
  expect(electron.calls).toEqual(['exit 2']);
  expect(electron.windows).toEqual([]);
});

describe('the session', () => {
  test('grants the way to the server to the application alone, and nothing else to anyone', async () => {
    await start();
    const { request, check, device } = electron.handlers;
    const granted = (permission: string, requestingUrl: string) => {
      let answer: unknown;
      request?.(null, permission, (isGranted: boolean) => (answer = isGranted), { requestingUrl });
      return answer;
    };
    expect(granted('loopback-network', 'app://crdesk/')).toBe(true);
    expect(granted('loopback-network', 'https://evil.example/')).toBe(false);
    expect(granted('media', 'app://crdesk/')).toBe(false);
    expect(check?.(null, 'local-network-access', 'app://crdesk/', {})).toBe(true);
    expect(check?.(null, 'local-network-access', 'app://crdesk/', { requestingUrl: 'data:,' })).toBe(false);
    expect(check?.(null, 'clipboard-read', 'app://crdesk/', {})).toBe(false);
    expect(device?.({ deviceType: 'usb' })).toBe(false);
  });

  test('leaves a certificate to the system where no link named an authority', async () => {
    await start();
    const answers: unknown[] = [];
    const presented = { hostname: 'cr.example', certificate: { data: '' } };
    electron.handlers['trust']?.(presented, (code: number) => answers.push(code));
    expect(answers).toEqual([-3]);
    expect(electron.app.listenerCount('certificate-error')).toBe(1);
  });

  test('downloads nothing past the dialog that looks where a file goes', async () => {
    await start();
    const preventDefault = vi.fn();
    electron.handlers['will-download']?.({ preventDefault }, {}, {});
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test('shows no server who uses the computer', async () => {
    await start();
    const [preventDefault, callback] = [vi.fn(), vi.fn()];
    electron.app.emit('select-client-certificate', { preventDefault }, {}, `${server}/`, [{}], callback);
    expect([preventDefault.mock.calls.length, callback.mock.calls]).toEqual([1, [[]]]);
  });

  test('cancels a request to anyone but the server', async () => {
    await start();
    const isCancelled = (url: string) => {
      let answer: unknown;
      electron.handlers['webRequest']?.({ url }, (verdict: object) => (answer = verdict));
      return answer;
    };
    expect(isCancelled(`${server}/api/sync/pull`)).toEqual({ cancel: false });
    expect(isCancelled('app://crdesk/index.html')).toEqual({ cancel: false });
    expect(isCancelled('https://evil.example/')).toEqual({ cancel: true });
  });
});

describe('a page, whichever way it came to be,', () => {
  test('opens no window; a link to the server goes to the system’s browser', async () => {
    const { open } = await newContents();
    expect(open('https://evil.example/')).toEqual({ action: 'deny' });
    expect(electron.calls).not.toContain('openExternal https://evil.example/');
    expect(open(`${server}/`)).toEqual({ action: 'deny' });
    expect(electron.calls.at(-1)).toBe(`openExternal ${server}/`);
  });

  test('attaches no webview', async () => {
    const { isPrevented } = await newContents();
    expect(isPrevented('will-attach-webview', {})).toBe(true);
  });

  test('goes nowhere but to itself, and its frames nowhere at all', async () => {
    const { isPrevented } = await newContents();
    const own = 'app://crdesk/#/reception';
    expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: own })).toBe(false);
    expect(isPrevented('will-frame-navigate', { isMainFrame: false, url: own })).toBe(true);
    expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: `${server}/` })).toBe(true);
    expect(isPrevented('will-redirect', { isMainFrame: true, url: `${server}/` })).toBe(true);
  });
});

/** What the page that is loaded now may call. */
async function policyOfPage(): Promise<string> {
  const answer = (await electron.handlers['app']?.({ method: 'GET', url: 'app://crdesk/' })) as Response;
  return `${answer.headers.get('content-security-policy') ?? ''};`;
}

async function newContents() {
  await start();
  return guardedContents((contents) => electron.app.emit('web-contents-created', {}, contents));
}
