/** [R9] A desk is moved to another station and back: it brings and takes rows by itself, and what is half typed stays. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Station } from '../../shared/entities/stations.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { checkInNew, partyCard } from '../support/reception-keys.ts';
import { runServer } from '../support/server-process.ts';

let site: DemoSite;
let desk: OpenDesk;
let cable: NetworkCable;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk, cable } = await site.enterOnCable({ name: '要搬的工作台' }));
  await whenSynchronised(desk.page);
});
afterAll(() => site.close());

async function command(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: site.server.dataDir });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

async function move(station: Station): Promise<void> {
  const listed = await command('device-list');
  const id = listed.find((line) => line.endsWith('\t要搬的工作台'))?.slice(0, 36) ?? '';
  await command('device-station', '--device', id, '--station', station);
}

const customers = () => heldRows(desk.page, 'customer');
const told = (words: string) => desk.page.getByRole('status').getByText(words).waitFor();

test('[R9.11] a bar desk that becomes an office desk has the customers without anybody’s doing, and keeps what is half typed', async () => {
  const { page } = desk;
  expect(await customers()).toEqual([]);
  await page.keyboard.press('Alt+g');
  await page.getByLabel('称呼').fill('写了一半');
  await move('office');
  await told('这台工作台现在是“办公室”。');
  await whenSynchronised(page);
  await expect.poll(async () => (await customers()).length).toBeGreaterThan(0);
  await page.getByRole('button', { name: /· 办公室$/ }).waitFor();
  expect(await page.getByLabel('称呼').inputValue()).toBe('写了一半');
  await page.keyboard.press('Escape');
});

test('[R9.13] moved back while it is offline it keeps what waits until the verdict, then nothing of the office', async () => {
  const { page } = desk;
  cable.pull();
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await checkInNew(page, '离线登记的客户');
  await move('bar');
  expect((await customers()).map((row) => row['name'])).toContain('离线登记的客户');
  cable.plugIn();
  await told('这台工作台现在是“吧台”。');
  await whenSynchronised(page);
  await expect.poll(customers).toEqual([]);
  await page.getByRole('button', { name: /· 吧台$/ }).waitFor();
  await partyCard(page, '离线登记的客户').waitFor();
  await page.getByRole('contentinfo').getByText('待处理 0').waitFor();
});

test('[R9.11] and at the office again it has that customer too; English says the same', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: '设置' }).click();
  await page.getByLabel('语言').selectOption('en');
  await move('office');
  await told('This desk is now “Office”.');
  await expect.poll(async () => (await customers()).map((row) => row['name'])).toContain('离线登记的客户');
  await page.getByText('Office', { exact: true }).waitFor();
  expect(desk.errors).toEqual([]);
});
