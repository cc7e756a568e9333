import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchElectron } from './fetch-electron.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'crdesk-fetch-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function script(code: string): string {
  const file = join(folder, 'install.cjs');
  writeFileSync(file, code);
  return file;
}
const never = new AbortController().signal;

test('a script that ends well has fetched it, one that fails has not', async () => {
  expect(await fetchElectron(script(''), never)).toBe(true);
  expect(await fetchElectron(script('process.exit(1)'), never)).toBe(false);
});

test('one that is waited for in vain is ended, and so is one that nobody waits for any more', async () => {
  const waiting = script('setInterval(() => undefined, 1_000)');
  expect(await fetchElectron(waiting, never, 200)).toBe(false);
  const controller = new AbortController();
  const fetching = fetchElectron(waiting, controller.signal);
  controller.abort();
  expect(await fetching).toBe(false);
});
