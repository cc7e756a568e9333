/** No server at all: one PC is set up, worked on, backed up and restored, by keys alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows } from '../support/desks.ts';
import { whenKept } from '../support/opened-desk.ts';
import { button, person, signIn, statusLine, typeInto } from '../support/pc-alone.ts';
import { checkInNew, partyCard, whenFocused, whenReady } from '../support/reception-keys.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { fill, press, reach } from '../support/settings-keys.ts';

let server: ServerProcess;
let desk: OpenDesk;
const folder = mkdtempSync(join(tmpdir(), 'cr-desk-alone-'));
const backup = join(folder, 'today.crdesk');

beforeAll(async () => {
  server = await startServer();
  // Where the page came from is no server of ours any more: it is loaded once.
  desk = await openDesk({ at: server.url });
  await whenKept(desk.page);
  await server.end('SIGTERM');
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function goTo(page: Page, keys: 'g d' | 'g k' | 'g s' | 'g t', heading: string): Promise<void> {
  // Signing in takes its moment, and a key pressed meanwhile is nobody's.
  await page.getByRole('navigation').waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const key of keys.split(' ')) await page.keyboard.press(key);
  await page.getByRole('heading', { name: heading }).first().waitFor();
}

test('with no server anywhere the PC is set up by keys, and the reception stands', async () => {
  const { page } = desk;
  await page.reload();
  await page
    .getByRole('alert')
    .getByText(/无法连接服务器/)
    .waitFor();
  await press(button(page, '没有服务器，只用这台电脑'));
  await whenFocused(page.getByLabel('门店名称', { exact: true }));
  await page.keyboard.press('Enter');
  await page.getByText('密码至少 8 个字符。').waitFor();
  // The first of what is wrong has the keys already.
  await typeInto(page, { 门店名称: '吉安小店', 电脑名称: '前台', 姓名: '周敏', 用户名: 'zhoum' });
  // Whoever reloads the page, or loses it, goes on where they were.
  await page.reload();
  await expect.poll(() => page.getByLabel('用户名', { exact: true }).inputValue()).toBe('zhoum');
  await reach(page.getByLabel('密码', { exact: true }));
  await typeInto(page, { 密码: '周敏的密码123', 再输一次密码: '周敏的密码124' });
  await press(button(page, '开始使用'));
  await page.getByText('两次输入的密码不一致。').waitFor();
  await whenFocused(page.getByLabel('再输一次密码', { exact: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('周敏的密码123');
  await page.keyboard.press('Enter');
  await page.getByText('现在没有来宾。').waitFor();
  await whenReady(page);
  await statusLine(page).getByText('本机模式 · 数据只在这台电脑').waitFor();
  await statusLine(page).getByText('尚未备份').waitFor();
});

test('a day’s work is final at once: nothing waits, all of it is there after a reload', async () => {
  const { page } = desk;
  await checkInNew(page, '钟一鸣');
  await checkInNew(page, '欧阳春');
  await partyCard(page, '欧阳春').getByRole('button', { name: '欧阳春' }).first().press('Enter');
  await page.getByRole('complementary').getByRole('heading', { name: '欧阳春' }).waitFor();
  await page.keyboard.press('x');
  await partyCard(page, '欧阳春').waitFor({ state: 'detached' });
  await page.reload();
  await partyCard(page, '钟一鸣').waitFor();
  expect((await heldRows(page, 'visit')).map((row) => row.rowVersion)).toEqual([0, 0]);
  for (const table of ['outbox', 'base']) expect(await heldRows(page, table)).toEqual([]);
  // A guest of today is known tomorrow, also by pinyin.
  await whenReady(page);
  await page.keyboard.press('F2');
  await page.keyboard.type('ouyang');
  await page.getByRole('option', { name: '欧阳春' }).waitFor();
  await page.keyboard.press('Escape');
});

test('a colleague is added, and signs in with a password of their own', async () => {
  const { page } = desk;
  await goTo(page, 'g s', '人员');
  await press(button(page, '添加人员'));
  await fill(page.getByRole('form', { name: '添加人员' }), ['陈静', 'chenj', '陈静的密码123']);
  await page.keyboard.press('Control+k');
  await whenFocused(page.getByRole('combobox', { name: '查找', exact: true }));
  await page.keyboard.type('退出登录');
  await page.getByRole('option', { name: '退出登录', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await signIn(page, '陈静', '不是这个密码');
  await page.getByText('用户名或密码不正确。').waitFor();
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('陈静的密码123');
  await page.keyboard.press('Enter');
  await goTo(page, 'g t', '本机模式');
  await page.getByText('您的角色不能备份，请找主管。').waitFor();
  await goTo(page, 'g s', '设置');
  expect(await page.getByRole('heading', { name: '人员' }).count()).toBe(0);
  await page.keyboard.press('Control+k');
  await whenFocused(page.getByRole('combobox', { name: '查找', exact: true }));
  await page.keyboard.type('退出登录');
  await page.getByRole('option', { name: '退出登录', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await signIn(page, person.name, person.password);
  await page.getByRole('navigation').waitFor();
});

test('a PC that nobody touched for the time that was chosen asks who is there, and keeps what was typed', async () => {
  const { page } = desk;
  await goTo(page, 'g s', '设置');
  const choice = page.getByLabel('无人操作时自动退出登录');
  await reach(choice);
  for (const value of ['15', '10', '5']) {
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => choice.inputValue()).toBe(value);
  }
  await expect
    .poll(() => heldRows(page, 'meta'))
    .toContainEqual(expect.objectContaining({ key: 'idleMinutes', value: 5 }));
  await goTo(page, 'g d', '现场');
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type('半途');
  await page.getByText('没有找到“半途”').waitFor();
  await page.keyboard.press('Enter');
  const name = page.getByLabel('姓名');
  await whenFocused(name);
  await page.keyboard.press('End');
  await page.keyboard.type('而废');
  // Six minutes later.
  await page.evaluate(() => localStorage.setItem('crdesk-last-input', String(Date.now() - 6 * 60_000)));
  await page.reload();
  await signIn(page, person.name, person.password);
  await page.getByText('5 分钟没有操作，已退出登录。').waitFor();
  await expect.poll(() => name.inputValue()).toBe('半途而废');
  // Sooner it asks nobody.
  await page.evaluate(() => localStorage.setItem('crdesk-last-input', String(Date.now() - 4 * 60_000)));
  await page.reload();
  await name.waitFor();
  await page.keyboard.press('Escape');
});

test('everything goes into a file, and comes back from it', async () => {
  const { page } = desk;
  await goTo(page, 'g t', '本机模式');
  const file = await desk.saved(() => press(button(page, '立即备份')));
  expect(file.name).toMatch(/^cr-desk-\d{4}-\d\d-\d\d\.crdesk$/);
  writeFileSync(backup, file.bytes);
  await page.getByText('还没有核对所存的文件').waitFor();
  await page.locator('input[type=file][aria-label="核对备份文件"]').setInputFiles(backup);
  await page
    .getByText(/核对所存的文件$/)
    .and(page.getByText(/已于/))
    .waitFor();
  await goTo(page, 'g d', '现场');
  await checkInNew(page, '备份之后');
  await goTo(page, 'g t', '本机模式');
  await page.locator('input[type=file][aria-label="选取备份文件"]').setInputFiles(backup);
  await page
    .getByRole('dialog')
    .getByText(/吉安小店/)
    .waitFor();
  await press(page.getByRole('dialog').getByRole('button', { name: '恢复', exact: true }));
  await signIn(page, person.name, person.password);
  await goTo(page, 'g d', '现场');
  await partyCard(page, '钟一鸣').waitFor();
  expect(await partyCard(page, '备份之后').count()).toBe(0);
  expect((await heldRows(page, 'visit')).length).toBe(2);
  // The search, too, knows nobody who came after it.
  await goTo(page, 'g k', '客户');
  await page.getByText('2 位客户', { exact: true }).waitFor();
  expect(desk.errors).toEqual([]);
});

test('another PC goes on from the file, in English', async () => {
  const { port, dataDir } = server;
  server = await startServer({ port, dataDir });
  const other = await openDesk({ at: server.url });
  const { page } = other;
  await page.getByRole('button', { name: 'English' }).click();
  await press(button(page, 'No server, this PC only'));
  await page.getByText('A new PC, or the data was lost?', { exact: false }).waitFor();
  await page.locator('input[type=file]').setInputFiles(backup);
  await press(page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }));
  await page.getByRole('button', { name: '陈静' }).waitFor();
  await page.keyboard.type('周敏');
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('Password', { exact: true }));
  await page.keyboard.type('周敏的密码123');
  await page.keyboard.press('Enter');
  await partyCard(page, '钟一鸣').waitFor();
  await statusLine(page).getByText('This PC only · no copy elsewhere').waitFor();
  await statusLine(page)
    .getByText(/^backup /)
    .waitFor();
  expect(other.errors).toEqual([]);
  await other.close();
});
