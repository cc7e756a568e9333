import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const patch = 'test/contract/mutants/plain-sequence.patch';
let copy: string;

beforeAll(async () => {
  await mkdir(join(root, 'out'), { recursive: true });
  copy = await mkdtemp(join(root, 'out', 'mutant-'));
  for (const path of [
    'server',
    'shared',
    'tsconfig.base.json',
    'test/support',
    'test/contract/numbering.test.ts',
  ]) {
    await cp(join(root, path), join(copy, path), { recursive: true });
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('[R1] the numbering test fails where numbers come from a plain sequence, and passes as shipped', async () => {
  const shipped = await runNumberingTest();
  expect(shipped.output).toMatch(/Tests\s+2 passed/);

  const applied = await run('git', ['apply', '--verbose', `--directory=${relative(root, copy)}`, patch]);
  expect(applied.output).toMatch(/Applied patch .*pg-store\.ts cleanly/);
  const mutated = await runNumberingTest();
  expect(mutated.output).toMatch(/expected \[.*\] to deeply equal \[\]/);
  expect(mutated.output).toMatch(/Tests\s+[12] failed/);
}, 120_000);

function runNumberingTest() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return run(process.execPath, [
    vitest,
    'run',
    '--root',
    copy,
    '--no-color',
    'test/contract/numbering.test.ts',
  ]);
}

function run(command: string, args: readonly string[]): Promise<{ readonly output: string }> {
  return new Promise((done) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
    execFile(command, args, { cwd: root, env, maxBuffer: 50_000_000 }, (_error, stdout, stderr) =>
      done({ output: stdout + stderr }),
    );
  });
}
