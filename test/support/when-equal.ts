import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { whenSynchronised, wholeTruth } from './desks.ts';

/** Both at one with the server and with each other, versions included. */
export async function whenEqual(first: Page, second: Page): Promise<void> {
  await whenSynchronised(first);
  await whenSynchronised(second);
  const truths = () => Promise.all([wholeTruth(first), wholeTruth(second)]);
  const areEqual = async () => isDeepStrictEqual(...(await truths()));
  await expect.poll(areEqual).toBe(true);
}
