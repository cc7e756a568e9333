/** The suite is itself tested: each mutant is a patch of the shipped source that the worlds of CI must notice. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { runWorld, WorldOptions } from './world.ts';

const restores: Partial<WorldOptions> = { hasRestores: true };
const moves: Partial<WorldOptions> = { hasMoves: true };
const losses: Partial<WorldOptions> = { hasLosses: true };

type Mutant = [rule: string, patch: string, property: RegExp, options?: Partial<WorldOptions>];

const root = resolve(import.meta.dirname, '../..');
const mostSeeds = 40;
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, 'out'), { recursive: true });
  folder = mkdtempSync(join(root, 'out', 'mutants-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<Mutant>([
  [
    '[R6] the cursor is saved before its rows',
    'cursor-before-rows',
    /differs from a fresh|is missing|sound rows/,
  ],
  ['[R3] a rejected change does not advance the count', 'rejected-not-advancing', /a renewal|is not done/],
  ['[R6] an overlay is dropped at the verdict', 'overlay-dropped-early', /written was/],
  [
    '[R6] an outbox entry ends by a pull, without its verdict',
    'entry-ended-by-pull',
    /shown to nobody|a renewal/,
  ],
  ['[R6] the pages of a tail are shown one by one', 'tail-pages-one-by-one', /half a change is visible/],
  ['[R6] a retry has no timer', 'retry-without-timer', /is not done/],
  ['[R9] scopes are asked at push only', 'scopes-asked-at-push-only', /is not for a desk of/],
  ['[R11] a differing bucket is not asked for', 'differing-left', /differs from a fresh|is missing/],
  ['[R11] what is pending counts as the server’s', 'check-sees-pending', /sound rows/],
  ['[R2] an effect is kept without its verdict', 'effect-without-verdict', /is lost|numbers of the applied/],
  ['[R8] another epoch is no news to the server', 'epoch-ignored', /is lost|a renewal|is not done/, restores],
  ['[R8] rows beyond the restored head are not returned', 'rows-not-returned', /\d is lost$/, restores],
  ['[R8] changes are kept no longer than their verdict', 'applied-not-kept', /change .* is lost/, restores],
  ['[R6] a page before the last says which overlays end', 'last-op-seq-early', /written was/],
  ['[R5] a removal is passed over', 'tombstone-passed-over', /differs from a fresh|sound rows/],
  ['[R4] a desk’s clock is believed', 'clock-trusted', /of the future/],
  [
    '[R6] a cursor that missed forgotten removals is taken',
    'horizon-not-asked',
    /differs from a fresh|sound rows/,
  ],
  [
    '[R6] a removal is forgotten that a desk of an ended life may undo',
    'outlived-forgotten',
    /removal is lost|is there again/,
    restores,
  ],
  ['[R9] a scope that was left stays on the desk', 'leave-not-carried-out', /is not for a desk of/, moves],
  ['[R9] a scope that joined is not sent', 'join-not-sent', /is missing|sound rows/, moves],
  [
    '[R10] a claimed row is edited without its token',
    'claim-without-token',
    /which another had claimed/,
    { hasClaims: true },
  ],
  [
    '[R4.6] a decision is merged although somebody changed what it was made on',
    'decision-unguarded',
    /stand without effect/,
    { hasMerges: true },
  ],
  [
    '[R4.8] what an edit that waits hides counts as seen',
    'hidden-counts-as-seen',
    /and nobody is told/,
    // Several who edit the same rows: where desks differ in what they may, hardly any edit hides another's.
    { hasClaims: true, stations: ['bar', 'bar', 'office', 'office'] },
  ],
  [
    '[R4.5] what a change met in another life takes the place of what it met before',
    'what-was-lost-not-in-the-id',
    /and nobody is told/,
    { ...restores, hasClaims: true, copies: 2 },
  ],
  [
    '[R13.1] what is not in the journal yet is said to be saved',
    'saved-before-the-journal',
    /is lost/,
    losses,
  ],
  [
    '[R13.5] a rejected change leaves the journal before anybody answered for it',
    'rejected-leaves-the-journal',
    /shown to nobody/,
    losses,
  ],
])('%s, and a world notices', async (_rule, name, property, options) => {
  const mutated = await mutant(name);
  const caught: string[] = [];
  for (let seed = 1; seed <= mostSeeds && !caught.some((problem) => property.test(problem)); seed += 1) {
    const { problems } = await mutated(seed, options);
    caught.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
  }
  console.log(`mutant ${name}: ${caught.find((problem) => property.test(problem))}`);
  expect(caught).toContainEqual(expect.stringMatching(property));
});

async function mutant(name: string): Promise<typeof runWorld> {
  const copy = join(folder, name);
  for (const path of ['server', 'shared', 'renderer/data', 'test/simulation', 'tsconfig.base.json'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  const patch = join('test/simulation/mutants', `${name}.patch`);
  execFileSync('git', ['apply', `--directory=${relative(root, copy)}`, patch], { cwd: root });
  const world = (await import(/* @vite-ignore */ join(copy, 'test/simulation/world.ts'))) as {
    runWorld: typeof runWorld;
  };
  return world.runWorld;
}
