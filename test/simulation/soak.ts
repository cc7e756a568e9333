/**
 * `npm run soak [-- --minutes N] [--from SEED] [--kind WORD]`: worlds of every kind, or of those whose name has the
 * word, with new seeds until the time is over. A seed that is printed can be looked at again with `--from` it.
 */
import { parseArgs } from 'node:util';
import { runWorld, type WorldOptions } from './world.ts';

const kinds: Readonly<Record<string, Partial<WorldOptions>>> = {
  usual: {},
  copies: { copies: 2 },
  restores: { hasRestores: true },
  'copies and restores': { copies: 2, hasRestores: true },
  absences: { hasAbsences: true },
  'restores, and answers of ended lives': { hasRestores: true, answersOutlive: true, copies: 2 },
  'absences and restores': { hasAbsences: true, hasRestores: true },
  moves: { hasMoves: true },
  'moves of copies, and absences': { hasMoves: true, hasAbsences: true, copies: 2 },
  claims: { hasClaims: true },
  'claims, copies and restores': { hasClaims: true, copies: 2, hasRestores: true },
  'claims and moves': { hasClaims: true, hasMoves: true },
  merges: { hasMerges: true },
  'merges, copies and restores': { hasMerges: true, copies: 2, hasRestores: true },
  'merges, moves and absences': { hasMerges: true, hasMoves: true, hasAbsences: true },
  'moves and restores': { hasMoves: true, hasRestores: true },
  'bad network': { faultRate: 0.15 },
};

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    from: { type: 'string' },
    kind: { type: 'string', default: '' },
  },
});
const [minutes, from] = [Number(values.minutes), Number(values.from ?? Math.floor(Date.now() / 1_000))];
const asked = Object.entries(kinds).filter(([kind]) => kind.includes(values.kind));
if (asked.length === 0 || !(minutes > 0) || !Number.isSafeInteger(from) || from < 0) {
  process.stderr.write('Say it like this: npm run soak -- --minutes 10 --from 1 --kind moves\n');
  process.exit(2);
}

const until = performance.now() + minutes * 60_000;
let worlds = 0;
let failed = 0;
for (let seed = from; performance.now() < until; seed += 1) {
  for (const [kind, options] of asked) {
    const { problems } = await runWorld(seed, options);
    worlds += 1;
    if (problems.length === 0) continue;
    failed += 1;
    process.stdout.write(`seed ${seed}, ${kind}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  }
}
process.stdout.write(`${worlds} worlds from seed ${from} on, ${failed} with problems\n`);
process.exitCode = failed > 0 ? 1 : 0;
