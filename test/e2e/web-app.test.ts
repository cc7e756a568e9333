/** The application in a browser, installed or not: one visit, days without a network, builds that follow each other. */
import { globSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { writeXlsx } from 'hucre/xlsx';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, createEnrolCode, createSite } from '../../server/administration.ts';
import { signIn, typeCode } from '../bench/bench-site.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';
import { isBareShell, openDesk, type OpenDesk } from '../support/chromium.ts';
import { whenSynchronised } from '../support/desks.ts';
import { layCable, type NetworkCable } from '../support/network-cable.ts';
import { deployBuilt, type Deployment } from '../support/next-build.ts';
import { readXlsx } from '../support/read-xlsx.ts';
import { checkInAnonymous, leaveField, whenFocused, whenReady } from '../support/reception-keys.ts';

let server: AppFixture;
let cable: NetworkCable;
let desk: OpenDesk;
let builds: Deployment;
/** Of a second window. */
let second: Page;

beforeAll(async () => {
  builds = deployBuilt();
  server = await startApp({ rendererDir: builds.folder });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  cable = await layCable((server.app.server.address() as { port: number }).port);
  const siteId = await createSite(server.admin, '吉安自有门店');
  const person = {
    username: 'wangf',
    name: '王芳',
    password: '王芳自己的密码',
    roles: ['supervisor'],
  } as const;
  await addUser(server.admin, siteId, person);
  desk = await openDesk();
  await typeCode(desk.page, cable.url, await createEnrolCode(server.admin, siteId, 'office'));
  await desk.page.keyboard.press('Enter');
  await signIn(desk.page);
});
afterAll(async () => {
  await desk.close();
  await cable.close();
  await server.stop();
  builds.remove();
});

/** Which build the window runs on, and whether it was loaded anew: the address of its first part. */
const mainPart = (page: Page) =>
  page.evaluate(() => document.querySelector('script[src]')?.getAttribute('src'));
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const updateBar = (page: Page) => page.getByRole('status').filter({ hasText: '版本' });

async function goBy(page: Page, letter: string): Promise<void> {
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
}

async function exportsRegister(page: Page): Promise<void> {
  await page.getByRole('grid', { name: '来访登记' }).focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('x')]);
  expect(readXlsx(readFileSync(await download.path())).length).toBe(2);
}

/** The browser looks for a new build, as it does when the network is back. @returns whether one waits in the end */
function looksForBuild(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    const coming = registration.installing;
    if (coming)
      await new Promise<void>((resolve) => {
        const look = () => coming.state !== 'installing' && resolve();
        coming.addEventListener('statechange', look);
        look();
      });
    return registration.waiting !== null;
  });
}

/** What lies in the browser's Cache storage: the paths, build by build. */
function cachedPaths(page: Page): Promise<string[][]> {
  return page.evaluate(async () => {
    const builds: string[][] = [];
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      builds.push(requests.map(({ url }) => new URL(url).pathname));
    }
    return builds;
  });
}

test('the browser finds nothing that speaks against installing it', async () => {
  const developer = await desk.context.newCDPSession(desk.page);
  const { installabilityErrors } = (await developer.send('Page.getInstallabilityErrors')) as {
    installabilityErrors: { errorId: string }[];
  };
  if (await isBareShell()) {
    process.stdout.write('NOT VERIFIED: installing the web application: this Chromium has no installer.\n');
    return;
  }
  // The window of a test keeps its profile, but is driven by a program: that alone the browser minds.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);
  const manifest = (await developer.send('Page.getAppManifest')) as { errors: unknown[]; data?: string };
  expect(manifest.errors).toEqual([]);
  const told = JSON.parse(manifest.data ?? '{}') as Record<string, { src: string; sizes: string }[]>;
  for (const { src } of [...(told['icons'] ?? []), ...(told['screenshots'] ?? [])])
    expect(await desk.page.evaluate(async (url) => (await fetch(url)).status, src)).toBe(200);
  expect(await paintedOutside(desk.page, '/icon-maskable-512.png', 0.4)).toBe(0);
});

/** Pixels that are not of the ground, further from the middle than the share of its width: a system may cut them off. */
function paintedOutside(page: Page, src: string, share: number): Promise<number> {
  return page.evaluate(
    async ([address, part]) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const size = image.width;
      const canvas = new OffscreenCanvas(size, size);
      const brush = canvas.getContext('2d');
      brush?.drawImage(image, 0, 0);
      const { data } = brush?.getImageData(0, 0, size, size) ?? { data: new Uint8ClampedArray() };
      const ground = data.slice(0, 4).join();
      let painted = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [x, y] = [((at / 4) % size) - size / 2, Math.floor(at / 4 / size) - size / 2];
        if (Math.hypot(x, y) > size * part && data.slice(at, at + 4).join() !== ground) painted += 1;
      }
      return painted;
    },
    [src, share] as const,
  );
}

test('one visit is enough: without a network every screen opens that was never looked at, and exports', async () => {
  const { page } = desk;
  await checkInAnonymous(page, '第一位');
  await whenSynchronised(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  cable.pull();
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await goBy(page, 'k');
  await whenFocused(page.getByRole('combobox', { name: '查找客户与车辆' }));
  await goBy(page, 'r');
  await page
    .getByRole('grid', { name: '来访登记' })
    .getByRole('row', { name: /第一位/ })
    .waitFor();
  await exportsRegister(page);
  await goBy(page, 't');
  await heading(page, '同步状态').waitFor();
  await goBy(page, 's');
  await heading(page, '设置').waitFor();
  await page.getByRole('link', { name: '导入' }).press('Enter');
  const buffer = Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: '客户',
          rows: [
            ['姓名', '手机'],
            ['钟离春', '13800796011'],
          ],
        },
      ],
    }),
  );
  await page
    .getByLabel('选择文件')
    .setInputFiles({ name: '客户.xlsx', mimeType: 'application/octet-stream', buffer });
  await page.getByText('可导入 1 行').waitFor();
  expect(desk.errors).toEqual([]);
});

