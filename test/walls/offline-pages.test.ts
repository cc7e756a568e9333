/** The service worker answers the pages of the router, which it cannot ask, and leaves every other one to the server. */
import { expect, test } from 'vitest';
import { createKeptBuilds } from '../../renderer/offline/kept-builds.ts';
import { readSources } from '../support/source-tree.ts';

test('every page of the router starts without a server', () => {
  const [app] = readSources(['renderer/app/app.tsx']);
  const paths = [...(app?.text ?? '').matchAll(/path: '([^'*]+)'/g)].map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(5);
  const builds = createKeptBuilds({
    caches: {
      open: async () => ({ match: async () => new Response('shell') }),
    } as unknown as CacheStorage,
    fetch: () => Promise.reject(new Error('no network')),
    files: [],
    origin: 'https://crdesk.test',
  });
  const isAnswered = (path: string) => {
    const request = new Request(new URL(path, 'https://crdesk.test'));
    Object.defineProperty(request, 'mode', { value: 'navigate' });
    return builds.answer(request) !== null;
  };
  expect(paths.filter((path) => !isAnswered(path))).toEqual([]);
});
