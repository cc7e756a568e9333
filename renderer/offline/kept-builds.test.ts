import { expect, test } from 'vitest';
import { createKeptBuilds, type BuiltFile } from './kept-builds.ts';

const origin = 'https://crdesk.test';

/** What a browser's Cache storage does, by address. */
function createCaches(): CacheStorage {
  const stores = new Map<string, Map<string, Response>>();
  const addressOf = (asked: RequestInfo | URL) =>
    new URL(asked instanceof Request ? asked.url : String(asked), origin).href;
  const cacheOf = (store: Map<string, Response>) => ({
    match: async (asked: RequestInfo | URL) => store.get(addressOf(asked))?.clone(),
    put: async (asked: RequestInfo | URL, response: Response) => void store.set(addressOf(asked), response),
  });
  return {
    async open(name: string) {
      if (!stores.has(name)) stores.set(name, new Map());
      return cacheOf(stores.get(name) ?? new Map());
    },
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    async match(asked: RequestInfo | URL) {
      for (const store of stores.values()) {
        const found = store.get(addressOf(asked));
        if (found) return found.clone();
      }
      return undefined;
    },
  } as unknown as CacheStorage;
}

/** A server that says what it has; where it is not what was built, a browser that was told what that is fails. */
function createSite(contents: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const spoilt = new Set<string>();
  return {
    asked,
    spoilt,
    async fetch(request: Request): Promise<Response> {
      const path = new URL(request.url).pathname.slice(1);
      asked.push(path);
      const text = contents[path];
      if (spoilt.has(path) && request.integrity !== '') throw new TypeError('integrity');
      return new Response(text ?? 'nothing', { status: text === undefined ? 404 : 200 });
    },
  };
}

const filesOf = (...urls: string[]): BuiltFile[] =>
  urls.map((url) => ({ url, integrity: `sha256-${Buffer.from(url).toString('base64')}` }));

const first = filesOf('index.html', 'assets/main-1.js', 'assets/register-1.js');
const second = filesOf('index.html', 'assets/main-2.js', 'assets/register-1.js');
const contents = {
  'index.html': 'shell',
  'assets/main-1.js': 'main one',
  'assets/register-1.js': 'register one',
  'assets/main-2.js': 'main two',
};

function navigation(path: string): Request {
  const request = new Request(`${origin}${path}`);
  // Only a browser makes one of these.
  Object.defineProperty(request, 'mode', { value: 'navigate' });
  return request;
}
const part = (path: string) => new Request(`${origin}${path}`);

function worker(caches: CacheStorage, site: ReturnType<typeof createSite>, files: readonly BuiltFile[]) {
  return createKeptBuilds({ caches, fetch: (request) => site.fetch(request), files, origin });
}

async function inUse(caches: CacheStorage, files: readonly BuiltFile[]) {
  const builds = worker(caches, createSite(contents), files);
  await builds.keep();
  await builds.takeOver();
  return builds;
}

test('a build that is kept answers every page and part of it without the network', async () => {
  const caches = createCaches();
  const site = createSite(contents);
  const builds = worker(caches, site, first);
  await builds.keep();
  await builds.takeOver();
  expect(site.asked.toSorted()).toEqual(first.map(({ url }) => url).toSorted());
  site.asked.length = 0;
  for (const path of ['/', '/reception?guest=1', '/customers/some-id', '/settings/import'])
    expect(await (await builds.answer(navigation(path)))?.text()).toBe('shell');
  expect(await (await builds.answer(part('/assets/register-1.js')))?.text()).toBe('register one');
  expect(site.asked).toEqual([]);
});

test.each([
  ['a call of the interface', part('/api/v1/health')],
  ['a page below the interface', navigation('/api/v1/openapi.json')],
  ['something that is sent', new Request(`${origin}/assets/main-1.js`, { method: 'POST' })],
  ['another origin', new Request('https://elsewhere.test/assets/main-1.js')],
  ['a page of the server’s own', navigation('/trust')],
  ['a file of the server’s own', part('/ca.crt')],
])('%s is left to the network', async (_what, request) => {
  expect((await inUse(createCaches(), first)).answer(request)).toBeNull();
});

