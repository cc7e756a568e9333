/** Keeps the search entries of all guests current with the database, and answers queries. */
import '../zod-without-eval.ts';
import { listGuests, type ListRow } from '../../../shared/rules/search/list-guests.ts';
import { latestGuests, searchGuests } from '../../../shared/rules/search/search-guests.ts';
import { rowsChannelName, type RowsMessage } from '../sync-channel.ts';
import { createDeskDatabase, openAgain } from '../database.ts';
import { toStorageFailure } from '../storage-failure.ts';
import type { SearchAnswer, SearchMessage } from './search-client.ts';
import { createSearchIndex, type ChangedRow, type SearchIndex } from './search-index.ts';

/** Rows that come in a burst are read together. */
const gatherMs = 40;
/** Of more, reading all of them anew is quicker; and a first load goes on for a while. */
const many = { rows: 1_000, waitMs: 5_000 } as const;
/** After a start the screens come first. */
const loadAfterMs = 1_000;
/** What is kept is large, and only a start without it waits longer. */
const keepEveryMs = 10 * 60_000;

let index: SearchIndex | null = null;
/** Nobody is told that there is no such guest before they were looked through. */
let answerable: Promise<unknown> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<SearchMessage>) => {
  const message = event.data;
  if (message.type === 'open') answerable = open(message.databaseName);
  if (message.type === 'query') void answerable.then(() => answer(message));
  if (message.type === 'list') void answerable.then(() => answerPage(message));
});

/** The list that was asked for last: its next pages are of the same, until something changes. */
let lastList: { readonly key: string; readonly rows: readonly ListRow[] } | null = null;

function answerPage({ requestId, request, offset, limit }: Extract<SearchMessage, { type: 'list' }>): void {
  const key = JSON.stringify(request);
  if (lastList?.key !== key) {
    const rows = index ? listGuests(index.entries, index.strays.values(), request, Date.now()) : [];
    lastList = { key, rows };
  }
  const page = { rows: lastList.rows.slice(offset, offset + limit), total: lastList.rows.length };
  self.postMessage({ type: 'page', requestId, page } satisfies SearchAnswer);
}

function answer({ requestId, query, limit }: Extract<SearchMessage, { type: 'query' }>): void {
  const values = index?.entries.values() ?? [];
  const result =
    query.trim() === '' ? latestGuests(values, limit) : searchGuests(values, query, limit, Date.now());
  self.postMessage({ type: 'result', requestId, result } satisfies SearchAnswer);
}

/** Resolves as soon as there is something to answer from. */
async function open(databaseName: string): Promise<void> {
  const db = createDeskDatabase(databaseName);
  const opened = createSearchIndex(db);
  index = opened;
  let inTurn: Promise<unknown> = Promise.resolve();
  // One after the other: what a load read early must not undo what a refresh read late.
  const work = (step: () => Promise<void>) => {
    inTurn = inTurn
      .then(() => openAgain(db))
      .then(step)
      .then(tellChanged, reportFailure);
    return inTurn;
  };
  const follow = followRows((changed) =>
    work(() => (changed.length > many.rows ? opened.load() : opened.refresh(changed))),
  );
  const isRestored = await opened.restore().catch(() => false);
  const loaded = pause(isRestored ? loadAfterMs : 0).then(() => work(() => opened.load()));
  void loaded.then(() => keepNowAndThen(opened, follow));
  if (!isRestored) await loaded;
}

interface Followed {
  /** Whether anything changed since it was asked last. */
  takeChanged(): boolean;
}

function followRows(take: (changed: ChangedRow[]) => Promise<unknown>): Followed {
  const pending = new Map<string, ChangedRow>();
  let isGathering = false;
  let isChanged = true;
  async function gather(): Promise<void> {
    isGathering = true;
    for (let waitMs = gatherMs; pending.size > 0;) {
      await pause(waitMs);
      const changed = [...pending.values()];
      pending.clear();
      isChanged = true;
      await take(changed);
      waitMs = changed.length > many.rows ? many.waitMs : gatherMs;
    }
    isGathering = false;
  }
  const channel = new BroadcastChannel(rowsChannelName);
  channel.addEventListener('message', (event: MessageEvent<RowsMessage>) => {
    const { entity, ids } = event.data;
    if (entity !== 'guestCard' && entity !== 'vehicle' && entity !== 'visit') return;
    for (const id of ids ?? []) pending.set(`${entity}:${id}`, { entity, id });
    if (!isGathering) void gather();
  });
  return {
    takeChanged() {
      const was = isChanged;
      isChanged = false;
      return was;
    },
  };
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

/** A bug shows in the console. Of a database that is closed or full the window tells; what could not be read comes with the next change. */
function reportFailure(error: unknown): void {
  if (toStorageFailure(error)) return;
  queueMicrotask(() => {
    throw error;
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
