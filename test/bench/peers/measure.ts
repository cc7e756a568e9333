/** One and the same run for each system, in real browsers with profiles on the disk. */
import type { Page } from 'playwright';
import { openDesk, type OpenDesk } from '../../support/chromium.ts';
import { percentile } from '../figures.ts';
import { benchCard } from '../guests.ts';
import type { FlatCard, PeerPlace, PeerWindow, Written } from './client.ts';
import type { PeerPages } from './pages.ts';
import type { System } from './systems.ts';

export interface PeerOrder {
  /** Of the first load, the queries and the memory. */
  readonly cards: number;
  /** Made offline, each to a card of its own: so many cards have the two clients of these measurements. */
  readonly changes: number;
  readonly samples: number;
  readonly queries: number;
  /** For each measurement. */
  readonly cutOffMs: number;
}

export const measurements = {
  bootstrap: 'first load, until found after a reload',
  prefix: 'name prefix, p50',
  memory: 'memory of the page',
  visible50: 'commit to visible, p50',
  visible95: '… p95',
  called50: 'call to visible, p50',
  called95: '… p95',
  pushed: 'offline changes, until seen',
} as const;
export type Measurement = keyof typeof measurements;

/** A figure (ms; bytes for `memory`), or why there is none. */
/** Of a browser that cannot tell. */
export const noMemoryFigure = 'not told by this browser';

export type Cells = Partial<Record<Measurement, number | string>>;

const limit = 20;

export async function measure(
  system: System,
  pages: PeerPages,
  order: PeerOrder,
  tell: (line: string) => void,
): Promise<Cells> {
  const cells: Cells = {};
  const run: Run = { system, pages, order, cells, tell };
  await among(run, order.cards, 1, firstLoad);
  await among(run, order.changes, 2, twoClients);
  return cells;
}

interface Run {
  readonly system: System;
  readonly pages: PeerPages;
  readonly order: PeerOrder;
  readonly cells: Cells;
  tell(line: string): void;
}

interface Client {
  readonly desk: OpenDesk;
  readonly page: Page;
  readonly place: PeerPlace;
}

/** A server with so many cards, and clients that know nothing yet. */
async function among(
  run: Run,
  cards: number,
  count: number,
  work: (run: Run, clients: readonly Client[]) => Promise<void>,
): Promise<void> {
  const server = await run.system.start(cards, run.pages.origin);
  const desks: OpenDesk[] = [];
  try {
    const clients: Client[] = [];
    for (let at = 0; at < count; at += 1) {
      const desk = await openDesk();
      desks.push(desk);
      desk.page.on('console', (message) => {
        const text = message.text();
        // PouchDB asks for checkpoints that are not there yet, and the browser for an icon.
        if (message.type() !== 'error' || text.includes('status of 404')) return;
        run.tell(`${run.system.name} says: ${text.slice(0, 300)}`);
      });
      clients.push({ desk, page: desk.page, place: await server.place() });
    }
    await work(run, clients);
    for (const error of desks.flatMap((desk) => desk.errors)) run.tell(`${run.system.name} threw: ${error}`);
  } finally {
    for (const desk of desks) await desk.close();
    await server.end();
  }
}

async function firstLoad(run: Run, [client]: readonly Client[]): Promise<void> {
  if (!client) throw new Error('unreachable');
  const { order, cells, pages, system } = run;
  const last = flatCard(order.cards - 1, order.cards);
  const isLoaded = await step(run, ['bootstrap'], async () => {
    await load(client, pages.urlOf(system));
    const begun = Date.now();
    await fill(client, last, order.cards);
    await load(client, pages.urlOf(system));
    await waitFor(client.page, last);
    cells.bootstrap = Date.now() - begun;
    const held = await client.page.evaluate(() => (window as unknown as PeerWindow).peer.count());
    if (held !== order.cards) throw new Error(`Of ${order.cards} cards ${system.name} holds ${held}.`);
    await startSync(client.page);
  });
  if (!isLoaded) return;
  await step(run, ['prefix'], async () => {
    const typed = beginnings(order.queries + 1, order.cards);
    const times = await client.page.evaluate(
      ([some, most]) => (window as unknown as PeerWindow).peer.timePrefixes(some, most),
      [typed, limit] as const,
    );
    run.tell(`${system.name}: the first query took ${Math.round(times[0] ?? 0)} ms.`);
    cells.prefix = percentile(times.slice(1), 50);
  });
  await step(run, ['memory'], async () => {
    // Chromium's bare shell has no such figure, and says so by this error; another is a failure.
    cells.memory = await client.page.evaluate(async (none) => {
      const measured = performance as unknown as {
        measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
      };
      try {
        return (await measured.measureUserAgentSpecificMemory()).bytes;
      } catch (error) {
        if (crossOriginIsolated && (error as Error).name === 'SecurityError') return none;
        throw error;
      }
    }, noMemoryFigure);
  });
}

