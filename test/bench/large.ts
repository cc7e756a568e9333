/** The large dealership at one desk: keystrokes, start, memory, a list scrolled from end to end. */
import type { Page } from 'playwright';
import type { DemoSize } from '../../shared/rules/demo/generate-demo.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { startServer } from '../support/server-process.ts';
import { createBenchSite, signIn, typeCode } from './bench-site.ts';
import { countCards } from './bootstrap.ts';
import { demoRows, typedKeyByKey } from './demo-rows.ts';
import { compared, percentile, type Figure } from './figures.ts';
import { lastName } from './guests.ts';
import { holdGuests, keystrokeTimes, readsRows } from './keystrokes.ts';
import { rendererMegabytes } from './renderer-memory.ts';
import { scrollBlank, scrollList } from './scrolling.ts';
import { searchAtStart, startOf } from './start.ts';

export interface LargeOrder {
  readonly size: DemoSize;
  /** Of the desk it is compared with. */
  readonly few: DemoSize;
  /** Reloads; each word is typed as often. */
  readonly rounds: number;
  /** Each figure as it comes: all of them take minutes. */
  readonly tell?: (figure: Figure) => void;
}

interface Entered extends OpenDesk {
  readonly loadMs: number;
}

export async function benchLarge({ size, few, rounds, tell }: LargeOrder): Promise<Figure[]> {
  const server = await startServer();
  const now = Date.now();
  const desks: OpenDesk[] = [];
  async function enter(of: DemoSize): Promise<Entered> {
    const site = await createBenchSite(server.dataDir, demoRows(of, now));
    const desk = await openDesk();
    desks.push(desk);
    await typeCode(desk.page, server.url, await site.code());
    await site.close();
    const begun = Date.now();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('heading', { name: '请登录' }).waitFor({ timeout: 1_200_000 });
    const loadMs = Date.now() - begun;
    await signIn(desk.page);
    const held = await countCards(desk.page);
    if (held !== of.customers + 1) throw new Error(`Of ${of.customers + 1} guests the desk holds ${held}.`);
    return { ...desk, loadMs };
  }
  try {
    const little = await enter(few);
    const large = await enter(size);
    const figures: Figure[] = [];
    const note = (...some: Figure[]) => {
      figures.push(...some);
      for (const figure of some) tell?.(figure);
    };
    note(loadFigure(large, size));
    note(...(await searchFigures(large.page, typedKeyByKey(size, now), size, rounds)));
    note(await startFigure(large, little, rounds));
    note(memoryFigure(large, little));
    note(...(await scrollFigures(large.page, size, 'while a started search reads all rows')));
    await readsRows(large.page, size.customers + 1);
    note(...(await scrollFigures(large.page, size, 'at rest')));
    return figures;
  } finally {
    for (const desk of desks) await desk.close();
    await server.end('SIGTERM');
  }
}

function loadFigure({ loadMs }: Entered, { visits, inTheHouse }: DemoSize): Figure {
  return {
    label: `large: first load, with all ${visits + inTheHouse} visits`,
    ...{ unit: 'ms', value: loadMs, samples: 'once' },
  };
}

async function searchFigures(
  page: Page,
  typed: readonly string[],
  size: DemoSize,
  rounds: number,
): Promise<Figure[]> {
  const readMs = await readsRows(page, size.customers + 1);
  await holdGuests(page);
  const times = await keystrokeTimes(page, typed, rounds);
  const samples = `${times.length} keystrokes`;
  const at = (percent: number) => {
    const value = percentile(
      times.map(({ ranked }) => ranked),
      percent,
    );
    const baseline = percentile(
      times.map(({ plain }) => plain),
      percent,
    );
    return { value, baseline, ratio: value / baseline };
  };
  const goal = { of: 'value', most: 16 } as const;
  return [
    { label: 'large: keystroke to ranked results, p50', unit: 'ms', ...at(50), goal, samples },
    { label: '… p95', unit: 'ms', ...at(95), goal, samples },
    { label: 'large: until the search has read every row', unit: 'ms', value: readMs, samples: 'once' },
  ];
}

async function startFigure(large: OpenDesk, little: OpenDesk, rounds: number): Promise<Figure> {
  for (const { context, page } of [large, little]) {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await context.addInitScript(searchAtStart, lastName);
  }
  const times = [];
  // One start of each before the clock is looked at: the browser then has the code compiled, as on every day.
  for (let round = -1; round < rounds; round += 1) {
    const both = { baseline: await startOf(little), value: await startOf(large) };
    if (round >= 0) times.push(both);
  }
  const samples = `${rounds} reloads`;
  return { label: 'large: start to usable', unit: 'ms', ...compared(times), samples };
}

function memoryFigure(large: OpenDesk, little: OpenDesk): Figure {
  const [value, baseline] = [rendererMegabytes(large.profile), rendererMegabytes(little.profile)];
  const samples = 'page and workers, after the reloads';
  return { label: 'large: memory', unit: 'MB', value, baseline, ratio: value / baseline, samples };
}

async function scrollFigures(page: Page, size: DemoSize, when: string): Promise<Figure[]> {
  const list = await scrollList(page, size.customers + 1);
  const blank = await scrollBlank(page, list.frames);
  const goal = { of: 'value', most: 0 } as const;
  const samples = `${list.frames} steps, ${list.late} with a row still on its way`;
  return [
    {
      label: `large: tasks over 50 ms, list scrolled end to end ${when} (longest ${Math.round(list.longest)} ms)`,
      ...{ unit: 'tasks', value: list.tasks, baseline: blank.tasks, goal, samples },
    },
    {
      label: `… over 50 ms of the processor (longest ${Math.round(list.longestOfProcessor)} ms)`,
      ...{ unit: 'tasks', value: list.ofProcessor, baseline: blank.ofProcessor, goal, samples },
    },
  ];
}
