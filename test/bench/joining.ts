/** A PC that worked without a server joins one: all its rows, from the code's Enter until the comparison says equal. */
import type { Page } from 'playwright';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { newSite } from '../support/new-site.ts';
import { openJoining, setUpAlone, typeJoinCode } from '../support/pc-alone.ts';
import { countsOf, fillAlone, rowsAlone } from '../support/rows-alone.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { typeCode } from './bench-site.ts';
import type { Figure } from './figures.ts';
import { rendererMegabytes } from './renderer-memory.ts';

export interface JoiningOrder {
  /** Customers with cards and cars, visits and what was served, as the demonstration has them. */
  readonly rows: number;
}

/** Of what is measured and of its baseline: what a desk that comes new loads of the very same rows. */
interface Course {
  readonly ms: number;
  /** Of page and workers, the most that was seen. */
  readonly megabytes: number;
}

interface Joining extends Course {
  /** Until the PC is a desk of the site, and may be worked at. */
  readonly preparedMs: number;
  readonly tasks: LongTasks;
}

interface LongTasks {
  readonly count: number;
  /** ms */
  readonly longest: number;
}

const patience = { timeout: 3_600_000 };

export async function benchJoining({ rows }: JoiningOrder): Promise<Figure[]> {
  const server = await startServer();
  const desks: OpenDesk[] = [];
  const open = async () => {
    const desk = await openDesk();
    desks.push(desk);
    return desk;
  };
  try {
    const site = await newSite(server.dataDir, ['office', 'office']);
    const [joinCode = '', loadCode = ''] = site.codes;
    const joined = await join(await open(), server, { rows, code: joinCode });
    const loaded = await load(await open(), server, { rows, code: loadCode });
    return figuresOf(rows, joined, loaded);
  } finally {
    for (const desk of desks) await desk.close();
    await server.end('SIGTERM');
  }
}

interface Way {
  readonly rows: number;
  readonly code: string;
}

async function join(desk: OpenDesk, { url }: ServerProcess, { rows, code }: Way): Promise<Joining> {
  const { page } = desk;
  await page.goto(url);
  await setUpAlone(page, '吉安小店');
  await fillAlone(page, rows);
  await page.reload();
  await openJoining(page);
  await page.evaluate(watchLongTasks);
  const memory = watchMemory(desk);
  const begun = Date.now();
  await typeJoinCode(page, code);
  const heading = page.getByRole('heading', { name: /^本机数据(正在传到|已全部传到)服务器$/ });
  await heading.waitFor(patience);
  const preparedMs = Date.now() - begun;
  await page.getByText('数量与校验值全部一致。').waitFor(patience);
  const ms = Date.now() - begun;
  if (desk.errors.length > 0) throw new Error(desk.errors.join('\n'));
  return { ms, preparedMs, megabytes: memory.most(), tasks: await page.evaluate(longTasks) };
}

async function load(desk: OpenDesk, { url }: ServerProcess, { rows, code }: Way): Promise<Course> {
  await typeCode(desk.page, url, code);
  const memory = watchMemory(desk);
  const begun = Date.now();
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('heading', { name: '请登录' }).waitFor(patience);
  const ms = Date.now() - begun;
  const held = await countRows(desk.page, [...countsOf(rowsAlone(rows)).keys()]);
  const missing = [...countsOf(rowsAlone(rows))].filter(([entity, count]) => (held[entity] ?? 0) < count);
  if (missing.length > 0) throw new Error(`The desk that came new lacks rows of ${missing.join(', ')}.`);
  return { ms, megabytes: memory.most() };
}

function figuresOf(rows: number, joined: Joining, loaded: Course): Figure[] {
  const perSecond = Math.round((1_000 * rows) / joined.ms);
  const samples = 'once';
  return [
    {
      label: `joining with ${rows} rows, until counts and checksums are equal, ${perSecond} rows/s`,
      ...{ unit: 'ms', value: joined.ms, baseline: loaded.ms, ratio: joined.ms / loaded.ms, samples },
    },
    { label: '… until it may be worked at', unit: 'ms', value: joined.preparedMs, samples },
    {
      label: '… memory, the most',
      ...{ unit: 'MB', value: joined.megabytes, baseline: loaded.megabytes, samples },
      ratio: joined.megabytes / loaded.megabytes,
    },
    {
      label: `… tasks of the page over 50 ms (longest ${Math.round(joined.tasks.longest)} ms)`,
      ...{ unit: 'tasks', value: joined.tasks.count, samples },
    },
  ];
}

function countRows(page: Page, names: readonly string[]): Promise<Record<string, number>> {
  return page.evaluate(
    (stores) =>
      new Promise<Record<string, number>>((resolve) => {
        const opening = indexedDB.open('cr-desk');
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction([...stores]);
          const counting = stores.map((store) => [store, reading.objectStore(store).count()] as const);
          reading.addEventListener('complete', () => {
            opening.result.close();
            resolve(Object.fromEntries(counting.map(([store, asked]) => [store, asked.result])));
          });
        });
      }),
    names,
  );
}

type Watched = Window & { longTaskMs?: number[] };

function watchLongTasks(): void {
  const seen: number[] = ((window as Watched).longTaskMs = []);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.push(duration);
  }).observe({ type: 'longtask' });
}

function longTasks(): LongTasks {
  const seen = (window as Watched).longTaskMs ?? [];
  return { count: seen.length, longest: Math.max(0, ...seen) };
}

const everyMs = 500;

function watchMemory({ profile }: OpenDesk): { most(): number } {
  let most = rendererMegabytes(profile);
  const timer = setInterval(() => (most = Math.max(most, rendererMegabytes(profile))), everyMs);
  timer.unref();
  return {
    most() {
      clearInterval(timer);
      return most;
    },
  };
}
