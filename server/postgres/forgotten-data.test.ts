import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgottenData, noteOwner, placeNote } from './forgotten-data.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cr-desk-forgotten-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function newHome(name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  return home;
}

/** A data folder whose database lies in `home`. */
function newOwner(name: string, home: string): string {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  writeFileSync(placeNote(dataDir), `${home}\n`);
  noteOwner(home, dataDir);
  return dataDir;
}

test('data whose folder is gone is named with the way to delete it, and stays', () => {
  const home = newHome('data-1');
  const dataDir = newOwner('project', home);
  expect(forgottenData(folder)).toEqual([]);
  rmSync(dataDir, { recursive: true });
  expect(forgottenData(folder)).toEqual([expect.stringContaining(`rm -r ${home}`)]);
  expect(forgottenData(folder)[0]).toContain(dataDir);
  expect(existsSync(home)).toBe(true);
});

test('data whose folder began anew is named, the new one is not', () => {
  const old = newHome('data-1');
  const dataDir = newOwner('project', old);
  rmSync(dataDir, { recursive: true });
  const current = newHome('data-2');
  newOwner('project', current);
  expect(forgottenData(folder)).toEqual([expect.stringContaining(`rm -r ${old}`)]);
});

test('what bears no note of its owner is passed over, and so are the binaries', () => {
  newHome('data-1');
  newHome('postgres-18.4.0');
  expect(forgottenData(folder)).toEqual([]);
  expect(forgottenData(join(folder, 'nowhere'))).toEqual([]);
});
