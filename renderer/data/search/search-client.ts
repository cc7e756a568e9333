/** A window's side of the search: asks the worker, and hears when what it knows has changed. */
import type { ListRequest, ListRow } from '../../../shared/rules/search/list-guests.ts';
import type { Readings } from '../../../shared/rules/search/match-name.ts';
import type { SearchResult } from '../../../shared/rules/search/search-guests.ts';

export type SearchMessage =
  | { readonly type: 'open'; readonly databaseName: string }
  | { readonly type: 'query'; readonly requestId: number; readonly query: string; readonly limit: number }
  | { readonly type: 'read'; readonly requestId: number; readonly names: readonly string[] }
  | ({ readonly type: 'list'; readonly requestId: number; readonly request: ListRequest } & Page);

export interface Page {
  /** Of the first row, from 0. */
  readonly offset: number;
  readonly limit: number;
}

export interface ListPage {
  readonly rows: readonly ListRow[];
  /** Rows of the whole list. */
  readonly total: number;
}

export type SearchAnswer =
  | { readonly type: 'result'; readonly requestId: number; readonly result: SearchResult }
  | { readonly type: 'page'; readonly requestId: number; readonly page: ListPage }
  | { readonly type: 'readings'; readonly requestId: number; readonly readings: readonly Readings[] }
  /** Something found before may look different now. */
  | { readonly type: 'changed'; readonly size: number };

export interface SearchClient {
  /** Gets ready; a search does so by itself. The dictionary of readings is large: not before someone may search. */
  start(): void;
  /** The best guests for what was typed; those here lately for nothing. */
  search(query: string, limit: number): Promise<SearchResult>;
  /** Some rows of a list of any length, in its order. */
  list(request: ListRequest, page: Page): Promise<ListPage>;
  /** How these names of persons are read: the dictionary is the worker's. */
  readings(names: readonly string[]): Promise<readonly Readings[]>;
  /** @returns the way to stop */
  onChanged(listener: () => void): () => void;
}

export function createSearchClient(databaseName: string): SearchClient {
  const waiting = new Map<number, (result: SearchResult) => void>();
  const waitingPages = new Map<number, (page: ListPage) => void>();
  const waitingReadings = new Map<number, (readings: readonly Readings[]) => void>();
  const listeners = new Set<() => void>();
  let lastId = 0;
  let worker: Worker | null = null;
  const started = () => (worker ??= startWorker(databaseName, hear));

  function hear(message: SearchAnswer): void {
    if (message.type === 'changed') {
      for (const listener of listeners) listener();
      return;
    }
    if (message.type === 'page') {
      waitingPages.get(message.requestId)?.(message.page);
      waitingPages.delete(message.requestId);
      return;
    }
    if (message.type === 'readings') {
      waitingReadings.get(message.requestId)?.(message.readings);
      waitingReadings.delete(message.requestId);
      return;
    }
    waiting.get(message.requestId)?.(message.result);
    waiting.delete(message.requestId);
  }

  return {
    start: () => void started(),
    search(query, limit) {
      lastId += 1;
      const requestId = lastId;
      return new Promise((resolve) => {
        waiting.set(requestId, resolve);
        started().postMessage({ type: 'query', requestId, query, limit } satisfies SearchMessage);
      });
    },
    list(request, page) {
      lastId += 1;
      const requestId = lastId;
      return new Promise((resolve) => {
        waitingPages.set(requestId, resolve);
        started().postMessage({ type: 'list', requestId, request, ...page } satisfies SearchMessage);
      });
    },
    readings(names) {
      lastId += 1;
      const requestId = lastId;
      return new Promise((resolve) => {
        waitingReadings.set(requestId, resolve);
        started().postMessage({ type: 'read', requestId, names } satisfies SearchMessage);
      });
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function startWorker(databaseName: string, hear: (message: SearchAnswer) => void): Worker {
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    type: 'module',
    name: 'crdesk-search',
  });
  worker.addEventListener('message', (event: MessageEvent<SearchAnswer>) => hear(event.data));
  worker.postMessage({ type: 'open', databaseName } satisfies SearchMessage);
  return worker;
}