test.each<[string, (site: ReturnType<typeof createSite>) => void]>([
  ['is cut off', (site) => void site.spoilt.add('assets/main-2.js')],
  ['is that of another build', (site) => void site.spoilt.add('index.html')],
])('a new build of which one file %s is refused, and the one in use goes on', async (_how, spoil) => {
  const caches = createCaches();
  const before = await inUse(caches, first);
  const site = createSite(contents);
  spoil(site);
  await expect(worker(caches, site, second).keep()).rejects.toThrow();
  expect(await (await before.answer(navigation('/reception')))?.text()).toBe('shell');
  expect(await (await before.answer(part('/assets/main-1.js')))?.text()).toBe('main one');
});

test('a build with a file the server does not know is refused', async () => {
  const lacking = filesOf('index.html', 'assets/main-9.js');
  await expect(worker(createCaches(), createSite(contents), lacking).keep()).rejects.toThrow('404');
});

test('what a broken line left is not fetched again, nor what the build before has', async () => {
  const caches = createCaches();
  await inUse(caches, first);
  const broken = createSite(contents);
  broken.spoilt.add('assets/main-2.js');
  await expect(worker(caches, broken, second).keep()).rejects.toThrow();
  expect(broken.asked).not.toContain('assets/register-1.js');
  const site = createSite(contents);
  await worker(caches, site, second).keep();
  expect(site.asked).toEqual(['assets/main-2.js']);
});

test('a spoilt copy of the browser’s own is fetched anew', async () => {
  const caches = createCaches();
  const asked: RequestCache[] = [];
  const builds = createKeptBuilds({
    ...{ caches, files: filesOf('index.html'), origin },
    async fetch(request) {
      asked.push(request.cache);
      if (request.cache === 'default') throw new TypeError('integrity');
      return new Response('shell');
    },
  });
  await builds.keep();
  expect(asked).toEqual(['default', 'reload']);
});

test('of two builds the later answers pages, and the one before its own parts, until a third comes', async () => {
  const caches = createCaches();
  const before = await inUse(caches, first);
  const after = await inUse(caches, second);
  expect(await caches.keys()).toHaveLength(2);
  // A window of before asks whichever worker is there.
  expect(await (await after.answer(part('/assets/main-1.js')))?.text()).toBe('main one');
  expect(await (await before.answer(part('/assets/main-2.js')))?.text()).toBe('main two');
  await inUse(caches, filesOf('index.html', 'assets/main-2.js'));
  expect(await caches.keys()).toHaveLength(2);
  expect(await caches.match(`${origin}/assets/main-1.js`)).toBeUndefined();
});

test('a build that was put back on the server is the one before of the next', async () => {
  const caches = createCaches();
  await inUse(caches, first);
  await inUse(caches, second);
  await inUse(caches, first);
  const third = await inUse(caches, filesOf('index.html', 'assets/register-1.js'));
  // A window of the one that came back, open since.
  expect(await (await third.answer(part('/assets/main-1.js')))?.text()).toBe('main one');
  expect(await caches.match(`${origin}/assets/main-2.js`)).toBeUndefined();
});

test('whatever else lies in the storage, an unfinished build among it, goes when a build takes over', async () => {
  const caches = createCaches();
  await caches.open('workbox-precache-v2');
  const broken = createSite(contents);
  broken.spoilt.add('assets/main-2.js');
  await expect(worker(caches, broken, second).keep()).rejects.toThrow();
  await inUse(caches, first);
  expect(await caches.keys()).toHaveLength(1);
});

test('a part that no build has any more is asked of the server', async () => {
  const caches = createCaches();
  const site = createSite({ ...contents, 'assets/old-0.js': 'old' });
  const builds = worker(caches, site, first);
  await builds.keep();
  expect(await (await builds.answer(part('/assets/old-0.js')))?.text()).toBe('old');
});
