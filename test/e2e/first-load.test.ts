/** The first load of a new desk: how far it is can be seen, and a network that breaks in its middle does not matter. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows } from '../support/desks.ts';
import { whenFocused } from '../support/reception-keys.ts';
import { layCable, type NetworkCable } from '../support/network-cable.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startDemo } from '../support/demo-copies.ts';

let server: ServerProcess;
let cable: NetworkCable;
let desk: OpenDesk;

beforeAll(async () => {
  server = await startDemo();
  cable = await layCable(server.port);
  desk = await openDesk();
  await desk.page.goto(cable.url);
  await desk.page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  // What the application itself still fetches must be over: only rows are to be cut.
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
});
afterAll(async () => {
  await desk.close();
  await cable.close();
  await server.end('SIGTERM');
});

const loaded = async () =>
  Number(/已载入 (\d+) 条/.exec(await desk.page.getByRole('status').innerText())?.[1] ?? 0);

test('[R7] the network breaks in the middle: the page says how much is there, and that it goes on by itself', async () => {
  const { page } = desk;
  cable.pullAfter(400_000);
  await whenFocused(page.getByLabel('工作台名称'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '正在载入门店数据' }).waitFor();
  await page.getByText('连接中断，恢复后会接着载入。').waitFor();
  await expect.poll(loaded).toBeGreaterThan(0);
});

test('[R7] the network is back: it goes on from there until everything is held', async () => {
  const { page } = desk;
  const before = await loaded();
  const heldBefore = (await heldRows(page, 'guestCard')).length;
  cable.plugIn();
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  expect(before).toBeGreaterThan(0);
  expect(heldBefore).toBeGreaterThan(0);
  expect((await heldRows(page, 'guestCard')).length).toBe(400);
  expect(desk.errors).toEqual([]);
});
