import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words } from '../../renderer/i18n/index.ts';
import { closingItems } from '../../shared/rules/bar-checks.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous, leaveField, whenFocused, whenReady } from '../support/reception-keys.ts';
import { serveShellPage, type ShellPage } from '../support/shell-page.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

let site: DemoSite;
let shell: ShellPage;
let desk: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  shell = await serveShellPage(built, site.server.url);
  desk = await openDesk();
  await shell.open(desk.page);
});
afterAll(async () => {
  await desk?.close();
  await shell?.close();
  await site?.close();
});

const card = ({ page }: OpenDesk, name: string) => page.getByRole('article', { name, exact: true });

test('the shell’s page, on an origin of its own, becomes a desk of the server its bridge names', async () => {
  await enrolAtDemo(desk.page, { name: '桌面端' });
  await signInAs(desk.page, '刘晓燕');
  await whenSynchronised(desk.page);
  expect(new URL(desk.page.url()).hash).toBe('#/reception');
  expect(shell.answered).toContain('POST /api/v1/sync/pull 200');
  expect(desk.errors).toEqual([]);
});

test('it and a browser’s desk share one truth, and the event stream is open across the origins', async () => {
  const other = await site.enter({ name: '吧台 2', person: '陈静' });
  await checkInAnonymous(desk.page, '桌面来宾');
  await card(other, '桌面来宾').waitFor();
  await checkInAnonymous(other.page, '浏览器来宾');
  await card(desk, '浏览器来宾').waitFor();
  expect(shell.answered).toEqual(
    expect.arrayContaining(['POST /api/v1/sync/push 200', 'GET /api/v1/sync/events 200']),
  );
});

test('a reload keeps desk and person, and no service worker is asked for', async () => {
  await desk.page.reload();
  await card(desk, '浏览器来宾').waitFor();
  expect(shell.files).toContain('/');
  expect(shell.files).not.toContain('/sw.js');
});

/** By keys, on the list of the shift's checks; a fault where something is said of it. */
async function noteChecks(page: Page, checks: readonly (readonly [name: string, fault?: string])[]) {
  await whenReady(page);
  await leaveField(page);
  await page.keyboard.press('k');
  const list = page.getByRole('complementary', { name: '当班检查' });
  for (const [name, fault] of checks) {
    const check = list.getByRole('checkbox', { name: new RegExp(`^${name}：`) });
    await check.press(fault === undefined ? 'Enter' : 'f');
    if (fault === undefined) await check.and(page.locator('[aria-checked=true]')).waitFor();
    else {
      await whenFocused(list.getByLabel('哪里不合格'));
      await page.keyboard.type(fault);
      await page.keyboard.press('Enter');
      await page.getByText(`已记不合格：${name}`).waitFor();
    }
  }
}

test('a new version of the program waits for the end of the shift, for the guests to leave, and for a person to choose, by keys', async () => {
  const { page } = desk;
  const noted = () => page.evaluate(() => (window as unknown as { notedWork: object }).notedWork);
  const panel = page.getByRole('region', { name: '版本与更新' });
  const { items } = words['zh-CN'].checks;
  await noteChecks(page, [[items.temperature]]);
  await page.getByRole('link', { name: '新版本 99.0.0 可以安装' }).press('Enter');
  await panel.getByText('当班未结束，结束后再装。').waitFor();
  expect(await panel.getByRole('button', { name: '立即安装并重新打开' }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: '到店' }).press('Enter');
  await card(desk, '浏览器来宾').waitFor();
  // The shift ends with a guest still there: that is told as what it is, and holds the update by itself.
  await noteChecks(
    page,
    closingItems.map((item) => (item === 'guestsGone' ? [items[item], '还有来宾'] : [items[item]])),
  );
  await page.getByRole('link', { name: '新版本 99.0.0 可以安装' }).press('Enter');
  await panel.getByText('今天还有').waitFor();
  await expect.poll(() => panel.evaluate((section) => section.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Tab');
  await expect.poll(noted).toMatchObject({ shiftOpen: false, unsent: 0, openVisits: expect.any(Number) });
  const atOnce = panel.getByRole('button', { name: '立即安装并重新打开' });
  expect(await atOnce.isDisabled()).toBe(true);
  expect(
    await panel
      .getByRole('button', { name: '关闭程序时安装' })
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Enter');
  await panel.getByText('关闭程序时将安装新版本 99.0.0。').waitFor();
  expect(await atOnce.isDisabled()).toBe(true);
  await panel.getByRole('button', { name: '暂不安装' }).press('Enter');
  await panel.getByText('可以安装').waitFor();
});

test('its policy lets it call the named server and no other', async () => {
  const call = (url: string) =>
    desk.page.evaluate(
      (target) =>
        fetch(target)
          .then(({ status }) => status)
          .catch(String),
      url,
    );
  expect(await call(`${shell.serverUrl}/api/v1/health`)).toBe(200);
  const blocked: string[] = [];
  await desk.page.exposeFunction('tellBlocked', (directive: string) => blocked.push(directive));
  await desk.page.evaluate(() => {
    const { tellBlocked } = window as unknown as { tellBlocked: (directive: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => tellBlocked(event.effectiveDirective));
  });
  expect(await call(`${site.server.url}/api/v1/health`)).toMatch(/TypeError/);
  await expect.poll(() => blocked).toEqual(['connect-src']);
});

test('told to wait, it can read how long', async () => {
  const waits = await desk.page.evaluate(async (server) => {
    const seen: (string | null)[] = [];
    for (let turn = 0; turn < 100; turn += 1) {
      const answer = await fetch(`${server}/api/v1/devices/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'XXXX-XXXX', name: 'nobody', installId: crypto.randomUUID() }),
      });
      if (answer.status === 429) return [answer.headers.get('retry-after')];
      seen.push(String(answer.status));
    }
    return seen;
  }, shell.serverUrl);
  expect(waits).toEqual([expect.stringMatching(/^\d+$/)]);
});
