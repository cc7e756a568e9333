import { expect, test } from 'vitest';
import { entities, entityNames } from '../../shared/entities/registry.ts';
import { faultNames } from './network.ts';
import { runWorld, type WorldOptions } from './world.ts';

/** A seed that fails is run alone by `runWorld(seed)`; its `lines` tell the history. */
async function runSeeds(last: number, options: Partial<WorldOptions> = {}) {
  const counts: Record<string, number> = {};
  const failed: string[] = [];
  for (let seed = 1; seed <= last; seed += 1) {
    const world = await runWorld(seed, options);
    for (const problem of world.problems) failed.push(`seed ${seed}: ${problem}`);
    for (const [what, times] of Object.entries(world.counts)) counts[what] = (counts[what] ?? 0) + times;
  }
  console.log(`simulation: seeds 1 to ${last} ${JSON.stringify(options)}: ${JSON.stringify(counts)}`);
  return { counts, failed };
}

test('[R1 R2 R3 R4 R5 R6 R7 R9 R11] whatever goes wrong, every desk is whole again once it has healed', async () => {
  const { counts, failed } = await runSeeds(40);
  expect(failed).toEqual([]);
  // Every kind of trouble and of verdict did happen: a fault that stopped striking would prove nothing.
  const others = [
    'busy',
    'crash',
    'twoAtOnce',
    'offline',
    'serverRestart',
    'poisoned',
    'retried',
    'discarded',
    'check',
    'rotten',
    'mended',
    'compacted',
  ];
  const verdicts = ['applied', 'forbidden', 'gone', 'missing', 'server_error'];
  expect(Object.keys(counts)).toEqual(expect.arrayContaining([...faultNames, ...others, ...verdicts]));
});

test('[R2] a profile that was copied becomes a device of its own, and nothing of either is lost', async () => {
  const { counts, failed } = await runSeeds(12, { copies: 2 });
  expect(failed).toEqual([]);
  expect(counts['renewal']).toBeGreaterThan(10);
});

test('[R8] a server put back to any of its backups: what desks had confirmed is there again, and nothing twice', async () => {
  const { counts, failed } = await runSeeds(40, { hasRestores: true });
  expect(failed).toEqual([]);
  expect(counts['restore']).toBeGreaterThan(40);
});

test('[R2.6] [R8] answers that come from an ended life of the server are none', async () => {
  const { counts, failed } = await runSeeds(20, { hasRestores: true, answersOutlive: true, faultRate: 0.06 });
  expect(failed).toEqual([]);
  for (const what of ['restore', 'lateAnswer']) expect(counts[what]).toBeGreaterThan(20);
});

test('[R6.9] [R7.4] desks that are away for longer than removals are remembered are whole again, and nothing comes back', async () => {
  const { counts, failed } = await runSeeds(20, { hasAbsences: true });
  expect(failed).toEqual([]);
  for (const what of ['compacted', 'cursor_expired', 'longOffline', 'cutInALoad', 'missing'])
    expect(counts[what]).toBeGreaterThan(20);
});

test('[R6.9] [R8] where the server is put back besides, what was removed stays so and what was written is there', async () => {
  const { counts, failed } = await runSeeds(20, { hasAbsences: true, hasRestores: true });
  expect(failed).toEqual([]);
  for (const what of ['compacted', 'cursor_expired', 'restore']) expect(counts[what]).toBeGreaterThan(20);
});

test('[R9] desks that are moved from station to station hold what each of them receives, and lose nothing', async () => {
  const { counts, failed } = await runSeeds(30, { hasMoves: true });
  expect(failed).toEqual([]);
  expect(counts['move']).toBeGreaterThan(300);
  expect(counts['forbidden']).toBeGreaterThan(30);
});

test('[R9] so do desks that were away, and copies', async () => {
  const { failed } = await runSeeds(12, { hasMoves: true, hasAbsences: true, copies: 2 });
  expect(failed).toEqual([]);
});

test('[R10.7] of two desks that would have one row alone, one has it: nothing else is applied to it in that time', async () => {
  const { counts, failed } = await runSeeds(25, { hasClaims: true });
  expect(failed).toEqual([]);
  for (const what of ['claimed', 'claim_taken', 'released', 'claim_lost'])
    expect(counts[what]).toBeGreaterThan(50);
});

test('[R10] nor where profiles are copied and the server is put back besides', async () => {
  const { counts, failed } = await runSeeds(15, { hasClaims: true, hasRestores: true, copies: 2 });
  expect(failed).toEqual([]);
  for (const what of ['claimed', 'claim_taken', 'claim_lost', 'restore', 'renewal'])
    expect(counts[what]).toBeGreaterThan(10);
});

