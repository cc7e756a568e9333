/** The list of customers from its first row to its last, and the tasks of the page meanwhile. */
import type { Page } from 'playwright';

export interface Scrolled {
  /** Tasks of the page's main thread over 50 ms, and the longest of them; 0 where there was none. */
  readonly tasks: number;
  readonly longest: number;
  /** Those that took the processor itself for so long, and the most that one took: others waited for their turn. */
  readonly ofProcessor: number;
  readonly longestOfProcessor: number;
  /** A step a frame. */
  readonly frames: number;
  /** Frames that showed a row without its content. */
  readonly late: number;
}

type Seen = Pick<Scrolled, 'tasks' | 'longest' | 'frames' | 'late'>;

/** As the browser itself counts a task as long. */
const longMs = 50;
/** Of the height of what is seen: a wheel turned hard. */
const screensPerStep = 4;

/** @param total rows of the whole list */
export async function scrollList(page: Page, total: number): Promise<Scrolled> {
  await page.getByRole('navigation').getByRole('link', { name: '客户', exact: true }).click();
  const list = page.getByRole('listbox', { name: '客户', exact: true });
  await list.locator(`[aria-setsize="${total}"]`).first().waitFor();
  // Where it was scrolled before, it stands at its end.
  await list.evaluate((scroller) => scroller.scrollTo({ top: 0 }));
  await list.locator('[role=option][aria-posinset="1"]').filter({ hasText: /\S/ }).waitFor();
  const scrolled = await traced(page, () =>
    list.evaluate(scrollThrough, { screens: screensPerStep, frames: null }),
  );
  if (scrolled.frames === 0) throw new Error('The list was not scrolled.');
  const last = list.locator(`[role=option][aria-posinset="${total}"]`);
  await last.filter({ hasText: /\S/ }).waitFor();
  return scrolled;
}

/** The same steps over an empty box of the same height, in the same page: what the browser itself takes. */
export async function scrollBlank(page: Page, frames: number): Promise<Scrolled> {
  const box = await page.evaluateHandle(() => {
    const outer = document.createElement('div');
    outer.style.cssText = 'position:fixed;inset:0;overflow:auto;background:white;z-index:9999';
    const inner = document.createElement('div');
    inner.style.height = '4400000px';
    outer.append(inner);
    document.body.append(outer);
    return outer;
  });
  const scrolled = await traced(page, () => box.evaluate(scrollThrough, { screens: screensPerStep, frames }));
  await box.evaluate((outer) => outer.remove());
  return scrolled;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the clock and of the processor, µs. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The same, with what the browser notes of each task of the page: how long the processor was at it. */
async function traced(page: Page, scroll: () => Promise<Seen>): Promise<Scrolled> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  const seen = await scroll();
  const isWhole = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await isWhole;
  await session.detach();
  const times = pageTasks(events).map(({ tdur = 0 }) => tdur / 1_000);
  if (times.length < seen.frames) throw new Error('The tasks of the page were not noted.');
  const long = times.filter((ms) => ms > longMs);
  return { ...seen, ofProcessor: long.length, longestOfProcessor: Math.max(...times) };
}

/** Of the renderer that had most to do: the page. */
function pageTasks(events: readonly TraceEvent[]): TraceEvent[] {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const isMain = ({ ph, name, args }: TraceEvent) =>
    ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain';
  const mains = new Set(events.filter(isMain).map(threadOf));
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'));
  const byThread = Map.groupBy(tasks, threadOf);
  const took = (of: readonly TraceEvent[]) => of.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  return [...mains].map((main) => byThread.get(main) ?? []).toSorted((a, b) => took(b) - took(a))[0] ?? [];
}

/** In the page. @param order at most so many frames, or all that it takes */
async function scrollThrough(
  scroller: Element,
  { screens, frames: most }: { readonly screens: number; readonly frames: number | null },
): Promise<Seen> {
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  let [frames, late] = [0, 0];
  const isAtEnd = () => scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
  while (!isAtEnd() && (most === null || frames < most)) {
    scroller.scrollTop += scroller.clientHeight * screens;
    await frame();
    frames += 1;
    const rows = [...scroller.querySelectorAll('[role=option]')];
    if (rows.some((row) => row.textContent === '')) late += 1;
  }
  // What was measured last is told with the next task.
  await frame();
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (const { duration } of observer.takeRecords()) tasks.push(duration);
  observer.disconnect();
  return { tasks: tasks.length, longest: Math.max(0, ...tasks), frames, late };
}
