/** [R9] A desk that was lost is shut out: refused at once, wiped when it calls next, and nobody else notices. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { withDatabase } from '../support/desk-database.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enterDemo } from '../support/enter-demo.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { openPlace } from '../support/opened-desk.ts';
import { runServer } from '../support/server-process.ts';

let site: DemoSite;
let lost: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  [lost, other] = [await site.enter({ name: '丢失的平板' }), await site.enter({ name: '吧台 2' })];
});
afterAll(() => site.close());

async function command(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: site.server.dataDir });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

/** Every table of the desk that holds anything, but for the note that it was shut out. */
async function keptTables(page: Page): Promise<string[]> {
  const names = await withDatabase(page, (db) => db.evaluate((opened) => [...opened.objectStoreNames]));
  const kept: string[] = [];
  for (const name of names) {
    const rows = (await heldRows(page, name)) as readonly { readonly key?: string }[];
    const isOnlyNote = name === 'meta' && rows.every(({ key }) => key === 'wiped' || key === 'journalOver');
    if (rows.length > 0 && !isOnlyNote) kept.push(`${name} ${rows.map(({ key }) => key).join()}`);
  }
  return kept;
}

test('[R9] a desk that is shut out keeps nothing: rows, waiting changes, drafts, people', async () => {
  const { page } = lost;
  await page.keyboard.press('Alt+g');
  await page.getByLabel('称呼').fill('写了一半');
  const listed = await command('device-list');
  const line = listed.find((one) => one.endsWith('\t丢失的平板')) ?? '';
  expect(line).toMatch(/^\S{36}\tbar\tactive\tseen 20\d\d-/);
  await site.server.end('SIGTERM');
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await command('device-revoke', '--device', line.slice(0, 36));
  await site.restart('SIGTERM');

  await page.getByText(/本工作台已于 .+ 被停用，本机上的数据已清除/).waitFor();
  expect(await keptTables(page)).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  expect((await command('device-list')).find((one) => one.startsWith(line.slice(0, 36)))).toMatch(
    /\trevoked\t/,
  );
});

test('[R9] the other desks work on, and the shut-out one can be set up anew', async () => {
  await checkInAnonymous(other.page, '之后');
  await whenSynchronised(other.page);
  await openPlace(lost.page, '/');
  await enterDemo(lost.page, site.server.url, { name: '找回来的平板' });
  await lost.page.getByRole('article', { name: '之后', exact: true }).waitFor();
});
