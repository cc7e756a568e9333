/** What the server did not accept stands in a list, with its reason and content, until a person decides about it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enrolDevice } from '../support/http-device.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { checkInAnonymous, chooseParty, partyCard, tabTo } from '../support/reception-keys.ts';
import { setRoles } from '../support/staff-rights.ts';

let site: DemoSite;
let cable: NetworkCable;
let office: OpenDesk;
let bar: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: office, cable } = await site.enterOnCable({
    name: '办公室 1',
    station: 'office',
    person: '周文静',
  }));
  bar = await site.enter({ name: '吧台 1' });
});
afterAll(() => site.close());

const item = (title: string) => office.page.getByRole('listitem').filter({ hasText: title });
const settingsOf = async ({ page }: OpenDesk) => (await heldRows(page, 'siteSettings'))[0];
const rolesHere = async () =>
  (await heldRows(office.page, 'staff')).find((row) => row['username'] === 'zhouwj')?.['roles'];
const press = (title: string, button: string) => item(title).getByRole('button', { name: button }).click();
const answer = (button: string) =>
  office.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();

test('two changes made offline meet a server that cannot take them', async () => {
  const { page } = office;
  await checkInAnonymous(page, '将被删除');
  await whenSynchronised(page);
  const visit = (await heldRows(page, 'visit')).find((row) => row['partyName'] === '将被删除');
  cable.pull();
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  // Another desk removes the row, an administrator takes the rights; this desk knows of neither.
  const eraser = await enrolDevice(site.server.url, undefined, 'office');
  const head = (await heldRows(page, 'staff')).find((row) => row['username'] === 'hujg');
  const patch = { entity: 'visit', id: visit?.id ?? '', op: 'remove', base: visit?.rowVersion ?? 0 } as const;
  Object.assign(eraser.write(patch), { actor: head?.id });
  await eraser.drain();
  expect([...eraser.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['applied']);
  await setRoles(site.server.dataDir, 'zhouwj', ['attendant']);

  await chooseParty(page, '将被删除');
  await page.keyboard.press('e');
  await tabTo(page.getByRole('form', { name: '修改' }).getByLabel('备注'));
  await page.keyboard.type('等配件');
  await page.keyboard.press('Control+Enter');
  await partyCard(page, '将被删除').getByText('等配件').waitFor();
  // In its fields these keys would be letters.
  await page.getByRole('form', { name: '修改' }).waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByLabel('续杯间隔（分钟）').fill('33');
  await page.getByLabel('开门时间').fill('09:15');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('contentinfo').getByText('待上传 2').waitFor();
});

test('both stand in “needs attention” with reason and content in words, and the rows are the server’s again', async () => {
  const { page } = office;
  cable.plugIn();
  await page.getByRole('contentinfo').getByText('待处理 2').waitFor();
  await page.getByRole('contentinfo').getByRole('link').click();
  await page.getByRole('heading', { name: '待处理 2' }).waitFor();
  await item('修改到店信息').getByText('这条记录已被删除。').waitFor();
  await item('修改到店信息')
    .getByText(/等配件/)
    .waitFor();
  await item('修改门店设置').getByText('操作时的角色或岗位没有此权限。').waitFor();
  await item('修改门店设置')
    .getByText(/续杯间隔 33 分钟/)
    .waitFor();
  await item('修改门店设置')
    .getByText(/开门时间 09:15/)
    .waitFor();
  await item('修改门店设置')
    .getByText(/周文静/)
    .waitFor();
  expect(await settingsOf(office)).toMatchObject({ refillMinutes: 20, opensAt: '08:30' });
});

test('in English too, and a reload changes nothing', async () => {
  const { page } = office;
  await page.evaluate(() => localStorage.setItem('crdesk-language', 'en'));
  await page.reload();
  await page.getByRole('heading', { name: 'Needs attention 2' }).waitFor();
  await item('Visit edited').getByText(words.en.errors.verdict.gone).waitFor();
  await item('Site settings changed').getByText(words.en.errors.verdict.forbidden).waitFor();
  await item('Site settings changed')
    .getByText(/Refill after 33 min/)
    .waitFor();
  await page.evaluate(() => localStorage.setItem('crdesk-language', 'zh-CN'));
  await page.reload();
  await page.getByRole('heading', { name: '待处理 2' }).waitFor();
});

test('submitting again what cannot be is told, and takes nothing off the list', async () => {
  const { page } = office;
  await press('修改到店信息', '重新提交');
  await answer('重新提交');
  await page.getByText(words['zh-CN'].errors.row_missing).waitFor();
  await item('修改到店信息').waitFor();
});

test('submitting again without the right is told at once, and it stays, as one item, not two', async () => {
  const { page } = office;
  const own = async () =>
    (await heldRows(page, 'attention')).filter((row) => row['name'] === 'updateSiteSettings');
  const [before] = await own();
  await press('修改门店设置', '重新提交');
  await answer('取消');
  await item('修改门店设置').waitFor();
  await press('修改门店设置', '重新提交');
  await answer('重新提交');
  await page.getByText(words['zh-CN'].errors.not_permitted).waitFor();
  expect((await own()).map((row) => row['opId'])).toEqual([before?.['opId']]);
  await page.getByRole('heading', { name: '待处理 2' }).waitFor();
  expect(await item('修改门店设置').count()).toBe(1);
});

test('nothing leaves the list by itself; discarding asks first', async () => {
  const { page } = office;
  await sleep(1_500);
  await press('修改到店信息', '放弃');
  await page.getByRole('dialog').getByText('放弃后无法恢复').waitFor();
  await page.keyboard.press('Escape');
  await item('修改到店信息').waitFor();
  await press('修改到店信息', '放弃');
  await answer('放弃');
  await page.getByRole('heading', { name: '待处理 1' }).waitFor();
  await item('修改到店信息').waitFor({ state: 'detached' });
  expect(await item('修改门店设置').count()).toBe(1);
});

test('with the right given back it is submitted again, accepted, and holds on every desk', async () => {
  const { page } = office;
  await setRoles(site.server.dataDir, 'zhouwj', ['supervisor']);
  // The desk refuses by itself until it has heard of it; its menu says what the person may do.
  await expect.poll(rolesHere).toEqual(['supervisor']);
  await page
    .getByRole('banner')
    .getByRole('button', { name: /周文静/ })
    .click();
  await page.getByRole('menu').getByText(words['zh-CN'].frame.roles.supervisor).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await press('修改门店设置', '重新提交');
  await answer('重新提交');
  await page.getByRole('heading', { name: '待处理 0' }).waitFor();
  await whenSynchronised(page);
  await expect.poll(() => settingsOf(bar)).toMatchObject({ refillMinutes: 33, opensAt: '09:15' });
  expect(await heldRows(page, 'attention')).toEqual([]);
  expect([...office.errors, ...bar.errors]).toEqual([]);
});