test('[R10] nor where desks are moved from station to station, and away for long', async () => {
  const { counts, failed } = await runSeeds(20, { hasClaims: true, hasMoves: true, hasAbsences: true });
  expect(failed).toEqual([]);
  for (const what of ['claimed', 'claim_taken', 'released', 'claim_lost', 'move', 'compacted'])
    expect(counts[what]).toBeGreaterThan(10);
});

test('[R9.14] [R8] moved after a backup, by who has brought back what it held, none loses anything to a restore', async () => {
  const { counts, failed } = await runSeeds(20, { hasMoves: true, hasRestores: true });
  expect(failed).toEqual([]);
  for (const what of ['move', 'restore', 'forbidden']) expect(counts[what]).toBeGreaterThan(20);
});

test('[R4.6] of merges that were decided apart from each other each that stands has an effect, on all desks the same', async () => {
  const { counts, failed } = await runSeeds(15, { hasMerges: true });
  expect(failed).toEqual([]);
  expect(counts['stale']).toBeGreaterThan(100);
});

test('[R4.6] [R8] [R9] where desks are moved, copied or the server is put back besides, nothing of a merge is lost', async () => {
  const moved = await runSeeds(10, { hasMerges: true, hasMoves: true, hasAbsences: true });
  const putBack = await runSeeds(10, { hasMerges: true, hasRestores: true, copies: 2 });
  expect([...moved.failed, ...putBack.failed]).toEqual([]);
  expect(moved.counts['stale']).toBeGreaterThan(20);
});

test('[R13] desks whose databases are reset have all they said was saved, once, and the journal has no more than it must', async () => {
  const { counts, failed } = await runSeeds(20, { hasLosses: true });
  expect(failed).toEqual([]);
  expect(counts['databaseLost']).toBeGreaterThan(100);
});

test('[R13] so do desks that are moved, away for long, and copied', async () => {
  const { failed } = await runSeeds(8, { hasLosses: true, hasMoves: true, hasAbsences: true, copies: 1 });
  expect(failed).toEqual([]);
});

/** What `npm run soak` found, once mended. */
test.each<[string, number, Partial<WorldOptions>]>([
  ['[R4.8] an edit in the middle of a bootstrap of a desk at work', 50_154, {}],
  ['[R4.8] the same after an absence', 50_485, { hasAbsences: true }],
  ['[R4.8] the same after a restore', 50_835, { hasAbsences: true, hasRestores: true }],
  ['[R4.8] the same in the first load', 50_026, { copies: 2 }],
  ['[R8.9] what had been overtaken in the life before the last', 50_044, { copies: 2, hasRestores: true }],
  ['[R5.5] a create sent again of a row removed and forgotten meanwhile', 60_390, { copies: 2 }],
  [
    '[R8.9] two edits of one life, one by a clock that runs ahead, beside a row that came back',
    1_795_773_098,
    { hasAbsences: true, hasRestores: true },
  ],
  ['[R6.6] a change whose number the other half of a copy used', 1_795_773_721, { copies: 2 }],
  [
    '[R10.6] a copy sends what a backup had that was not the one put back, and another has the row',
    1_795_773_058,
    { hasClaims: true, copies: 2, hasRestores: true },
  ],
  [
    '[R10.6] an edit had no answer before a restore, and another has the row since',
    1_795_773_142,
    { hasClaims: true, copies: 2, hasRestores: true },
  ],
  [
    '[R4.4] what came again under its old number since somebody had seen the row',
    970_037,
    { hasClaims: true, copies: 2, hasRestores: true },
  ],
  [
    '[R6.9] a removed row whose create had come again under a new number',
    50_023,
    { hasAbsences: true, hasRestores: true },
  ],
])('%s: whole, and final', async (_what, seed, options) => {
  expect((await runWorld(seed, options)).problems).toEqual([]);
});

test('the same seed gives the same history, another seed another', async () => {
  const [first, second, other] = [await runWorld(7), await runWorld(7), await runWorld(8)];
  expect(second.traceHash).toBe(first.traceHash);
  expect(second.lines).toEqual(first.lines);
  expect(other.traceHash).not.toBe(first.traceHash);
  expect(first.lines.length).toBeGreaterThan(500);
});

test('an entity more in the product makes no other history of any seed', async () => {
  const before = await runWorld(7);
  const extra = { extra: { ...entities.serving, name: 'extra' } };
  Object.assign(entities, extra);
  entityNames.splice(3, 0, 'extra' as 'serving');
  try {
    expect((await runWorld(7)).traceHash).toBe(before.traceHash);
  } finally {
    entityNames.splice(3, 1);
    Reflect.deleteProperty(entities, 'extra');
  }
  expect(entityNames).toEqual(Object.keys(entities));
});
