import { expect, test } from 'vitest';
import { testId } from '../wire/test-id.ts';
import { sumsOf } from './check-rows.ts';
import { createTestDevice } from './test-device.ts';

test('[R11] every row counts once, and between two pages it rests', async () => {
  const device = await createTestDevice();
  const rows = Array.from({ length: 2_500 }, (_, n) => ({ id: testId(n), rowVersion: 1 }));
  await device.hold('visit', ...rows);
  await device.hold('serving', { id: testId(1), rowVersion: 1 });
  const pages: number[] = [];
  let read = 0;
  const { transact } = device.store;
  const store = { transact: ((...args) => ((read += 1), transact(...args))) as typeof transact };
  const sums = await sumsOf(store, async () => void pages.push(read));
  expect([sums.get('visit')?.count, sums.get('serving')?.count]).toEqual([2_500, 1]);
  // Three pages of visits: a rest before the second and before the third.
  expect(pages).toHaveLength(2);
  expect(pages[1]).toBe((pages[0] ?? 0) + 1);
});
