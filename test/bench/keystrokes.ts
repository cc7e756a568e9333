/** The shipped search worker, asked as the field asks it, beside a plain scan of the same guests. */
import type { Page } from 'playwright';
import type { SearchAnswer, SearchMessage } from '../../renderer/data/search/search-client.ts';

export interface KeystrokeTime {
  /** From the question until the ranked hits are back in the page, ms. */
  readonly ranked: number;
  /** Of a plain scan that neither ranks nor knows pinyin, ms. */
  readonly plain: number;
}

interface PlainGuest {
  readonly name: string;
  readonly phoneLast4: string;
  readonly cars: readonly { readonly plate: string; readonly vin: string }[];
}

interface SearchWindow extends Window {
  benchSearch?: { ask(query: string): Promise<number>; readonly guests: readonly PlainGuest[] };
}

/**
 * Starts a search of its own on the desk's database. The desk's own, which began before, has read every row by then.
 * @returns ms until it has read every row of it
 */
export async function readsRows(page: Page, guests: number): Promise<number> {
  const isSearch = (url: string) => /search-worker/.test(url);
  const url = page
    .workers()
    .map((worker) => worker.url())
    .find(isSearch);
  if (url === undefined) throw new Error('The desk has no search worker.');
  const ms = await page.evaluate(
    async ([address, wanted]) => {
      const begun = performance.now();
      const worker = new Worker(address, { type: 'module' });
      const waiting = new Map<number, () => void>();
      const read = new Promise<void>((resolve) => {
        worker.addEventListener('message', ({ data }: MessageEvent<SearchAnswer>) => {
          if (data.type === 'changed' && data.size >= wanted) resolve();
          if (data.type === 'result') waiting.get(data.requestId)?.();
        });
      });
      worker.postMessage({ type: 'open', databaseName: 'cr-desk' } satisfies SearchMessage);
      await read;
      let lastId = 0;
      const ask = async (query: string) => {
        lastId += 1;
        const requestId = lastId;
        const asked = performance.now();
        await new Promise<void>((resolve) => {
          waiting.set(requestId, resolve);
          worker.postMessage({ type: 'query', requestId, query, limit: 20 } satisfies SearchMessage);
        });
        return performance.now() - asked;
      };
      (window as SearchWindow).benchSearch = { ask, guests: [] };
      return performance.now() - begun;
    },
    [url, guests] as const,
  );
  return ms;
}

/** For the plain scan. */
export async function holdGuests(page: Page): Promise<void> {
  await page.evaluate(holdInPage);
}

/** The very guests, as a plain array in the page. */
async function holdInPage(): Promise<void> {
  const all = (db: IDBDatabase, store: string) =>
    new Promise<Record<string, string | null>[]>((resolve, reject) => {
      const asking = db.transaction(store).objectStore(store).getAll();
      asking.addEventListener('success', () => resolve(asking.result as Record<string, string | null>[]));
      asking.addEventListener('error', () => reject(asking.error ?? new Error(store)));
    });
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('cr-desk');
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
  });
  const cars = Map.groupBy(await all(db, 'vehicle'), (car) => car['customerId']);
  const guests = (await all(db, 'guestCard')).map((card) => ({
    name: card['name'] ?? '',
    phoneLast4: card['phoneLast4'] ?? '',
    cars: (cars.get(card['customerId']) ?? []).map(({ plate, vin }) => ({
      plate: plate ?? '',
      vin: vin ?? '',
    })),
  }));
  db.close();
  const search = (window as SearchWindow).benchSearch;
  if (search) (window as SearchWindow).benchSearch = { ...search, guests };
}

/** Each word once without being counted, then as often as said; question and scan take turns. */
export function keystrokeTimes(
  page: Page,
  typed: readonly string[],
  rounds: number,
): Promise<KeystrokeTime[]> {
  return page.evaluate(
    async ([words, times]) => {
      const search = (window as SearchWindow).benchSearch;
      if (!search) throw new Error('The search has not begun.');
      const scan = (query: string) => {
        const begun = performance.now();
        const code = query.toUpperCase();
        const found = search.guests.filter(
          ({ name, phoneLast4, cars }) =>
            name.includes(query) ||
            phoneLast4.includes(query) ||
            cars.some(({ plate, vin }) => plate.includes(code) || vin.includes(code)),
        );
        const ms = performance.now() - begun;
        return found.length > search.guests.length ? NaN : ms;
      };
      const taken: KeystrokeTime[] = [];
      for (let round = -1; round < times; round += 1)
        for (const word of words) {
          const time = { ranked: await search.ask(word), plain: scan(word) };
          if (round >= 0) taken.push(time);
        }
      return taken;
    },
    [typed, rounds] as const,
  );
}
