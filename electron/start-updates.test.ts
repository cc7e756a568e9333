import { expect, test } from 'vitest';
import { fetchText } from './start-updates.ts';

const sessionOf = (answer: Response) => ({ fetch: async () => answer });
const base = 'https://cr.example/updates/';

test('a list is read whole, whatever its pieces', async () => {
  const bytes = new TextEncoder().encode('版本 1.2.4');
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await fetchText(sessionOf(new Response(body)), base, 'latest.yml')).toBe('版本 1.2.4');
  expect(await fetchText(sessionOf(new Response(null)), base, 'latest.yml')).toBe('');
  expect(await fetchText(sessionOf(new Response('', { status: 404 })), base, 'latest.yml')).toBeNull();
  expect(await fetchText(sessionOf(new Response('')), null, 'latest.yml')).toBeNull();
});

test('an answer without end is left as soon as it is longer than any list', async () => {
  let given = 0;
  let isLeft = false;
  const body = new ReadableStream({
    pull(controller) {
      given += 1;
      controller.enqueue(new Uint8Array(10_000));
      if (given > 1_000) controller.close();
    },
    cancel: () => void (isLeft = true),
  });
  const fetched = fetchText(sessionOf(new Response(body)), base, 'latest.yml');
  await expect(fetched).rejects.toMatchObject({ code: 'TOO_LONG' });
  expect(isLeft).toBe(true);
  expect(given).toBeLessThan(20);
});
