import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enterDemo } from '../support/enter-demo.ts';
import { whenKept } from '../support/opened-desk.ts';
import { checkInAnonymous, whenReady } from '../support/reception-keys.ts';
import { startServer } from '../support/server-process.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let away: OpenDesk;
let other: OpenDesk;
const profile = mkdtempSync(join(tmpdir(), 'cr-desk-offline-'));

beforeAll(async () => {
  site = await openDemoSite();
  away = await openDesk({ profile, at: site.server.url });
  await enterDemo(away.page, site.server.url, { name: '吧台 1' });
  other = await site.enter({ name: '吧台 2', person: '陈静' });
});
afterAll(async () => {
  await away.close();
  await site.close();
  rmSync(profile, { recursive: true, force: true });
});

const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

test('one visit is enough: without a server the application starts, and a reload changes nothing', async () => {
  const { page } = away;
  await whenSynchronised(page);
  await whenKept(page);
  await site.server.end('SIGTERM');
  await page.reload();
  await whenReady(page);
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
});

test('ten changes made offline are counted and listed in words', async () => {
  const { page } = away;
  for (let turn = 1; turn <= 5; turn += 1) await checkInAnonymous(page, `离线来宾 ${turn}`);
  for (let turn = 1; turn <= 5; turn += 1) {
    await card(page, `离线来宾 ${turn}`)
      .getByRole('button', { name: `离线来宾 ${turn}` })
      .first()
      .click();
    await page
      .getByRole('complementary')
      .getByRole('heading', { name: `离线来宾 ${turn}` })
      .waitFor();
    await page.keyboard.press('x');
    await expect.poll(() => card(page, `离线来宾 ${turn}`).count()).toBe(0);
  }
  await page.getByRole('contentinfo').getByText('待上传 10').waitFor();
  await page.getByRole('contentinfo').getByRole('link').click();
  await page.getByRole('row', { name: /^到店登记.*离线来宾 3/ }).waitFor();
  await expect.poll(() => page.getByRole('row', { name: /送客/ }).count()).toBe(5);
  await page.goBack();
});

test('a reload offline keeps the person, the place and the half-filled form', async () => {
  const { page } = away;
  await whenReady(page);
  await page.keyboard.press('Alt+g');
  await page.getByLabel('备注').fill('正在填写');
  await page.reload();
  await expect.poll(() => page.getByLabel('备注').inputValue()).toBe('正在填写');
  await page.keyboard.press('Escape');
});

test('the browser closed and opened again, still without a server: the changes wait on the disk', async () => {
  await away.close();
  away = await openDesk({ profile, at: site.server.url });
  const { page } = away;
  await page.getByRole('button', { name: '刘晓燕' }).click();
  await page.getByRole('contentinfo').getByText('待上传 10').waitFor();
});

test('with the server back both desks are equal, nothing lost and nothing doubled', async () => {
  const { port, dataDir } = site.server;
  site.server = await startServer({ demo: true, port, dataDir });
  await away.page.bringToFront();
  await whenEqual(away.page, other.page);
  const names = (await heldRows(other.page, 'visit')).map((visit) => String(visit['partyName']));
  expect(names.filter((name) => name.startsWith('离线来宾')).sort()).toEqual(
    [1, 2, 3, 4, 5].map((turn) => `离线来宾 ${turn}`),
  );
  expect([...away.errors, ...other.errors]).toEqual([]);
});
