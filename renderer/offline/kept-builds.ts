/**
 * The files of the application on this device, whole builds of it: what the service worker keeps and answers from.
 *
 *   keep ──▶ every file fetched and checked ──▶ waits ──▶ takeOver ──▶ answers
 *     │ one is missing or is not what was built
 *     └────▶ refused; the build before goes on, and what came is not fetched again
 *
 * - A build answers only once it is complete, each file being what the build made, byte by byte.
 * - Of its predecessor everything stays: a window still open on it asks for parts it has not loaded yet.
 * - Whatever is no page and no file of the application, `/api/` before all, is never answered from here, nor kept.
 */

export interface BuiltFile {
  /** From the root, without a slash before it. */
  readonly url: string;
  /** As a `Request` takes it: `sha256-…`. */
  readonly integrity: string;
}

export interface KeptBuilds {
  /** @throws where a file could not be had as it was built */
  keep(): Promise<void>;
  takeOver(): Promise<void>;
  /** Null where the network is to be asked as if nobody were between. */
  answer(request: Request): Promise<Response> | null;
}

interface Deps {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly files: readonly BuiltFile[];
  /** Of the server, without a slash at the end. */
  readonly origin: string;
}

const cachePrefix = 'crdesk-build-';
const shellPath = '/index.html';
/** In a cache: that its build was in use, and as which in their order: one that comes back is the newest again. */
const usedPath = '/used-by-windows';
const fetchedAtOnce = 6;

export function createKeptBuilds({ caches, fetch, files, origin }: Deps): KeptBuilds {
  const paths = new Set(files.map(({ url }) => `/${url}`));
  const own = buildName(files).then((name) => ({ name, opened: () => caches.open(name) }));

  async function keepFile(file: BuiltFile): Promise<void> {
    const cache = await (await own).opened();
    const url = `${origin}/${file.url}`;
    // From a time before when the line broke.
    if (await cache.match(url)) return;
    const held = isNamedByContent(`/${file.url}`) ? await caches.match(url) : undefined;
    await cache.put(url, held ?? (await fetched(url, file.integrity)));
  }

  async function fetched(url: string, integrity: string): Promise<Response> {
    const ask = (cache: RequestCache) => fetch(new Request(url, { integrity, cache, redirect: 'error' }));
    // What the browser has of the first page need not come twice; what is spoilt there comes anew.
    const response = await ask('default').catch(() => ask('reload'));
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return response;
  }

  async function fromBuilds(request: Request, path: string): Promise<Response> {
    const cache = await (await own).opened();
    const found =
      (await cache.match(path)) ?? (isNamedByContent(path) ? await caches.match(path) : undefined);
    return found ?? fetch(request);
  }

  return {
    async keep() {
      for (let at = 0; at < files.length; at += fetchedAtOnce)
        await Promise.all(files.slice(at, at + fetchedAtOnce).map(keepFile));
    },
    async takeOver() {
      const { name, opened } = await own;
      const others = (await caches.keys()).filter((one) => one !== name);
      const turns = await Promise.all(others.map((one) => turnOf(caches, one)));
      const last = Math.max(0, ...turns);
      const before = last === 0 ? undefined : others[turns.lastIndexOf(last)];
      for (const one of others) if (one !== before) await caches.delete(one);
      await (await opened()).put(`${origin}${usedPath}`, new Response(String(last + 1)));
    },
    answer(request) {
      const url = new URL(request.url);
      if (request.method !== 'GET' || url.origin !== origin) return null;
      if (request.mode === 'navigate') return isPage(url.pathname) ? fromBuilds(request, shellPath) : null;
      const isOurs = paths.has(url.pathname) || isNamedByContent(url.pathname);
      return isOurs ? fromBuilds(request, url.pathname) : null;
    },
  };
}

/** Such a file never says anything else under its name. */
const isNamedByContent = (path: string) => path.startsWith('/assets/');

/** What the router knows; test/walls/offline-pages.test.ts compares. Of any other page the server may have its own. */
const pages = ['', 'index.html', 'reception', 'customers', 'register', 'status', 'settings'];
const isPage = (path: string) => pages.includes(path.split('/')[1] ?? '');

/** @returns 0 where it never was in use; builds of before this was counted come before all others */
async function turnOf(caches: CacheStorage, name: string): Promise<number> {
  if (!name.startsWith(cachePrefix)) return 0;
  const used = await (await caches.open(name)).match(usedPath);
  return used ? Number(await used.text()) || 1 : 0;
}

async function buildName(files: readonly BuiltFile[]): Promise<string> {
  const text = files.map(({ url, integrity }) => `${url} ${integrity}`).sort();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text.join('\n')));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return cachePrefix + hex.slice(0, 16);
}
