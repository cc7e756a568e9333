import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { whenFocused } from '../support/reception-keys.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
let desk: OpenDesk;
const profile = mkdtempSync(join(tmpdir(), 'cr-desk-first-'));

beforeAll(async () => {
  server = await startServer({ demo: true });
  desk = await openDesk({ profile, at: server.url });
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
  rmSync(profile, { recursive: true, force: true });
});

test('from nothing to the reception: set up, loaded, signed in in one step, by keys alone', async () => {
  const { page } = desk;
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  await whenFocused(page.getByLabel('工作台名称'));
  await page.keyboard.type('吧台 9');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  await page.getByText(/所有人的密码均为 demo2026/).waitFor();
  await whenFocused(page.getByLabel('输入姓名或拼音查找'));
  await page.keyboard.type('陈静');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  await page.getByRole('heading', { name: /^现场 \d+ 组/ }).waitFor();
  await page
    .getByRole('contentinfo')
    .getByText(/吧台 9/)
    .waitFor();
  expect(desk.errors).toEqual([]);
});

test('the next start is at the sign-in: the desk stays set up, and shows its data before the server answers', async () => {
  await desk.close();
  await server.end('SIGTERM');
  desk = await openDesk({ profile, at: server.url });
  await desk.page.getByRole('heading', { name: '请登录' }).waitFor();
  await desk.page.getByText(/离线/).first().waitFor();
  await desk.page.getByRole('button', { name: '陈静' }).click();
  await desk.page.getByRole('heading', { name: /^现场 \d+ 组/ }).waitFor();
  expect(desk.errors).toEqual([]);
});
