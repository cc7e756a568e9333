/** A desk that the server no longer knows: reinstalled, restored to before the desk was set up, or another one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { signInAs } from '../support/enter-demo.ts';
import { askDatabase } from '../support/postmaster.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { startServer } from '../support/server-process.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let desk: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  [desk, other] = [await site.enter({ name: '吧台 1' }), await site.enter({ name: '吧台 2' })];
});
afterAll(() => site.close());

test('it goes on working, its people sign in, and it says how to be set up again', async () => {
  const { page } = desk;
  await site.server.end('SIGTERM');
  await checkInAnonymous(page, '未上传');
  await site.restart('SIGTERM');
  await askDatabase(site.server.dataDir, `delete from device where name = '吧台 1'`);
  await page.getByRole('contentinfo').getByText('同步已停止').waitFor();
  await page.getByRole('button', { name: /刘晓燕/ }).click();
  await page.getByRole('menuitem', { name: '切换人员' }).click();
  await signInAs(page, '刘晓燕');
  await page.getByRole('contentinfo').getByRole('link').click();
  await page.getByRole('heading', { name: '重新启用本工作台' }).waitFor();
});

test('set up again it keeps what it holds, and sends what waited, once', async () => {
  const { page } = desk;
  const before = await heldRows(page, 'visit');
  await page.getByRole('button', { name: '重新启用' }).click();
  await whenSynchronised(page);
  await whenEqual(page, other.page);
  const after = await heldRows(page, 'visit');
  expect(after).toHaveLength(before.length);
  expect(after.filter((visit) => visit['partyName'] === '未上传')).toHaveLength(1);
});

test('where the server holds another site, what waits is exported, and the desk starts over', async () => {
  const { page } = desk;
  const { port } = site.server;
  await site.server.end('SIGTERM');
  await page.getByRole('navigation').getByRole('link', { name: /到店/ }).click();
  await checkInAnonymous(page, '留底');
  site.server = await startServer({ demo: true, port });
  await page.getByRole('contentinfo').getByText('同步已停止').waitFor();
  await page.getByRole('contentinfo').getByRole('link').click();
  await page.getByRole('button', { name: '重新启用' }).click();
  await page.getByText('服务器上是另一个门店').waitFor();

  const file = await desk.saved(() => page.getByRole('button', { name: '导出清单' }).click());
  expect(file.bytes.toString('utf8')).toContain('留底');

  await page.getByRole('button', { name: '清除本机数据' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '清除本机数据' }).click();
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  expect(await heldRows(page, 'visit')).toEqual([]);
});
