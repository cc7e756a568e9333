/** [R11] Rows on the disk of a desk that are not as the server has them are found, mended and told. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { withDatabase } from '../support/desk-database.ts';
import { heldRows, openDemoSite, wholeTruth, type DemoSite } from '../support/desks.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let bar: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  [bar, other] = [await site.enter({ name: '吧台 1' }), await site.enter({ name: '吧台 2' })];
});
afterAll(() => site.close());

/** Straight in the database, past the application: one visit is lost, the name of a guest is another. */
function spoil(page: Page, visitId: string, guestId: string): Promise<void> {
  return withDatabase(page, (db) =>
    db.evaluate(
      (opened, [lost, renamed]) =>
        new Promise<void>((resolve, reject) => {
          const writing = opened.transaction(['visit', 'guestCard'], 'readwrite');
          writing.objectStore('visit').delete(lost);
          const cards = writing.objectStore('guestCard');
          const reading = cards.get(renamed);
          reading.addEventListener('success', () => cards.put({ ...reading.result, name: '改过的' }));
          writing.addEventListener('abort', () => reject(writing.error ?? new Error('not written')));
          writing.addEventListener('complete', () => resolve());
        }),
      [visitId, guestId] as const,
    ),
  );
}

test('[R11] a check that is asked for finds nothing wrong, and says so', async () => {
  const { page } = bar;
  await checkInAnonymous(page, '核对一');
  await whenEqual(page, other.page);
  await page.getByRole('contentinfo').getByRole('link').click();
  // Within the first minute nothing was compared yet; then the desk has done it by itself.
  await page
    .getByText('尚未核对')
    .or(page.getByText(/与服务器一致/))
    .waitFor();
  await page.getByRole('button', { name: '立即核对' }).click();
  await page.getByText('核对完成').waitFor();
  await page.getByText(/与服务器一致/).waitFor();
});

test('[R11] spoiled rows are mended and told, and the floor shows them again', async () => {
  const { page } = bar;
  const visit = (await heldRows(page, 'visit')).find((row) => row['partyName'] === '核对一');
  const [guest] = await heldRows(page, 'guestCard');
  await spoil(page, visit?.id ?? '', guest?.id ?? '');
  expect(await wholeTruth(page)).not.toEqual(await wholeTruth(other.page));
  await page.getByRole('button', { name: '立即核对' }).click();
  await page.getByText('修复了 2 条与服务器不一致的数据').waitFor();
  expect(await wholeTruth(page)).toEqual(await wholeTruth(other.page));
  await page.getByRole('navigation').getByRole('link', { name: /到店/ }).click();
  await page.getByRole('article', { name: '核对一', exact: true }).waitFor();
});

test('[R11] without a server there is nothing to ask', async () => {
  const { page } = bar;
  await site.server.end('SIGTERM');
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await page.getByRole('contentinfo').getByRole('link').click();
  await page.getByRole('button', { name: '立即核对', disabled: true }).waitFor();
});
