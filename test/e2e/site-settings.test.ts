/** What holds for the whole site is changed by whom the site allows, and is the same on every desk at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { openPlace } from '../support/opened-desk.ts';
import { whenFocused } from '../support/reception-keys.ts';

let site: DemoSite;
let bar: OpenDesk;
let office: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  bar = await site.enter({ name: '吧台 1' });
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  await openPlace(office.page, '/settings');
});
afterAll(() => site.close());

const panel = ({ page }: OpenDesk) => page.getByRole('region', { name: '门店设置' });
const settingsOf = async ({ page }: OpenDesk) => (await heldRows(page, 'siteSettings'))[0];

async function save(field: string, value: string): Promise<void> {
  await panel(office).getByLabel(field).fill(value);
  await panel(office).getByRole('button', { name: '保存' }).click();
  await office.page.getByText('门店设置已保存').waitFor();
  await office.page.getByRole('button', { name: '关闭' }).click();
}

test('the refill time changed at the office moves every ring at the bar', async () => {
  await save('续杯间隔（分钟）', '240');
  await bar.page.getByText('暂无待续杯').waitFor();
  await save('续杯间隔（分钟）', '1');
  const parties = await bar.page.getByRole('article').count();
  await bar.page.getByText(/^\d+ 组待续杯$/).waitFor();
  const due = Number.parseInt(await bar.page.getByText(/^\d+ 组待续杯$/).innerText());
  expect(due).toBeGreaterThan(0);
  expect(due).toBeLessThanOrEqual(parties);
});

test('the province changed at the office completes the plates typed at the bar', async () => {
  await panel(office).getByLabel('车牌默认省份').selectOption('湘');
  await panel(office).getByRole('button', { name: '保存' }).click();
  await office.page.getByText('门店设置已保存').waitFor();
  await expect.poll(async () => (await settingsOf(bar))?.['plateProvince']).toBe('湘');
  await bar.page.keyboard.press('Alt+n');
  const form = bar.page.getByRole('form', { name: '新客户到店' });
  await whenFocused(form.getByLabel('姓名'));
  await form.getByLabel('姓名').fill('外省来客');
  await form.getByLabel('车牌').fill('a12345');
  await bar.page.keyboard.press('Control+Enter');
  await bar.page.getByRole('article', { name: '外省来客' }).waitFor();
  expect((await heldRows(bar.page, 'vehicle')).map((row) => row['plate'])).toContain('湘A12345');
});

test('opening hours and the end of the business day arrive too; what one saves, the other’s form shows', async () => {
  await save('开门时间', '09:15');
  await save('关门时间', '20:45');
  await save('营业日截止时间', '05:30');
  const wanted = { opensAt: '09:15', closesAt: '20:45', dayCutOff: '05:30' };
  await expect.poll(() => settingsOf(bar)).toMatchObject(wanted);
  await openPlace(bar.page, '/settings');
  await panel(bar).getByText('09:15').waitFor();
  await panel(bar).getByText('20:45').waitFor();
  await panel(bar).getByText('05:30').waitFor();
});

test('an attendant reads them, is told who may change them, and has nothing to change them with', async () => {
  await panel(bar).getByText('仅 CR部长和 CR主管可以修改。').waitFor();
  expect(await panel(bar).getByRole('button').count()).toBe(0);
  expect(await panel(bar).getByRole('textbox').count()).toBe(0);
  expect(await panel(bar).getByRole('combobox').count()).toBe(0);
});

test('a value that cannot be is told beside its field, and nothing is saved', async () => {
  await office.page.reload();
  const before = await settingsOf(office);
  await panel(office).getByLabel('续杯间隔（分钟）').fill('0');
  await panel(office).getByRole('button', { name: '保存' }).click();
  await panel(office).getByText('请填写 1 到 240 的整数。').waitFor();
  await panel(office).getByLabel('续杯间隔（分钟）').fill('');
  await panel(office).getByRole('button', { name: '保存' }).click();
  await panel(office).getByText('请填写 1 到 240 的整数。').waitFor();
  await whenSynchronised(office.page);
  expect(await settingsOf(office)).toEqual(before);
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
