/** A desk whose database is deleted while it is offline, behind the shell's own journal: nothing of its day is lost. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous, partyCard } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

const profile = mkdtempSync(join(tmpdir(), 'crdesk-journal-e2e-'));
const journalFiles = () => readdirSync(join(profile, 'journal'));
const names = ['周一来宾', '周二来宾', '周三来宾', '周四来宾', '周五来宾'];

let site: DemoSite;
let desk: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  desk = await openDesk({ profile, at: site.server.url, onlyWindow: true });
  await enrolAtDemo(desk.page, { name: '桌面端' });
  await signInAs(desk.page, '刘晓燕');
  await whenSynchronised(desk.page);
  other = await site.enter({ name: '吧台 2', person: '陈静' });
});
afterAll(async () => {
  await desk?.close();
  await site?.close();
  rmSync(profile, { recursive: true, force: true });
});

test('[R13.4] work of a day offline, the database deleted: a reload brings all of it back, and each change counts once', async () => {
  const { page } = desk;
  await site.server.end('SIGTERM');
  for (const name of names) await checkInAnonymous(page, name);
  await page.getByRole('contentinfo').getByText('待上传 5').waitFor();
  const written = await waitingIds(page);
  expect(written).toHaveLength(names.length);

  await deleteDatabase(page);
  await page.getByText('重新载入后会自动找回').waitFor();
  await page.getByRole('button', { name: '重新载入' }).press('Enter');
  await page.getByText(/已从磁盘日志找回 5 条尚未上传的更改/).waitFor();
  expect(await waitingIds(page)).toEqual(written);

  await site.restart('SIGTERM');
  await page.getByRole('navigation').waitFor();
  await whenSynchronised(page);
  const alarm = page.getByRole('alert').filter({ hasText: '已从磁盘日志找回 5 条' });
  await alarm.waitFor();
  for (const name of names) {
    await partyCard(page, name).waitFor();
    await partyCard(other.page, name).waitFor();
    expect(await partyCard(other.page, name).count()).toBe(1);
  }
  const visitsNamed = async (one: Page) =>
    (await heldRows(one, 'visit'))
      .map(({ partyName }) => partyName)
      .filter((name) => names.includes(String(name)));
  for (const one of [page, other.page]) expect(new Set(await visitsNamed(one))).toEqual(new Set(names));
  for (const one of [page, other.page]) expect(await visitsNamed(one)).toHaveLength(names.length);
  await whenEqual(page, other.page);

  await alarm.getByRole('button', { name: '知道了' }).press('Enter');
  await expect.poll(() => alarm.count()).toBe(0);
  // What has its verdict is nowhere in the journal.
  await expect.poll(journalFiles).toEqual(['desk.journal', 'key.json']);
  expect(desk.errors).toEqual([]);
});

const waitingIds = async (page: Page) => (await heldRows(page, 'outbox')).map((entry) => entry['opId']);

function deleteDatabase(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('cr-desk');
        deleting.addEventListener('success', () => resolve());
        deleting.addEventListener('error', () => reject(deleting.error ?? new Error('not deleted')));
      }),
  );
}
