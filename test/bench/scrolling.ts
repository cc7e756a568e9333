/** The list of customers from its first row to its last, and the tasks of the page meanwhile. */
import type { Page } from 'playwright';

export interface Scrolled {
  /** Tasks of the page's main thread over 50 ms, and the longest of them; 0 where there was none. */
  readonly tasks: number;
  readonly longest: number;
  /** A step a frame. */
  readonly frames: number;
  /** Frames that showed a row without its content. */
  readonly late: number;
}

/** Of the height of what is seen: a wheel turned hard. */
const screensPerStep = 4;

/** @param total rows of the whole list */
export async function scrollList(page: Page, total: number): Promise<Scrolled> {
  await page.getByRole('navigation').getByRole('link', { name: '客户', exact: true }).click();
  const list = page.getByRole('listbox', { name: '客户', exact: true });
  await list.locator(`[aria-setsize="${total}"]`).first().waitFor();
  const scrolled = await list.evaluate(scrollThrough, { screens: screensPerStep, frames: null });
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
  const scrolled = await box.evaluate(scrollThrough, { screens: screensPerStep, frames });
  await box.evaluate((outer) => outer.remove());
  return scrolled;
}

/** In the page. @param order at most so many frames, or all that it takes */
async function scrollThrough(
  scroller: Element,
  { screens, frames: most }: { readonly screens: number; readonly frames: number | null },
): Promise<Scrolled> {
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
