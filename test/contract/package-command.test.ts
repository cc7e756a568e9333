/** `npm run package` as a person runs it: a key, a packed folder that takes updates of that key, signatures. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile } from '@electron/asar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicHalf, readKey } from '../../build/package/update-key.ts';
import { writeStandIn } from '../support/stand-in-electron.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'cr-desk-package-command-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runPackage(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['build/run.mjs', 'build/package.ts', ...args], {
    cwd: root,
    env: {
      ...process.env,
      UPDATE_KEY: '',
      ELECTRON_DIST: '',
      WIN_PUBLISHER: '',
      PACKAGE_DIR: folder,
      ...env,
    },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, ...said })));
}

test('a key is made, built into what is packed, and signs what is handed out', async () => {
  const key = join(folder, 'key.pem');
  const made = await runPackage(['keys', key]);
  const half = publicHalf(readKey(key));
  expect(made.code).toBe(0);
  expect(made.stdout).toContain(half);

  const { version } = JSON.parse(readFileSync(`${root}node_modules/electron/package.json`, 'utf8')) as {
    version: string;
  };
  const dist = join(folder, 'electron');
  writeStandIn(dist, 'linux', version);
  const packed = await runPackage(['linux', 'dir'], { UPDATE_KEY: key, ELECTRON_DIST: dist });
  expect(packed).toMatchObject({ code: 0, stdout: expect.stringContaining(join(folder, 'installers')) });
  const asar = join(folder, 'installers/linux-unpacked/resources/app.asar');
  expect(extractFile(asar, 'electron/main.js').toString('utf8')).toContain(half);

  const updates = join(folder, 'updates');
  mkdirSync(updates);
  expect(await runPackage(['sign', updates], { UPDATE_KEY: key })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has no list of an update'),
  });
  writeFileSync(join(updates, 'latest.yml'), 'version: 1.0.0\n');
  expect(await runPackage(['sign', updates], { UPDATE_KEY: key })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('latest.yml'),
  });
  expect(readFileSync(join(updates, 'latest.yml.sig'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{86}==\n$/);
});

test('what it cannot do it says in a sentence', async () => {
  const wrong = await runPackage(['windows']);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^CR Desk: npm run package \[/) });
  const unsigned = await runPackage(['sign', folder]);
  expect(unsigned).toMatchObject({
    code: 1,
    stderr: 'CR Desk: UPDATE_KEY is not set: give it the file with the signing key.\n',
  });
});
