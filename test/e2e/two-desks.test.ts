import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { knownGuests, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { openPlace } from '../support/opened-desk.ts';
import { findGuest, whenCheckedIn } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let first: OpenDesk;
let second: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  first = await site.enter({ name: '吧台 1' });
  second = await site.enter({ name: '吧台 2', person: '陈静' });
});
afterAll(() => site.close());

const card = ({ page }: OpenDesk, name: string) => page.getByRole('article', { name, exact: true });

test('two desks are two devices', async () => {
  const ids = await Promise.all(
    [first, second].map(({ page }) =>
      page.evaluate(async () => {
        const databases = await indexedDB.databases();
        return databases.map(({ name }) => name);
      }),
    ),
  );
  expect(ids).toEqual([expect.arrayContaining(['cr-desk']), expect.arrayContaining(['cr-desk'])]);
  expect(await deviceId(first)).not.toBe(await deviceId(second));
});

async function deviceId({ page }: OpenDesk): Promise<string> {
  await openPlace(page, '/settings');
  const id = await page.locator('dt', { hasText: '设备编号' }).locator('+ dd').innerText();
  await openPlace(page, '/reception');
  await page.getByRole('heading', { name: /^现场/ }).waitFor();
  return id;
}

async function checkInKnown({ page }: OpenDesk, name: string): Promise<void> {
  await findGuest(page, name, name);
  await page.keyboard.press('Control+Enter');
  await whenCheckedIn(page, name);
}

/** Where no hint is heard, a desk looks by itself a minute after it last did (renderer/sync/lead.ts). */
const lookEveryMs = 60_000;
/** One after the other, each of which waits until the one before has arrived. */
const arrivals = 4;

/**
 * How soon one arrives is measured by `npm run bench -- visible`, on a machine that does nothing else. That they come by
 * hints is told by their number: by looking alone the second, third and fourth would each have waited for a look of its
 * own, three minutes for what takes a busy machine seconds.
 */
test('a check-in on one stands on the other by its hint, before it would have looked, both ways', async () => {
  const guests = await knownGuests(first.page);
  for (const [here, there] of [
    [first, second],
    [second, first],
  ] as const) {
    await whenSynchronised(here.page);
    const began = performance.now();
    for (let turn = 0; turn < arrivals; turn += 1) {
      const { name = '' } = guests.shift() ?? {};
      await checkInKnown(here, name);
      await card(there, name).waitFor();
    }
    expect(performance.now() - began).toBeLessThan((arrivals - 2) * lookEveryMs);
  }
});

test('what one desk does with a party, the other sees: served, moved, seen off', async () => {
  const { name } = (await knownGuests(first.page)).at(-1) ?? { name: '' };
  await checkInKnown(first, name);
  await card(second, name).waitFor();
  await card(second, name).getByRole('button', { name }).first().click();
  await second.page.getByRole('complementary').getByRole('heading', { name }).waitFor();
  await second.page.keyboard.press('m');
  await second.page.getByRole('region', { name: '换到', exact: true }).locator('button:focus').waitFor();
  await second.page.keyboard.press('Enter');
  await card(first, name)
    .getByText(/^[A-Z]\d+ ·/)
    .waitFor();
  await second.page.keyboard.press('x');
  await expect.poll(() => card(first, name).count()).toBe(0);
});

test('in the end both keep the same rows, versions included', async () => {
  await whenEqual(first.page, second.page);
  expect([...first.errors, ...second.errors]).toEqual([]);
});
