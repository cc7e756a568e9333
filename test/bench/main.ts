/** `npm run bench [-- NAME …]`: measures, and prints a table. docs/benchmarks.md says what and why. */
import { buildRenderer } from '../../build/build-renderer.ts';
import { demoSizes } from '../../shared/rules/demo/generate-demo.ts';
import { serveBenchPage } from './bench-page.ts';
import { benchBootstrap } from './bootstrap.ts';
import { isMissed, tableOf, type Figure } from './figures.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchImport } from './import.ts';
import { benchJoining } from './joining.ts';
import { benchLarge } from './large.ts';
import { benchSaved } from './saved.ts';
import { benchSize } from './size.ts';
import { benchStart } from './start.ts';
import { benchVisible } from './visible.ts';

const cards = 100_000;
const rounds = 5;

const benchmarks: Readonly<Record<string, () => Promise<Figure[]>>> = {
  saved: () => onPage((host) => benchSaved(host, { cards: 1_000, rounds, perRound: 60, warmUp: 30 })),
  bootstrap: () => onPage((host) => benchBootstrap(host, { cards, rounds })),
  visible: () => benchVisible({ checkIns: 100, pushingDevices: 7, changesEach: 10_000 }),
  start: () => benchStart({ cards, fewCards: 100, rounds }),
  import: () => onPage((host) => benchImport(host, { rows: 10_000, rounds: 3 })),
  'import-large': () => onPage((host) => benchImport(host, { rows: cards, rounds: 1 })),
  joining: () => benchJoining({ rows: cards }),
  large: () =>
    benchLarge({
      ...{ size: demoSizes.large, few: demoSizes.normal, rounds },
      tell: ({ label, value, unit }) => say(`${label}: ${Math.round(value)} ${unit}`),
    }),
  duplicates: () => Promise.resolve(benchDuplicates({ size: demoSizes.large, rounds })),
  size: benchSize,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  say(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`);
  process.exit(2);
}
await buildRenderer(say);
const figures: Figure[] = [];
for (const [name, run] of Object.entries(benchmarks)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(`Measuring ${name} …`);
  figures.push(...(await run()));
}
say('');
for (const line of tableOf(figures)) say(line);
const missed = figures.filter(isMissed).length;
say(`\n${missed === 0 ? 'Every goal is reached.' : `${missed} of the goals missed.`}`);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function onPage<Value>(
  work: (host: Awaited<ReturnType<typeof serveBenchPage>>) => Promise<Value>,
): Promise<Value> {
  const host = await serveBenchPage();
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}
