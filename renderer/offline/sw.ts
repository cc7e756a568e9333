/** Lets the browser's application start without a network. A new build waits until a person takes it. */
import { createKeptBuilds, type BuiltFile } from './kept-builds.ts';

/** What is used here of a service worker's surroundings: the compiler knows those of pages and other workers. */
interface Surroundings {
  /** Put in by the build. */
  readonly __WB_MANIFEST: readonly BuiltFile[];
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: Extendable) => void): void;
  addEventListener(type: 'message', hear: (event: MessageEvent<{ type?: unknown } | null>) => void): void;
  addEventListener(type: 'fetch', hear: (event: Fetching) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

declare const self: Surroundings;

const builds = createKeptBuilds({
  caches,
  fetch: (request) => fetch(request),
  files: self.__WB_MANIFEST,
  origin: self.location.origin,
});

self.addEventListener('install', (event) => event.waitUntil(builds.keep()));
// The windows that are open go on with it, so that one visit is enough for all that was not looked at yet.
self.addEventListener('activate', (event) =>
  event.waitUntil(builds.takeOver().then(() => self.clients.claim())),
);
self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const answer = builds.answer(event.request);
  if (answer) event.respondWith(answer);
});
