import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cr-desk-whole-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rightsOf = (path: string) => statSync(path).mode & 0o777;

test('on a real disk: the whole of a large text, for this user alone, with nothing left beside', () => {
  const path = join(folder, 'note.json');
  writeFileSync(path, 'old', { mode: 0o644 });
  writeFileSync(`${path}.new`, 'left by a crash', { mode: 0o666 });
  const text = '客户'.repeat(400_000);
  writeWhole(path, text);
  expect(readFileSync(path, 'utf8') === text).toBe(true);
  expect(rightsOf(path)).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['note.json']);
  writeWhole(path, 'for people', 0o644);
  expect([readFileSync(path, 'utf8'), rightsOf(path)]).toEqual(['for people', 0o644]);
});

test('a folder that is not there is said', () => {
  expect(() => writeWhole(join(folder, 'none', 'note.json'), 'x')).toThrow('ENOENT');
});
