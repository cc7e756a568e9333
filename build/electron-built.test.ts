/** The built shell: what a sandboxed preload can load, and what Electron finds of its own. */
import { execFile } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callNames, type DesktopBridge } from '../shared/ipc.ts';
import { writeElectron } from './build-electron.ts';

let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'crdesk-electron-')));
  await writeElectron(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, name), 'utf8');

test('the preload is one small CommonJS file that requires nothing but electron', async () => {
  const code = await read('preload.cjs');
  expect([...code.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
  expect(code).not.toMatch(/^\s*(import|export)\b/m);
  expect(code).not.toMatch(/\bimport\(/);
  expect(code.length).toBeLessThan(3_000);
});

test('the built preload shows the page its server and the functions of the table, frozen, and nothing else', async () => {
  const { shown } = runPreload(await read('preload.cjs'), { serverUrl: 'https://cr.example', secret: 'x' });
  const functions = [...callNames, 'on'].map((name) => [name, expect.any(Function)] as const);
  expect(shown).toEqual([['crDesk', { serverUrl: 'https://cr.example', ...Object.fromEntries(functions) }]]);
  expect(Object.isFrozen(shown[0]?.[1])).toBe(true);
});

test('a function of it asks under its own channel; who listens is told without the event, and can stop', async () => {
  const { shown, asked, emitter } = runPreload(await read('preload.cjs'), { serverUrl: 'x' });
  const bridge = shown[0]?.[1] as DesktopBridge;
  await bridge.about();
  expect(asked).toEqual([['crdesk:about']]);
  const heard: unknown[][] = [];
  const stop = bridge.on('resumed', (...args: unknown[]) => heard.push(args));
  emitter.emit('crdesk:resumed', { sender: 'the way to the main process' });
  stop();
  emitter.emit('crdesk:resumed', {});
  expect(heard).toEqual([[]]);
  expect(() => bridge.on('toString' as never, () => undefined)).toThrow('tells of no');
});

test('the built preload fails aloud where the shell refuses its page', async () => {
  const code = await read('preload.cjs');
  expect(() => runPreload(code, null)).toThrow('The shell does not answer this page.');
});

test('the main process is one module that imports nothing but electron and Node', async () => {
  const code = await read('main.js');
  const imported = [...code.matchAll(/^import\b.*?from ["']([^"']+)["']/gm)].map(([, name]) => name ?? '');
  expect(imported).toContain('electron');
  expect(imported.filter((name) => name !== 'electron' && !name.startsWith('node:'))).toEqual([]);
  expect(code).toContain('import.meta.dirname');
});

test('the built main process loads, and finds preload and application beside itself', async () => {
  await mkdir(join(folder, 'node_modules/electron'), { recursive: true });
  await writeFile(
    join(folder, 'node_modules/electron/package.json'),
    '{ "type": "module", "main": "index.js" }',
  );
  await writeFile(join(folder, 'node_modules/electron/index.js'), recordingElectron);
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(folder, 'main.js'),
    '--server=https://cr.example',
    `--profile=${join(folder, 'profile')}`,
  ]);
  expect(JSON.parse(stdout)).toEqual({
    preload: join(folder, 'preload.cjs'),
    sandbox: true,
    loaded: 'app://crdesk/',
  });
});

/** Stands in for the package: becomes ready at once, and prints the window that was asked for. */
const recordingElectron = `
  const nothing = () => undefined;
  export const app = {
    isPackaged: true,
    getVersion: () => '1.2.3',
    setPath: nothing,
    getPath: () => import.meta.dirname,
    requestSingleInstanceLock: () => true,
    setAsDefaultProtocolClient: nothing,
    on: (event, handler) => event === 'ready' && queueMicrotask(handler),
  };
  export class BrowserWindow {
    static getAllWindows = () => [];
    on = nothing;
    webContents = { on: nothing };
    constructor({ webPreferences: { preload, sandbox } }) {
      this.loadURL = async (loaded) => console.log(JSON.stringify({ preload, sandbox, loaded }));
    }
  }
  export const dialog = {};
  export const Menu = { buildFromTemplate: nothing, setApplicationMenu: nothing };
  export const nativeImage = {};
  export class Notification {}
  export class Tray {}
  export const ipcMain = { on: nothing, handle: nothing };
  export const powerMonitor = { on: nothing };
  export const safeStorage = {};
  export const protocol = { registerSchemesAsPrivileged: nothing, handle: nothing };
  export const screen = { getAllDisplays: () => [] };
  export const shell = {};
  export const session = {
    defaultSession: {
      on: nothing,
      protocol,
      setCertificateVerifyProc: nothing,
      setPermissionRequestHandler: nothing,
      setPermissionCheckHandler: nothing,
      setDevicePermissionHandler: nothing,
      webRequest: { onBeforeRequest: nothing },
    },
  };
`;

/** Runs it as the sandbox does: a script with a `require` that knows electron alone. */
function runPreload(code: string, answer: unknown) {
  const shown: unknown[][] = [];
  const asked: unknown[][] = [];
  const emitter = new EventEmitter();
  const electron = {
    ipcRenderer: Object.assign(emitter, {
      sendSync: (channel: string) => (channel === 'crdesk:configuration' ? answer : null),
      invoke: async (...args: unknown[]) => void asked.push(args),
    }),
    contextBridge: { exposeInMainWorld: (...args: unknown[]) => shown.push(args) },
  };
  const load = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload has no ${name}.`);
    return electron;
  };
  runInNewContext(code, { require: load, module: { exports: {} }, exports: {} });
  return { shown, asked, emitter };
}