async function twoClients(run: Run, [here, there]: readonly Client[]): Promise<void> {
  if (!here || !there) throw new Error('unreachable');
  const { order, cells, pages, system } = run;
  const visible = ['visible50', 'visible95', 'called50', 'called95'] as const;
  const isVisible = await step(run, visible, async () => {
    for (const client of [here, there]) {
      await load(client, pages.urlOf(system));
      await fill(client, flatCard(order.changes - 1, order.changes), order.changes);
    }
    const samples: Sample[] = [];
    for (let at = 0; at < order.samples; at += 1) samples.push(await sample(here, there, at, order.changes));
    const of = (from: 'begunAt' | 'committedAt', percent: number) =>
      percentile(
        samples.map((one) => one.seenAt - one[from]),
        percent,
      );
    cells.visible50 = of('committedAt', 50);
    cells.visible95 = of('committedAt', 95);
    cells.called50 = of('begunAt', 50);
    cells.called95 = of('begunAt', 95);
  });
  if (!isVisible) return;
  await step(run, ['pushed'], async () => {
    await load(here, pages.urlOf(system));
    const ids = Array.from({ length: order.changes }, (_, at) => benchCard(at, order.changes).id);
    const note = 'offline';
    await here.page.evaluate(
      ([some, text]) => (window as unknown as PeerWindow).peer.writeNotes(some, text),
      [ids, note] as const,
    );
    const begun = Date.now();
    await startSync(here.page);
    await there.page.evaluate(
      ([some, text]) => (window as unknown as PeerWindow).peer.whenNoted(some, text),
      [ids, note] as const,
    );
    cells.pushed = Date.now() - begun;
  });
}

interface Sample extends Written {
  readonly seenAt: number;
}

async function sample(here: Client, there: Client, at: number, cards: number): Promise<Sample> {
  const { id } = benchCard((at * 37) % cards, cards);
  const asked = [id, `sample ${at}`] as const;
  await there.page.evaluate(([one, text]) => (window as unknown as PeerWindow).peer.watch(one, text), asked);
  const written = await here.page.evaluate(
    ([one, text]) => (window as unknown as PeerWindow).peer.writeNotes([one], text),
    asked,
  );
  const seenAt = await there.page.evaluate(() => (window as unknown as PeerWindow).peer.seenAt());
  return { ...written, seenAt };
}

/** What does not come is cut off. @returns whether it came */
async function step(run: Run, of: readonly Measurement[], work: () => Promise<void>): Promise<boolean> {
  const { cells, order, system, tell } = run;
  tell(`${system.name}: ${measurements[of[0] as Measurement]} …`);
  let timer: NodeJS.Timeout | undefined;
  const cutOff = new Promise<'cut off'>((resolve) => {
    timer = setTimeout(() => resolve('cut off'), order.cutOffMs);
  });
  const done = work();
  try {
    if ((await Promise.race([done, cutOff])) !== 'cut off') return true;
    // The browser is closed under it.
    done.catch(() => undefined);
    for (const one of of) cells[one] = `cut off after ${order.cutOffMs / 60_000} min`;
  } catch (error) {
    tell(`${system.name}: ${String(error)}`);
    for (const one of of) cells[one] = 'failed';
  } finally {
    clearTimeout(timer);
  }
  return false;
}

/** Different ones: some remember what they answered before. */
function beginnings(count: number, cards: number): string[] {
  const found = new Set<string>();
  for (let at = 0; at < cards && found.size < count; at += 1)
    found.add(benchCard(at, cards).data.name.slice(0, 2));
  return [...found];
}

async function load({ page, place }: Client, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'peer' in window);
  await page.evaluate((given) => (window as unknown as PeerWindow).peer.open(given), place);
}

async function fill({ page }: Client, last: FlatCard, cards: number): Promise<void> {
  await startSync(page);
  await page.evaluate(([card, count]) => (window as unknown as PeerWindow).peer.whenLoaded(card, count), [
    last,
    cards,
  ] as const);
}

function startSync(page: Page): Promise<void> {
  return page.evaluate(() => (window as unknown as PeerWindow).peer.startSync());
}

async function waitFor(page: Page, { customerId }: FlatCard): Promise<void> {
  const isFound = await page.evaluate(
    (id) => (window as unknown as PeerWindow).peer.hasCustomer(id),
    customerId ?? '',
  );
  if (!isFound) throw new Error('After the reload the last card is not found.');
}

function flatCard(at: number, count: number): FlatCard {
  const { id, data } = benchCard(at, count);
  return { ...data, id };
}
