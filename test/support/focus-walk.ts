/** Where Tab leads on a page: each stop, whether it can be seen there, and what it never reaches. */
import type { Page } from 'playwright';

export interface FocusWalk {
  /** What stood in the focus, in order. */
  readonly stops: readonly string[];
  /** Stops whose focus changes nothing that a person sees, or that lie off the screen. */
  readonly unseen: readonly string[];
  /** What a pointer can use and Tab did not reach. */
  readonly missed: readonly string[];
  /** Stops that came before one they stand after in the page. */
  readonly outOfOrder: readonly string[];
  /** Whether Tab came back to where it began. */
  readonly isRound: boolean;
}

interface Stop {
  readonly name: string;
  readonly position: number;
  readonly isSeen: boolean;
  /** The beginning again, or the browser's own controls after the last. */
  readonly isEnd: boolean;
}

export async function walkByTab(page: Page): Promise<FocusWalk> {
  await page.evaluate(whenStill);
  await page.evaluate(prepare);
  const stops: Stop[] = [];
  for (let steps = 0; steps < 150; steps += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(readStop);
    if (stop.isEnd) break;
    // A field for a time has several parts.
    if (stop.position !== stops.at(-1)?.position) stops.push(stop);
  }
  return {
    stops: stops.map(({ name }) => name),
    unseen: stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name),
    outOfOrder: stops
      .filter(({ position }, at) => position < (stops[at - 1]?.position ?? -1))
      .map(({ name }) => name),
    isRound: stops.length < 150,
    missed: await page.evaluate(readMissed),
  };
}

/** Parts of a page are read from the disk one by one: what came in the middle of the walk would have no place in it. */
function whenStill(): Promise<void> {
  return new Promise((resolve) => {
    const seen = { count: -1, frames: 0 };
    const look = () => {
      const count = document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]').length;
      seen.frames = count === seen.count ? seen.frames + 1 : 0;
      seen.count = count;
      if (seen.frames < 30) requestAnimationFrame(look);
      else resolve();
    };
    look();
  });
}

/** Marks what can be used in the order of the page, and keeps how each looks without the focus. */
function prepare(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const looks = new Map<Element, string>();
  const usable = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';
  for (const [position, element] of [...document.querySelectorAll<HTMLElement>(usable)].entries()) {
    element.dataset['walk'] = String(position);
    looks.set(element, look(element));
  }
  document.body.tabIndex = -1;
  document.body.focus();
  Object.assign(window, { walk: { looks, look, visited: new Set<Element>() } });

  /** Of the element and what is drawn around or beside it. */
  function look(element: Element): string {
    const drawn = [element, element.parentElement, element.nextElementSibling];
    return drawn
      .map((one) => {
        if (!one) return '';
        const { outline, boxShadow, borderColor, backgroundColor, top } = getComputedStyle(one);
        return [outline, boxShadow, borderColor, backgroundColor, one === element ? top : ''].join();
      })
      .join('|');
  }
}

interface Walk {
  readonly looks: Map<Element, string>;
  readonly look: (element: Element) => string;
  readonly visited: Set<Element>;
}

function readStop(): Stop {
  const { looks, look, visited } = (window as unknown as { walk: Walk }).walk;
  const last = [...visited].at(-1);
  const element = document.activeElement;
  const isEnd =
    !(element instanceof HTMLElement) ||
    element === document.body ||
    (visited.has(element) && element !== last);
  if (isEnd) return { name: '', position: -1, isSeen: true, isEnd };
  visited.add(element);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const isOnScreen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const name = element.ariaLabel ?? (element as HTMLInputElement).labels?.[0]?.innerText ?? element.innerText;
  return {
    name: `${element.tagName} ${name.trim().slice(0, 40)}`,
    position: Number(element.dataset['walk'] ?? -1),
    isSeen: isOnScreen && looks.get(element) !== look(element),
    isEnd,
  };
}

/** Of a group of radio buttons Tab reaches one; what has `tabindex=-1` has another way by design. */
function readMissed(): string[] {
  const { looks, visited } = (window as unknown as { walk: Walk }).walk;
  return [...looks.keys()]
    .filter((element) => element instanceof HTMLElement && !visited.has(element))
    .filter((element) => (element as HTMLElement).tabIndex >= 0 && element.checkVisibility())
    .filter((element) => !(element instanceof HTMLInputElement && element.type === 'radio'))
    .map((element) => `${element.tagName} ${(element as HTMLElement).innerText.slice(0, 40)}`);
}
