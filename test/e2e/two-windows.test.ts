import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enterDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let desk: OpenDesk;
const home = mkdtempSync(join(tmpdir(), 'cr-desk-windows-'));

beforeAll(async () => {
  site = await openDemoSite();
  desk = await openDesk({ profile: join(home, 'original') });
  await enterDemo(desk.page, site.server.url, { name: '吧台 1' });
});
afterAll(async () => {
  await desk.close();
  await site.close();
  rmSync(home, { recursive: true, force: true });
});

const leaders = (page: Page) =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const ofSync = (locks: LockInfo[]) => locks.filter((lock) => lock.name === 'crdesk-sync').length;
    return { leading: ofSync(held), waiting: ofSync(pending) };
  });

test('two windows of one desk: one of them synchronises, both write, each shows the other’s work at once', async () => {
  const second = await desk.context.newPage();
  await second.goto(site.server.url);
  await signInAs(second, '陈静');
  await expect.poll(() => leaders(second)).toEqual({ leading: 1, waiting: 1 });
  await checkInAnonymous(desk.page, '窗口一');
  await second.getByRole('article', { name: '窗口一', exact: true }).waitFor();
  await checkInAnonymous(second, '窗口二');
  await desk.page.getByRole('article', { name: '窗口二', exact: true }).waitFor();
  await whenSynchronised(second);
});

test('the leading window closes: the other goes on by itself', async () => {
  const [first, second] = desk.context.pages() as [Page, Page];
  await first.close();
  desk = { ...desk, page: second };
  await expect.poll(() => leaders(second)).toEqual({ leading: 1, waiting: 0 });
  await checkInAnonymous(second, '窗口三');
  await whenSynchronised(second);
});

test('[R2] a copied profile: both go on, as two devices, and nothing is lost or doubled', async () => {
  await site.server.end('SIGTERM');
  await checkInAnonymous(desk.page, '复制之前');
  await desk.close();
  cpSync(join(home, 'original'), join(home, 'copy'), { recursive: true });
  await site.restart('SIGTERM');

  const two: OpenDesk[] = [];
  for (const [folder, name] of [
    ['original', '原件'],
    ['copy', '副本'],
  ] as const) {
    const opened = await openDesk({ profile: join(home, folder) });
    two.push(opened);
    await opened.page.goto(site.server.url);
    await signInAs(opened.page, '陈静');
    await checkInAnonymous(opened.page, name);
  }
  const [original, copy] = two as [OpenDesk, OpenDesk];
  desk = original;
  await whenEqual(original.page, copy.page);
  const names = (await heldRows(copy.page, 'visit')).map((visit) => visit['partyName']);
  for (const name of ['复制之前', '原件', '副本']) {
    expect(names.filter((one) => one === name)).toEqual([name]);
  }
  await copy.close();
});
