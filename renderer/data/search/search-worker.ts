/** Keeps the search entries of all guests current with the database, and answers queries. */
import '../zod-without-eval.ts';
import { createGuestEntries } from '../../../shared/rules/search/guest-entries.ts';
import { listGuests, type ListRow } from '../../../shared/rules/search/list-guests.ts';
import { latestGuests } from '../../../shared/rules/search/search-guests.ts';
import { rowsChannelName } from '../sync-channel.ts';
import { createDeskDatabase, openAgain } from '../database.ts';
import { restAsLong, type Rest } from '../each-row.ts';
import { restMs } from '../keep-open.ts';
import { toStorageFailure } from '../storage-failure.ts';
import type { SearchAnswer, SearchMessage } from './search-client.ts';
import { followRows, manyWaitMs, type Followed } from './follow-rows.ts';
import { entriesToList, searchIndexed } from './merged-entries.ts';
import { nameReadings } from './name-readings.ts';
import { createSearchIndex, type ChangedRow, type SearchIndex } from './search-index.ts';

/** After a start the screens come first. */
const loadAfterMs = 1_000;
/** Blocks of guests are prepared for so long at a time: a query waits for no longer. */
const prepareMs = 8;
/** What is kept is large, and only a start without it waits longer. */
const keepEveryMs = 10 * 60_000;

let index: SearchIndex | null = null;
/** Nobody is told that there is no such guest before they were looked through. */
let answerable: Promise<unknown> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<SearchMessage>) => {
  const message = event.data;
  if (message.type === 'open') answerable = open(message.databaseName);
  if (message.type === 'query') void answerable.then(() => answer(message));
  // The dictionary needs no guests to be read first: this is asked before anybody is signed in.
  if (message.type === 'read') {
    const readings = message.names.map((name) => nameReadings(name, 'private'));
    self.postMessage({ type: 'readings', requestId: message.requestId, readings } satisfies SearchAnswer);
  }
  if (message.type === 'list') void answerable.then(() => answerPage(message));
});

const nobody = createGuestEntries();

/** The list that was asked for last: its next pages are of the same, until something changes. */
let lastList: { readonly key: string; readonly rows: readonly ListRow[] } | null = null;

function answerPage({ requestId, request, offset, limit }: Extract<SearchMessage, { type: 'list' }>): void {
  const key = JSON.stringify(request);
  if (lastList?.key !== key) {
    const rows = index
      ? listGuests(entriesToList(index, request), index.strays.values(), request, Date.now())
      : [];
    lastList = { key, rows };
  }
  const page = { rows: lastList.rows.slice(offset, offset + limit), total: lastList.rows.length };
  self.postMessage({ type: 'page', requestId, page } satisfies SearchAnswer);
}

function answer({ requestId, query, limit }: Extract<SearchMessage, { type: 'query' }>): void {
  const result =
    index && query.trim() !== ''
      ? searchIndexed(index, query, limit, Date.now())
      : latestGuests(index?.entries ?? nobody, limit);
  self.postMessage({ type: 'result', requestId, result } satisfies SearchAnswer);
}

/** Resolves as soon as there is something to answer from. */
async function open(databaseName: string): Promise<void> {
  const db = createDeskDatabase(databaseName);
  const opened = createSearchIndex(db);
  index = opened;
  const readRows = async (step: () => Promise<void>): Promise<boolean> => {
    try {
      await openAgain(db);
      await step();
    } catch (error) {
      return hasFailed(error);
    }
    tellChanged();
    void prepare(opened);
    return true;
  };
  // Each kind by itself: who comes in during a load, which takes its time, is found at once.
  const refreshes = oneByOne();
  const load = loading((rest) => readRows(() => opened.load(rest)));
  const refresh = async (changed: readonly ChangedRow[]): Promise<boolean> => {
    let isExact = true;
    const isRead = await readRows(async () => {
      isExact = await opened.refresh(changed);
    });
    return isRead && isExact;
  };
  const follow = followRows(new BroadcastChannel(rowsChannelName), async (changed) => {
    if (changed === 'all') void load();
    else if (!(await refreshes(() => refresh(changed)))) void load(restAsLong);
  });
  const isRestored = await opened.restore().catch(() => false);
  void prepare(opened);
  // What was restored answers already.
  const loaded = isRestored ? pause(loadAfterMs).then(() => load(restAsLong)) : load();
  void loaded.then(() => keepNowAndThen(opened, follow));
  if (!isRestored) await loaded;
}

/** Loads one after the other, of which one waits at most: it will read whatever they were asked for. */
function loading(loadOnce: (rest?: Rest) => Promise<boolean>): (rest?: Rest) => Promise<void> {
  const loads = oneByOne();
  let waiting: Promise<void> | null = null;
  let endedAt = -Infinity;
  return (rest) => {
    waiting ??= loads(async () => {
      await pause(Math.max(0, endedAt + manyWaitMs - performance.now()));
      waiting = null;
      // Nobody tells when a database that was away is back.
      for (let tries = 1; !(await loadOnce(rest)); tries += 1) await pause(restMs(tries));
      endedAt = performance.now();
    });
    return waiting;
  };
}

/** Steps wait for each other. */
function oneByOne(): <Value>(step: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const mine = last.then(step);
    last = mine.catch(() => undefined);
    return mine;
  };
}

let isPreparing = false;

/** Until every block answers quickly again. */
async function prepare({ entries }: SearchIndex): Promise<void> {
  if (isPreparing) return;
  isPreparing = true;
  for (let hasMore = true; hasMore;) {
    await pause(0);
    const until = performance.now() + prepareMs;
    do hasMore = entries.prepare();
    while (hasMore && performance.now() < until);
  }
  isPreparing = false;
}

async function keepNowAndThen(opened: SearchIndex, follow: Followed): Promise<never> {
  for (;;) {
    // Where it cannot be kept, the next start reads the rows.
    if (follow.takeChanged()) await opened.keep().catch(() => undefined);
    await pause(keepEveryMs);
  }
}

function tellChanged(): void {
  lastList = null;
  self.postMessage({ type: 'changed', size: index?.entries.size ?? 0 } satisfies SearchAnswer);
}

/** A bug shows in the console. Of a database that is away the window tells. @returns false where it may be read later */
function hasFailed(error: unknown): boolean {
  if (toStorageFailure(error)) return false;
  queueMicrotask(() => {
    throw error;
  });
  return true;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