test('all parts of the application lie on the device, and no answer of the server’s', async () => {
  const [kept = [], ...others] = await cachedPaths(desk.page);
  expect(others).toEqual([]);
  const parts = globSync('assets/*.{js,css}', { cwd: builds.folder });
  expect(parts.length).toBeGreaterThan(20);
  expect(parts.map((path) => `/${path}`).filter((path) => !kept.includes(path))).toEqual([]);
  expect(kept.filter((path) => path.startsWith('/api/'))).toEqual([]);
});

test('reloaded without a network on any page it starts there', async () => {
  const { page } = desk;
  await page.goto(`${cable.url}/register`);
  await page
    .getByRole('grid', { name: '来访登记' })
    .getByRole('row', { name: /第一位/ })
    .waitFor();
  await page.goto(`${cable.url}/reception`);
  await page.getByRole('article', { name: '第一位', exact: true }).waitFor();
  cable.plugIn();
  await whenSynchronised(page);
});

test('a new build that is broken never takes the place of the one that works', async () => {
  const { page } = desk;
  const before = await mainPart(page);
  const someParts = (folder: string) => globSync('assets/register-page-*.js', { cwd: folder });
  const spoilers: ((folder: string) => void)[] = [
    // One part is missing, as while files are being copied.
    (folder) => someParts(folder).forEach((path) => rmSync(join(folder, path))),
    // One part is cut off.
    (folder) => someParts(folder).forEach((path) => truncateSync(join(folder, path), 100)),
    // The worker itself is none.
    (folder) => writeFileSync(join(folder, 'sw.js'), 'throw 1;'),
  ];
  for (const spoil of spoilers) {
    builds.deployNext(spoil);
    expect(await looksForBuild(page)).toBe(false);
  }
  expect(await updateBar(page).count()).toBe(0);
  await page.reload();
  await page.getByRole('article', { name: '第一位', exact: true }).waitFor();
  expect(await mainPart(page)).toBe(before);
});

test('a new build is offered in every window, and the one it is taken in keeps its half-filled form', async () => {
  const { page } = desk;
  const before = await mainPart(page);
  second = await desk.context.newPage();
  await second.goto(`${cable.url}/reception`);
  await signIn(second);
  await whenReady(second);
  await second.keyboard.press('Alt+n');
  await whenFocused(second.getByLabel('姓名'));
  await second.keyboard.type('慕容半途');
  await page.bringToFront();
  await whenFocused(page.getByRole('combobox', { name: '查找来宾' }));
  await page.keyboard.press('Alt+g');
  await whenFocused(page.getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('填到一半');
  await page.getByLabel('备注').fill('靠窗，等车');
  builds.deployNext();
  // As when the network is back.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await updateBar(page).getByText('新版本已就绪').waitFor();
  await updateBar(second).getByText('新版本已就绪').waitFor();
  expect(await mainPart(page)).toBe(before);
  await updateBar(page).getByRole('button', { name: '立即更新' }).click();
  await expect.poll(() => mainPart(page).catch(() => before)).not.toBe(before);
  await expect.poll(() => page.getByLabel('备注').inputValue()).toBe('靠窗，等车');
  expect(await page.getByLabel('称呼').inputValue()).toBe('填到一半');
  await updateBar(page).waitFor({ state: 'detached' });
  await page.getByLabel('备注').press('Control+Enter');
  await page.getByRole('article', { name: '填到一半', exact: true }).waitFor();
});

test('a window still open on the build before loads its parts, gone from the server, until it is reloaded', async () => {
  await second.bringToFront();
  await updateBar(second).getByText('另一个窗口已更新').waitFor();
  const before = await mainPart(second);
  expect(
    await second.evaluate(async (url) => (await fetch(url ?? '', { cache: 'no-store' })).status, before),
  ).toBe(200);
  expect((await server.app.inject({ url: before ?? '' })).statusCode).toBe(404);
  await second.getByRole('navigation').getByRole('link', { name: '登记表' }).click();
  await second
    .getByRole('grid', { name: '来访登记' })
    .getByRole('row', { name: /填到一半/ })
    .waitFor();
  await exportsRegister(second);
  await goBy(second, 'd');
  await expect.poll(() => second.getByLabel('姓名').inputValue()).toBe('慕容半途');
  await updateBar(second).getByRole('button', { name: '重新载入' }).press('Enter');
  await expect.poll(() => mainPart(second).catch(() => before)).not.toBe(before);
  await expect.poll(() => second.getByLabel('姓名').inputValue()).toBe('慕容半途');
});

test('the new build starts without a network, beside it lies the one before and nothing else', async () => {
  const { page } = desk;
  cable.pull();
  await page.bringToFront();
  await page.reload();
  await page.getByRole('article', { name: '填到一半', exact: true }).waitFor();
  const kept = await cachedPaths(page);
  expect(kept).toHaveLength(2);
  expect(kept.flat().filter((path) => path.startsWith('/api/'))).toEqual([]);
  cable.plugIn();
  await whenSynchronised(page);
  expect(desk.errors).toEqual([]);
});
