/** Command to saved: the shipped path of a check-in against one raw strict transaction of the same rows. */
import { openDesk } from '../support/chromium.ts';
import type { BenchPageHost } from './bench-page.ts';
import { compared, median, type Figure } from './figures.ts';
import type { BenchWindow } from './page/main.ts';
import type { SavedOrder } from './page/saved.ts';

export async function benchSaved(host: BenchPageHost, order: SavedOrder): Promise<Figure[]> {
  const { page, errors, close } = await openDesk();
  try {
    await host.open(page);
    const times = await page.evaluate(
      (wanted) => (window as unknown as BenchWindow).bench.measureSaved(wanted),
      order,
    );
    const expected = order.warmUp + order.rounds * order.perRound;
    if (times.held.some((counts) => counts.some((count) => count !== expected)))
      throw new Error(`Of ${expected} check-ins there are ${JSON.stringify(times.held)}.`);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    const rounds = times.command.map((round, at) => ({
      value: median(round),
      baseline: median(times.raw[at] ?? []),
    }));
    return [
      {
        label: 'command to saved',
        unit: 'ms',
        ...compared(rounds),
        goal: { of: 'ratio', most: 1.5 },
        samples: `${order.rounds} rounds of ${order.perRound}`,
      },
    ];
  } finally {
    await close();
  }
}
