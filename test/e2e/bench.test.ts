/**
 * The benchmarks in small, so that they still run, and count right, on the day someone wants to know. `start` and
 * `size` are left out for the time they take.
 */
import { demoSizes } from '../../shared/rules/demo/generate-demo.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveBenchPage, type BenchPageHost } from '../bench/bench-page.ts';
import { benchBootstrap } from '../bench/bootstrap.ts';
import { compared, isMissed, percentile, tableOf, type Figure } from '../bench/figures.ts';
import { benchImport } from '../bench/import.ts';
import { benchJoining } from '../bench/joining.ts';
import { benchLarge } from '../bench/large.ts';
import { benchSaved } from '../bench/saved.ts';
import { benchVisible } from '../bench/visible.ts';

let host: BenchPageHost;

beforeAll(async () => {
  host = await serveBenchPage();
});
afterAll(() => host.close());

test.each<[string, number, () => Promise<Figure[]>]>([
  ['saved', 1, () => benchSaved(host, { cards: 20, rounds: 1, perRound: 3, warmUp: 1 })],
  ['bootstrap', 2, () => benchBootstrap(host, { cards: 1_200, rounds: 1 })],
  ['import', 2, () => benchImport(host, { rows: 300, rounds: 1 })],
  ['joining', 4, () => benchJoining({ rows: 1_200 })],
  [
    'large',
    10,
    () => benchLarge({ size: { ...demoSizes.small, vehicles: 40 }, few: demoSizes.small, rounds: 1 }),
  ],
  ['visible', 4, () => benchVisible({ checkIns: 1, pushingDevices: 2, changesEach: 5 })],
])('%s measures what it says', async (_name, count, run) => {
  const figures = await run();
  expect(figures).toHaveLength(count);
  for (const { value, unit, ratio = 1 } of figures) {
    if (unit === 'tasks') expect(value).toBeGreaterThanOrEqual(0);
    else expect(value).toBeGreaterThan(0);
    expect(ratio).toBeGreaterThan(0);
  }
});

test('a figure is compared as the table says', () => {
  const twenty = Array.from({ length: 20 }, (_, at) => 20 - at);
  expect([percentile(twenty, 50), percentile(twenty, 95), percentile([7], 95)]).toEqual([10, 19, 7]);
  const rounds = [
    { value: 30, baseline: 10 },
    { value: 20, baseline: 20 },
    { value: 90, baseline: 45 },
  ];
  const figure: Figure = {
    ...{ label: 'x', unit: 'ms', samples: '3 rounds', ...compared(rounds) },
    goal: { of: 'ratio', most: 1.5 },
  };
  expect(figure).toMatchObject({ value: 30, baseline: 20, ratio: 2 });
  expect(isMissed(figure)).toBe(true);
  expect(isMissed({ ...figure, goal: { of: 'value', most: 30 } })).toBe(false);
  expect(tableOf([figure])[2]).toMatch(/\| x +\| 30\.0 ms +\| 20\.0 ms +\| 2\.00× \| ≤ 1\.5× \| missed/);
});
