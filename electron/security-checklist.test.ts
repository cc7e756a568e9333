/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), every item by its number and title,
 * each held against the shell as it ships. What an item asks of a program that shows pages of strangers is held all the
 * same: this one shows none.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { callNames, channels } from '../shared/ipc.ts';
import { contentSecurityPolicy } from '../shared/rules/content-security-policy.ts';
import { readServerOrigin } from '../shared/rules/enrol-link.ts';
import { answerAsset, appSchemes } from './assets.ts';
import { invokeOn, type FakeElectron } from './fake-electron.ts';
import { guardContents } from './guard.ts';
import { appUrl, mayConnect, mayGrant, mayNavigate, mayOpenOutside } from './policy.ts';
import { windowOptions } from './window.ts';
import { freshShell, guardedContents, shellServer } from './fresh-shell.ts';

const root = join(import.meta.dirname, '..');
const server = shellServer;
const preferences = windowOptions('preload.cjs', {} as Session, true).webPreferences;
/** All of the shell's own code, without its tests. */
const sources = globSync('electron/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts') && !/(fake-electron|fresh-shell)\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const filesWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

let electron: FakeElectron;
const { start } = freshShell((fresh) => ({ electron } = fresh));

/** A page's events, as the guards hear them. */
function guarded() {
  const opened: string[] = [];
  const openExternal = async (url: string) => void opened.push(url);
  const page = guardedContents((contents) =>
    guardContents(contents as never, { openExternal }, { current: () => server }, () => false),
  );
  return { opened, ...page };
}

test('1. Only load secure content', () => {
  expect(mayConnect('http://cr.example/', server)).toBe(false);
  expect(mayConnect('ws://cr.example/', server)).toBe(false);
  expect(readServerOrigin('http://192.168.1.20')).toBeNull();
  expect(appSchemes[0]?.privileges).toMatchObject({ secure: true });
});

test('2. Do not enable Node.js integration for remote content', () => {
  expect(preferences).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  });
});

test('3. Enable context isolation', () => expect(preferences?.contextIsolation).toBe(true));

test('4. Enable process sandboxing', () => {
  expect(preferences?.sandbox).toBe(true);
  expect(filesWith(/no-sandbox|sandbox: false|disable-setuid-sandbox/)).toEqual([]);
});

test('5. Handle session permission requests from remote content', async () => {
  await start();
  expect(Object.keys(electron.handlers)).toEqual(expect.arrayContaining(['request', 'check', 'device']));
  for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read'])
    expect(mayGrant(permission, appUrl), permission).toBe(false);
});

test('6. Do not disable webSecurity', () => {
  expect(preferences?.webSecurity).toBe(true);
  expect(filesWith(/webSecurity: false|disable-web-security/)).toEqual([]);
});

test('7. Define a Content Security Policy', async () => {
  const answer = await answerAsset({ method: 'GET', url: appUrl }, join(root, 'renderer'), server);
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy(server));
  expect(contentSecurityPolicy(server)).toMatch(/default-src 'none'.*script-src 'self' 'wasm-unsafe-eval';/);
});

test('8. Do not enable allowRunningInsecureContent', () => {
  expect(preferences?.allowRunningInsecureContent).toBe(false);
});

test('9. Do not enable experimental features', () => {
  expect(preferences).not.toHaveProperty('experimentalFeatures');
  expect(filesWith(/experimentalFeatures|enable-experimental/)).toEqual([]);
});

test('10. Do not use enableBlinkFeatures', () => {
  expect(preferences).not.toHaveProperty('enableBlinkFeatures');
  expect(filesWith(/enableBlinkFeatures|enable-blink-features|enable-features/)).toEqual([]);
});

test('11. Do not use allowpopups for WebViews', () => {
  expect(preferences?.webviewTag).toBe(false);
  const pages = globSync('renderer/**/*.{ts,tsx,html}', { cwd: root });
  expect(pages.filter((path) => /allowpopups|<webview/.test(readFileSync(join(root, path), 'utf8')))).toEqual(
    [],
  );
});

