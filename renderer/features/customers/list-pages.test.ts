import { expect, test } from 'vitest';
import type { ListRequest, ListRow } from '../../../shared/rules/search/list-guests.ts';
import { createListPages, pageRows } from './list-pages.ts';

const request = { of: 'guests', query: '', filters: [], sort: null, isDescending: false } as const;
const all: ListRequest = { ...request, today: '2026-11-27', dayBegan: 0 };
const others: ListRequest = { ...all, query: 'zhang' };

/** A worker that answers in the order it is asked, when it is told to. */
function createWorker(total: number) {
  const waiting: { page: number; answer: () => void }[] = [];
  let name = 'a';
  return {
    asked: () => waiting.map(({ page }) => page),
    rename: (next: string) => void (name = next),
    async answer(count = Infinity) {
      for (const { answer } of waiting.splice(0, count)) answer();
      await Promise.resolve();
      await Promise.resolve();
    },
    list: ({ query }: ListRequest, { offset, limit }: { offset: number; limit: number }) =>
      new Promise<{ rows: ListRow[]; total: number }>((resolve) => {
        const said = `${name}${query}`;
        const count = Math.max(0, Math.min(limit, total - offset));
        const rows = Array.from(
          { length: count },
          (_, at) => ({ name: `${said} ${offset + at}` }) as ListRow,
        );
        waiting.push({ page: offset / pageRows, answer: () => resolve({ rows, total }) });
      }),
  };
}

function opened(total = 100_000) {
  const worker = createWorker(total);
  let shown = 0;
  const pages = createListPages({ list: worker.list, onShown: () => (shown += 1) });
  return { worker, pages, shown: () => shown };
}

test('nothing is known before the first answer; then what is in sight is there, and drawn once', async () => {
  const { worker, pages, shown } = opened();
  pages.look(all, 0, 20);
  expect([pages.total(), pages.rowAt(0), worker.asked()]).toEqual([undefined, undefined, [0]]);
  await worker.answer();
  expect([pages.total(), pages.rowAt(20)?.name, shown()]).toEqual([100_000, 'a 20', 1]);
});

test('in the direction of the scrolling rows are there before they are reached, and nothing is drawn for them', async () => {
  const { worker, pages, shown } = opened();
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 45, 65);
  expect(worker.asked()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await worker.answer();
  expect(pages.rowAt(850)?.name).toBe('a 850');
  expect(shown()).toBe(1);
  pages.look(all, 5_000, 5_020);
  await worker.answer();
  pages.look(all, 4_950, 4_970);
  expect(worker.asked()).toEqual([49, 48, 47, 46, 45, 44, 43, 42, 41].filter((page) => page < 50));
});

test('an answer that comes when its rows are past is kept, and asked for once', async () => {
  const { worker, pages } = opened();
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 100, 120);
  pages.look(all, 230, 250);
  const asked = worker.asked();
  expect(new Set(asked).size).toBe(asked.length);
  await worker.answer();
  expect(pages.rowAt(100)?.name).toBe('a 100');
  expect(pages.rowAt(250)?.name).toBe('a 250');
});

test('beyond the last row nothing is asked for, and of a long way only what is near is kept', async () => {
  const { worker, pages } = opened(5_050);
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 5_000, 5_049);
  expect(worker.asked()).toEqual([50]);
  await worker.answer();
  expect(pages.rowAt(5_049)?.name).toBe('a 5049');
  expect(pages.rowAt(0)).toBeUndefined();
});

test('another list takes the place of the one before with its first page, and late answers count no more', async () => {
  const { worker, pages } = opened();
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 50, 70);
  await worker.answer();
  pages.look(all, 900, 920);
  pages.look(others, 50, 70);
  expect(pages.rowAt(50)?.name).toBe('a 50');
  await worker.answer();
  expect(pages.rowAt(50)?.name).toBe('azhang 50');
  expect([pages.rowAt(150), pages.rowAt(950)]).toEqual([undefined, undefined]);
});

test('when rows changed, those in sight stay until they are answered anew, and all others are let go', async () => {
  const { worker, pages } = opened();
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 10, 30);
  await worker.answer();
  worker.rename('b');
  pages.renew();
  expect([pages.rowAt(10)?.name, pages.rowAt(300)]).toEqual(['a 10', undefined]);
  expect(worker.asked()).toEqual([0]);
  await worker.answer();
  expect(pages.rowAt(10)?.name).toBe('b 10');
});

test('an answer from before the change does not take the place of one from after it', async () => {
  const { worker, pages } = opened();
  pages.look(all, 0, 20);
  await worker.answer();
  pages.look(all, 90, 110);
  worker.rename('b');
  pages.renew();
  await worker.answer();
  expect([pages.rowAt(99)?.name, pages.rowAt(100)?.name]).toEqual(['b 99', 'b 100']);
  expect(pages.rowAt(300)).toBeUndefined();
});
