/** Start to usable: from a reload until the ready field has found a guest, beside a desk that knows few guests. */
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { startServer } from '../support/server-process.ts';
import { cardRows, createBenchSite, signIn, typeCode } from './bench-site.ts';
import { countCards } from './bootstrap.ts';
import { compared, type Figure } from './figures.ts';
import { lastName } from './guests.ts';

export interface StartOrder {
  readonly cards: number;
  /** Of the desk it is compared with. */
  readonly fewCards: number;
  readonly rounds: number;
}

export async function benchStart(order: StartOrder): Promise<Figure[]> {
  const server = await startServer();
  const desks: OpenDesk[] = [];
  async function enter(cards: number): Promise<OpenDesk> {
    const site = await createBenchSite(server.dataDir, cardRows(cards));
    const desk = await openDesk();
    desks.push(desk);
    await typeCode(desk.page, server.url, await site.code());
    await site.close();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('heading', { name: '请登录' }).waitFor({ timeout: 170_000 });
    await signIn(desk.page);
    const held = await countCards(desk.page);
    if (held !== cards) throw new Error(`Of ${cards} guest cards the desk holds ${held}.`);
    await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await desk.context.addInitScript(searchAtStart, lastName);
    return desk;
  }
  try {
    const many = await enter(order.cards);
    const few = await enter(order.fewCards);
    const rounds = [];
    // One start of each before the clock is looked at: the browser then has the code compiled, as on every day.
    for (let round = -1; round < order.rounds; round += 1) {
      const times = { baseline: await startOf(few), value: await startOf(many) };
      if (round >= 0) rounds.push(times);
    }
    return [
      {
        label: `start to usable with ${order.cards} guest cards`,
        unit: 'ms',
        ...compared(rounds),
        goal: { of: 'ratio', most: 1.5 },
        samples: `${order.rounds} reloads`,
      },
    ];
  } finally {
    for (const desk of desks) await desk.close();
    await server.end('SIGTERM');
  }
}

export interface StartedWindow extends Window {
  foundAt?: number;
}

/** In the page, from its first moment: types the name as soon as there is a field, and waits for the guest. */
export function searchAtStart(name: string): void {
  let typed = false;
  const look = () => {
    const field = document.querySelector<HTMLInputElement>('input[type=search][role=combobox]');
    if (field && !typed) {
      typed = true;
      // As React sees it typed.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, name);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const hit = [...document.querySelectorAll('[role=option]')].find((one) => one.textContent.includes(name));
    if (hit) (window as StartedWindow).foundAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** ms from a reload until the name is found. */
export async function startOf({ page, errors }: OpenDesk): Promise<number> {
  await page.bringToFront();
  await page.reload();
  await page.waitForFunction(() => (window as StartedWindow).foundAt !== undefined);
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return (await page.evaluate(() => (window as StartedWindow).foundAt)) ?? NaN;
}
