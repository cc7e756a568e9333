import { mkdtempSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildWhenStale } from './build-when-stale.ts';

let root = '';
let builds = 0;
beforeEach(async () => {
  root = `${mkdtempSync(join(tmpdir(), 'crdesk-stale-'))}/`;
  builds = 0;
  mkdirSync(`${root}src/deep`, { recursive: true });
  writeFileSync(`${root}src/deep/a.ts`, 'one');
  await build();
});
afterEach(() => rmSync(root, { recursive: true }));

const build = (result: 'built' | 'failed' = 'built') =>
  buildWhenStale({
    root,
    sources: ['src/**/*'],
    results: ['out/main.js'],
    stamp: 'out/stamp',
    run: async () => {
      if (result === 'failed') throw new Error('a mistake in the source');
      builds += 1;
      mkdirSync(`${root}out`, { recursive: true });
      writeFileSync(`${root}out/main.js`, 'built');
    },
  });

test('what was built is built again only for another content', async () => {
  await build();
  utimesSync(`${root}src/deep/a.ts`, new Date(), new Date());
  await build();
  expect(builds).toBe(1);
  writeFileSync(`${root}src/deep/a.ts`, 'two');
  await build();
  expect(builds).toBe(2);
});

test('a new name is another content, a test is none', async () => {
  writeFileSync(`${root}src/a.test.ts`, 'expect');
  await build();
  expect(builds).toBe(1);
  writeFileSync(`${root}src/b.ts`, '');
  await build();
  expect(builds).toBe(2);
});

test('a result that was deleted is built again', async () => {
  rmSync(`${root}out/main.js`);
  await build();
  expect(builds).toBe(2);
});

test('a build that failed is tried again', async () => {
  writeFileSync(`${root}src/deep/a.ts`, 'two');
  await expect(build('failed')).rejects.toThrow('a mistake');
  await build();
  expect(builds).toBe(2);
});
