/**
 * The run against peers in small: CR Desk's part always, so that it still measures on the day someone wants to know;
 * the others where they are installed (`npm run bench:peers` does that), which no suite asks for.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure, measurements, noMemoryFigure } from '../bench/peers/measure.ts';
import { servePeerPages, type PeerPages } from '../bench/peers/pages.ts';
import { arePeersInstalled, systems } from '../bench/peers/systems.ts';
import { peerTable } from '../bench/peers/table.ts';
import { isBareShell } from '../support/chromium.ts';

const here = systems.filter(({ name }) => name === 'CR Desk' || arePeersInstalled());
const order = { cards: 300, changes: 20, samples: 2, queries: 5, cutOffMs: 120_000 };
let pages: PeerPages;

beforeAll(async () => {
  pages = await servePeerPages(here);
});
afterAll(() => pages.close());

test.each(here.map((system) => [system.name, system] as const))('%s is measured whole', async (_, system) => {
  const said: string[] = [];
  const cells = await measure(system, pages, order, (line) => said.push(line));
  expect(Object.keys(cells).sort(), said.join('\n')).toEqual(Object.keys(measurements).sort());
  const { memory, ...others } = cells;
  for (const cell of Object.values(others)) expect(cell, said.join('\n')).toBeTypeOf('number');
  if (await isBareShell()) expect(memory).toBe(noMemoryFigure);
  else expect(memory, said.join('\n')).toBeTypeOf('number');
});

test('first is the least of those that are as durable, and no figure is none', () => {
  const [ours, , , relaxed] = systems;
  if (!ours || !relaxed) throw new Error('unreachable');
  const other = { ...ours, name: 'Other' };
  const table = peerTable([
    { system: ours, cells: { bootstrap: 12_345, prefix: 2 } },
    { system: other, cells: { bootstrap: 'cut off after 10 min', prefix: 1.5 } },
    { system: relaxed, cells: { bootstrap: 10, prefix: 0.1 } },
  ]);
  expect(table.slice(2, 4)).toEqual([
    '| first load, until found after a reload | 12.3 s | cut off after 10 min | 10.0 ms | CR Desk |',
    '| name prefix, p50 | 2.0 ms | 1.5 ms | 0.1 ms | Other |',
  ]);
  expect(table[4]).toBe('| memory of the page | not reached | not reached | not reached |  |');
});
