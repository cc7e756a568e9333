/** The first load: from the enrolment's Enter until an indexed query on the device finds the last guest card. */
import type { Page } from 'playwright';
import { openDesk } from '../support/chromium.ts';
import { startServer } from '../support/server-process.ts';
import type { BenchPageHost } from './bench-page.ts';
import { cardRows, createBenchSite, typeCode } from './bench-site.ts';
import { compared, median, type Figure } from './figures.ts';
import { benchCard } from './guests.ts';
import type { BenchWindow } from './page/main.ts';

export interface BootstrapOrder {
  readonly cards: number;
  readonly rounds: number;
}

/** As the application writes them (shared/sync/device/apply-pull.ts). */
const perTransaction = 1_000;

export async function benchBootstrap(host: BenchPageHost, order: BootstrapOrder): Promise<Figure[]> {
  const server = await startServer();
  try {
    const site = await createBenchSite(server.dataDir, cardRows(order.cards));
    const rounds = [];
    for (let round = 0; round < order.rounds; round += 1) {
      const baseline = await rawWrites(host, order.cards);
      rounds.push({ baseline, ...(await firstLoad(server.url, await site.code(), order.cards)) });
    }
    await site.close();
    const samples = `${order.rounds} rounds, fresh profiles`;
    return [
      {
        label: `first load of ${order.cards} guest cards`,
        unit: 'ms',
        ...compared(rounds),
        goal: { of: 'ratio', most: 1.5 },
        samples,
      },
      {
        label: '… until the sign-in page stands',
        unit: 'ms',
        value: median(rounds.map((round) => round.usable)),
        samples,
      },
    ];
  } finally {
    await server.end('SIGTERM');
  }
}

async function rawWrites(host: BenchPageHost, cards: number): Promise<number> {
  const desk = await openDesk();
  try {
    await host.open(desk.page);
    const { ms, held } = await desk.page.evaluate(
      (order) => (window as unknown as BenchWindow).bench.writeRaw(order),
      { cards, perTransaction },
    );
    if (held !== cards) throw new Error(`Of ${cards} raw rows there are ${held}.`);
    return ms;
  } finally {
    await desk.close();
  }
}

async function firstLoad(url: string, code: string, cards: number) {
  const desk = await openDesk();
  try {
    await typeCode(desk.page, url, code);
    const begun = Date.now();
    await desk.page.keyboard.press('Enter');
    const foundAt = await lastCardFound(desk.page, benchCard(cards - 1, cards).data.customerId ?? '');
    await desk.page.getByRole('heading', { name: '请登录' }).waitFor();
    const usable = Date.now() - begun;
    const held = await countCards(desk.page);
    if (held !== cards) throw new Error(`Of ${cards} guest cards the desk holds ${held}.`);
    if (desk.errors.length > 0) throw new Error(desk.errors.join('\n'));
    return { value: foundAt - begun, usable };
  } finally {
    await desk.close();
  }
}

/** When the query first finds it, by the clock that browser and benchmark share. */
function lastCardFound(page: Page, customerId: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('cr-desk');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const look = () => {
            const store = db.transaction('guestCard').objectStore('guestCard');
            const asked = store.index('customerId').getKey(wanted);
            asked.addEventListener('success', () => {
              if (asked.result === undefined) return void setTimeout(look, 25);
              db.close();
              resolve(Date.now());
            });
          };
          look();
        });
      }),
    customerId,
  );
}

export function countCards(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('cr-desk');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
        opening.addEventListener('success', () => {
          const counting = opening.result.transaction('guestCard').objectStore('guestCard').count();
          counting.addEventListener('success', () => {
            opening.result.close();
            resolve(counting.result);
          });
        });
      }),
  );
}
