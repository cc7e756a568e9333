/** A customer list until its last row is on the disk: the shipped import against raw writes of what it wrote. */
import { openDesk } from '../support/chromium.ts';
import type { BenchPageHost } from './bench-page.ts';
import { compared, median, type Figure } from './figures.ts';
import type { BenchWindow } from './page/main.ts';

export interface ImportBenchOrder {
  readonly rows: number;
  readonly rounds: number;
}

export async function benchImport(
  host: BenchPageHost,
  { rows, rounds }: ImportBenchOrder,
): Promise<Figure[]> {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, errors, close } = await openDesk();
    try {
      await host.open(page);
      const order = { rows, name: `import-${round}` };
      const time = await page.evaluate(
        (wanted) => (window as unknown as BenchWindow).bench.measureImport(wanted),
        order,
      );
      if (time.held.some((count) => count !== rows))
        throw new Error(`Of ${rows} cars there are ${JSON.stringify(time.held)}.`);
      if (errors.length > 0) throw new Error(errors.join('\n'));
      times.push(time);
    } finally {
      await close();
    }
  }
  const taken = compared(times.map(({ takeMs, rawMs }) => ({ value: takeMs, baseline: rawMs })));
  const perSecond = (ms: number) => Math.round((1000 * rows) / ms);
  const samples = `${rounds} rounds, fresh profiles`;
  return [
    {
      label: `import of ${rows} rows, ${perSecond(taken.value)} rows/s (raw ${perSecond(taken.baseline ?? 1)})`,
      ...{ unit: 'ms', ...taken, samples },
    },
    {
      label: '… until it is read and looked through',
      ...{ unit: 'ms', value: median(times.map(({ planMs }) => planMs)), samples },
    },
  ];
}
