import { expect, test } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { withPushGate } from './push-gate.ts';
import { StoreBusy } from './site-store.ts';

/** A store whose pushes are in the database until they are let out. */
function createGate(waitMs = 5_000) {
  const inside: string[] = [];
  const outs: (() => void)[] = [];
  const store = withPushGate(
    {
      ...createMemoryStore({ epoch: 'e' }),
      push: (siteId) => {
        inside.push(siteId);
        return new Promise((resolve) => outs.push(() => resolve(undefined as never)));
      },
    },
    { perSite: 2, inAll: 3, waitMs },
  );
  const push = (siteId: string) => store.push(siteId, async () => undefined);
  return { push, inside, letOut: () => outs.shift()?.() };
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 1));

test('[R1] two pushes of a site and three in all are in the database, the others follow in their order', async () => {
  const { push, inside, letOut } = createGate();
  const all = ['a', 'a', 'a', 'b', 'b', 'a'].map(push);
  await turns();
  expect(inside).toEqual(['a', 'a', 'b']);
  letOut();
  await turns();
  expect(inside).toEqual(['a', 'a', 'b', 'a']);
  for (let left = 5; left > 0; left -= 1) {
    letOut();
    await turns();
  }
  expect(inside).toEqual(['a', 'a', 'b', 'a', 'b', 'a']);
  await Promise.all(all);
});

test('[R1] who waits too long at the gate is asked to retry, and takes nobody’s place', async () => {
  const { push, inside, letOut } = createGate(10);
  const first = [push('a'), push('a')];
  await expect(push('a')).rejects.toThrow(StoreBusy);
  letOut();
  letOut();
  await Promise.all(first);
  void push('a');
  await turns();
  expect(inside).toEqual(['a', 'a', 'a']);
});

test('[R1] a push that failed gives its place to the next', async () => {
  let failures = 0;
  const store = withPushGate(
    { ...createMemoryStore({ epoch: 'e' }), push: () => Promise.reject(new Error(`${(failures += 1)}`)) },
    { perSite: 1, inAll: 1, waitMs: 1_000 },
  );
  const ends = await Promise.allSettled([1, 2, 3].map(() => store.push('a', async () => undefined)));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(failures).toBe(3);
});