test('12. Verify WebView options before creation', () => {
  expect(guarded().isPrevented('will-attach-webview', {})).toBe(true);
});

test('13. Disable or limit navigation', () => {
  expect(mayNavigate(`${server}/`)).toBe(false);
  const { isPrevented } = guarded();
  expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: `${server}/` })).toBe(true);
  expect(isPrevented('will-frame-navigate', { isMainFrame: false, url: appUrl })).toBe(true);
  expect(isPrevented('will-redirect', { isMainFrame: true, url: `${server}/` })).toBe(true);
});

test('14. Disable or limit creation of new windows', () => {
  const { open } = guarded();
  for (const url of [appUrl, `${server}/`, 'https://evil.example/', 'about:blank'])
    expect(open(url)).toEqual({ action: 'deny' });
});

test('15. Do not use shell.openExternal with untrusted content', () => {
  const { open, opened } = guarded();
  for (const url of [
    'https://evil.example/',
    'file:///bin/sh',
    'ms-settings:',
    'javascript:alert(1)',
    'smb://x/',
  ])
    open(url);
  expect(opened).toEqual([]);
  expect(mayOpenOutside('file:///etc/passwd', server)).toBe(false);
  // The one file that calls it is the one that asks first; a folder that is opened is the shell's own.
  expect(filesWith(/openExternal\(/)).toEqual(['electron/guard.ts']);
  expect(filesWith(/openPath\((?!path\))/)).toEqual(['electron/handlers.ts']);
});

test('16. Use a current version of Electron', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const [major = 0] = (manifest.devDependencies['electron'] ?? '').split('.').map(Number);
  // The newest when this was written; it only goes up, and exactly one is named.
  expect(major).toBeGreaterThanOrEqual(45);
  expect(manifest.devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
});

test('17. Validate the sender of all IPC messages', async () => {
  await start();
  const stranger = { senderFrame: { url: 'https://evil.example/', parent: null } };
  for (const name of callNames) {
    const answer = await electron.handlers[`ipc ${channels.calls[name]}`]?.(stranger);
    expect(answer, name).toEqual({ ok: false, error: { code: 'shell_refused' } });
  }
  const event = { ...stranger, returnValue: undefined };
  electron.handlers[`ipc ${channels.configuration}`]?.(event);
  expect(event.returnValue).toBeNull();
  // No channel is opened but by the file that checks.
  expect(filesWith(/ipcMain\.(on|once|handle|handleOnce)\(/)).toEqual(['electron/ipc.ts']);
});

test('18. Avoid usage of the file:// protocol and prefer usage of custom protocols', () => {
  expect(appUrl).toBe('app://crdesk/');
  expect(filesWith(/loadFile\(/)).toEqual([]);
  // One page is ever loaded.
  const loads = sources.flatMap(({ text }) => text.match(/loadURL\([^)]*\)/g) ?? []);
  expect(loads).toEqual(['loadURL(appUrl)']);
});

test('19. Check which fuses you can change', () => {
  const texts = globSync('build/package/**/*.ts', { cwd: root }).map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  // Set and read back in the test of the full pack; here: that no pack is made without.
  for (const fuse of ['RunAsNode', 'EnableNodeOptionsEnvironmentVariable', 'EnableNodeCliInspectArguments'])
    expect(
      texts.some((text) => text.includes(fuse) || text.includes(fuse[0]?.toLowerCase() + fuse.slice(1))),
    ).toBe(true);
});

test('20. Do not expose Electron APIs to untrusted web content', async () => {
  const preload = readFileSync(join(root, 'electron/preload.ts'), 'utf8');
  const exposed = [...preload.matchAll(/exposeInMainWorld\(([^,]+),/g)].map(([, name]) => name);
  expect(exposed).toEqual(['bridgeName']);
  // Neither the module nor an event of it: functions of the table alone.
  expect(preload).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer/);
  await start();
  expect(await invokeOn(electron, channels.calls.about, 'more')).toMatchObject({ ok: false });
});
