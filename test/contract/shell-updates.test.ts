/**
 * An update from end to end on Linux: signed by the release's own tools, handed out by the real server, taken and
 * installed by the built main process with the real electron-updater. Only Electron itself is stood in for.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeElectron } from '../../build/build-electron.ts';
import { makeKey, readKey, signFeeds } from '../../build/package/update-key.ts';
import { channels } from '../../shared/ipc.ts';
import { feedNameOf } from '../../shared/rules/update-feed.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';
import { standInElectronModule } from '../support/stand-in-electron-module.ts';

const feedName = feedNameOf('linux', process.arch) ?? '';
const { updates, checkUpdates, chooseUpdate, noteWork } = channels.calls;
let folder: string;
let updatesDir: string;
let fixture: AppFixture;
let installed: string;
let shell: Shell;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cr-desk-shell-updates-'));
  updatesDir = join(folder, 'updates');
  const [module, resources] = [join(folder, 'node_modules/electron'), join(folder, 'resources')];
  for (const path of [updatesDir, module, resources]) mkdirSync(path, { recursive: true });
  writeFileSync(join(module, 'package.json'), '{ "type": "module", "main": "index.js" }');
  writeFileSync(
    join(resources, 'app-update.yml'),
    'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: cr-desk-updater\n',
  );
  await writeElectron(join(folder, 'electron'), { updateKey: makeKey(join(folder, 'key.pem')) });
  const mainCode = readFileSync(join(folder, 'electron/main.js'), 'utf8');
  writeFileSync(join(module, 'index.js'), standInElectronModule(mainCode));
  fixture = await startApp({ updatesDir });
  await fixture.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await fixture?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  installed = join(folder, 'CR Desk.AppImage');
  writeFileSync(installed, 'the application of version 1.2.3');
  for (const part of ['cache', 'profile']) rmSync(join(folder, part), { recursive: true, force: true });
  shell = startShell();
});
afterEach(() => shell.end());

interface Shell {
  ask(channel: string, ...args: unknown[]): Promise<unknown>;
  end(): Promise<void>;
}

function startShell(): Shell {
  const { port } = fixture.app.server.address() as AddressInfo;
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [join(folder, 'electron/main.js')], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      APPIMAGE: installed,
      CRDESK_SERVER: `http://127.0.0.1:${port}`,
      CRDESK_PROFILE: join(folder, 'profile'),
      STAND_IN_RESOURCES: join(folder, 'resources'),
      STAND_IN_VERSION: '1.2.3',
    },
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    async ask(channel, ...args) {
      child.stdin.write(`${JSON.stringify([channel, ...args])}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`The shell ended: ${said}`);
      return JSON.parse(value) as unknown;
    },
    end() {
      child.stdin.end();
      return ended;
    },
  };
}

/** Lays out a release as `npm run package` does. @param spoil what happens to its file after it was signed */
function publish(version: string, spoil: (file: string) => void = () => undefined): string {
  const name = `CR-Desk-${version}-linux-x64.AppImage`;
  const content = `#!/bin/sh\n# the application of version ${version}\nexit 0\n`;
  writeFileSync(join(updatesDir, name), content);
  const sha512 = createHash('sha512').update(content).digest('base64');
  const list = `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${content.length}\npath: ${name}\nsha512: ${sha512}\nreleaseDate: '2026-11-27T08:00:00.000Z'\n`;
  writeFileSync(join(updatesDir, feedName), list);
  signFeeds(updatesDir, readKey(join(folder, 'key.pem')));
  spoil(join(updatesDir, name));
  return content;
}

const idle = { shiftOpen: false, openVisits: 0, unsent: 0 };
const ok = (value: unknown) => ({ ok: true, value });

test('a signed release is fetched, waits for a person and for the desk to be free', async () => {
  publish('1.3.0');
  expect(await shell.ask(checkUpdates)).toEqual(ok({ kind: 'ready', version: '1.3.0', chosen: false }));
  await shell.ask('quit', 0);
  expect(readFileSync(installed, 'utf8')).toBe('the application of version 1.2.3');
  expect(await shell.ask(noteWork, { shiftOpen: false, openVisits: 1, unsent: 0 })).toEqual(ok(null));
  expect(await shell.ask(chooseUpdate, 'atQuit')).toEqual(ok(true));
  await shell.ask('quit', 0);
  expect(readFileSync(installed, 'utf8')).toBe('the application of version 1.2.3');
  // They have left, and the shift goes on.
  await shell.ask(noteWork, { ...idle, shiftOpen: true });
  await shell.ask('quit', 0);
  expect(readFileSync(installed, 'utf8')).toBe('the application of version 1.2.3');
});

test('once nothing is open and nothing waits, the end of the application installs it', async () => {
  publish('1.3.0');
  await shell.ask(checkUpdates);
  await shell.ask(noteWork, idle);
  await shell.ask(chooseUpdate, 'atQuit');
  // A later one, before anybody closed: it takes the place of the one that was fetched, and the choice stands.
  const content = publish('1.4.0');
  expect(await shell.ask(checkUpdates)).toEqual(ok({ kind: 'ready', version: '1.4.0', chosen: true }));
  await shell.ask('quit', 1);
  expect(readFileSync(installed, 'utf8')).toBe('the application of version 1.2.3');
  await shell.ask('quit', 0);
  expect(readFileSync(installed, 'utf8')).toBe(content);
});

test('an older release is left alone, although it is signed', async () => {
  publish('1.2.2');
  expect(await shell.ask(checkUpdates)).toMatchObject({ value: { kind: 'waiting', offered: '1.2.2' } });
  expect(existsSync(join(folder, 'cache'))).toBe(false);
});

test('a list that another key signed is not even read', async () => {
  publish('1.3.0');
  const other = join(mkdtempSync(join(folder, 'other-')), 'key.pem');
  makeKey(other);
  signFeeds(updatesDir, readKey(other));
  expect(await shell.ask(checkUpdates)).toMatchObject({ value: { kind: 'failed', why: 'unsigned' } });
});

test('a file that is not the one of the signed list is thrown away', async () => {
  publish('1.3.0', (file) => writeFileSync(file, '#!/bin/sh\necho something else, of another length\n'));
  expect(await shell.ask(checkUpdates)).toMatchObject({ value: { kind: 'failed', why: 'damaged' } });
  await shell.ask(noteWork, idle);
  expect(await shell.ask(chooseUpdate, 'atQuit')).toEqual(ok(false));
  await shell.ask('quit', 0);
  expect(readFileSync(installed, 'utf8')).toBe('the application of version 1.2.3');
});

test('a server without releases is no failure', async () => {
  rmSync(join(updatesDir, feedName), { force: true });
  expect(await shell.ask(checkUpdates)).toMatchObject({ value: { kind: 'waiting', offered: null } });
  expect(await shell.ask(updates)).toMatchObject({ value: { kind: 'waiting' } });
});
