import 'fake-indexeddb/auto';
import { Dexie, liveQuery } from 'dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepOpen, type OpenKeeper } from './keep-open.ts';

let isAway: boolean;
let openings: number;
let db: Dexie;
let keeper: OpenKeeper;
const onBack = vi.fn<() => void>();
const onFailed = vi.fn(async (_error: unknown, _tries: number) => 'rest' as 'rest' | 'again' | 'end');

beforeEach(async (context) => {
  onBack.mockClear();
  onFailed.mockClear();
  [isAway, openings] = [false, 0];
  db = new Dexie(context.task.name, {
    indexedDB: {
      open(...asked: Parameters<IDBFactory['open']>) {
        openings += 1;
        if (isAway) throw Object.assign(new Error('Internal error.'), { name: 'UnknownError' });
        return indexedDB.open(...asked);
      },
    },
    IDBKeyRange,
  });
  db.version(1).stores({ cup: 'id' });
  await db.table('cup').put({ id: 'tea' });
  keeper = keepOpen({ db, read: () => db.table('cup').count(), onFailed, onBack });
});
afterEach(() => {
  keeper.stop();
  vi.useRealTimers();
});

const patience = { timeout: 20_000 };

/** As the browser does: Dexie hears of it, and nobody asked for it. */
function closeByForce(): void {
  db.close({ disableAutoOpen: false });
}

test('a database that stays away is tried less and less often, by one hand alone', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  isAway = true;
  openings = 0;
  closeByForce();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onFailed.mock.calls.map(([, tries]) => tries)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  // Dexie itself asks three times more where the browser gives no reason.
  expect(openings).toBe(10 + 3);
  expect(onBack).not.toHaveBeenCalled();
});

test('once it opens, what was asked meanwhile is answered', async () => {
  isAway = true;
  closeByForce();
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(2), patience);
  const answers: number[] = [];
  const asking = liveQuery(() => db.table('cup').count()).subscribe((count) => answers.push(count));
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(3), patience);
  isAway = false;
  await vi.waitFor(() => expect(answers).toEqual([1]), patience);
  expect(onBack).toHaveBeenCalledTimes(1);
  asking.unsubscribe();
});

test('a person does not wait for its turn', async () => {
  isAway = true;
  onFailed.mockImplementationOnce(async () => {
    isAway = false;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return 'rest';
  });
  closeByForce();
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalled(), patience);
  keeper.tryNow();
  await vi.waitFor(() => expect(onBack).toHaveBeenCalled(), { ...patience, interval: 0 });
});

test('one that comes and goes is tried no oftener than one that stays away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  keeper.stop();
  let reads = 0;
  const read = async () => void (reads += 1);
  const open = { on: db.on, open: async () => undefined, hasBeenClosed: () => false } as unknown as Dexie;
  keeper = keepOpen({ db: open, read, onFailed, onBack: () => void setTimeout(() => keeper.begin()) });
  keeper.begin();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reads).toBeLessThan(10);
});

test('one that we closed ourselves stays closed', async () => {
  openings = 0;
  db.close();
  keeper.tryNow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(openings).toBe(0);
  expect(onFailed).not.toHaveBeenCalled();
});
