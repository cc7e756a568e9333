/**
 * A PC that worked without a server brings its rows to one, and everything goes wrong meanwhile: browser and server are
 * killed with -9, answers are lost, the server is put back to a backup, another PC wants the same site, the PC is shut
 * out. Real PostgreSQL, real Chromium; not replayable, but for where the line stops.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, whenSynchronised } from '../support/desks.ts';
import { newSite, type NewSite } from '../support/new-site.ts';
import {
  button,
  openJoining,
  person,
  setUpAlone,
  signIn,
  statusLine,
  typeJoinCode,
} from '../support/pc-alone.ts';
import { askDatabase } from '../support/postmaster.ts';
import { checkInNew, partyCard, whenFocused } from '../support/reception-keys.ts';
import { countsOf, fillAlone, rowsAlone } from '../support/rows-alone.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';
import { openStoppedLine, type StoppedLine } from '../support/stopped-line.ts';

/** Several pushes' worth. */
const rows = 6_000;
const folder = mkdtempSync(join(tmpdir(), 'cr-desk-joining-'));
const profile = join(folder, 'profile');
const backup = join(folder, 'middle.backup');

let server: ServerProcess;
let line: StoppedLine;
let otherLine: StoppedLine;
let site: NewSite;
let pc: OpenDesk;
let other: OpenDesk;

const openPc = () => openDesk({ profile, at: line.url, mayBeKilled: true });

beforeAll(async () => {
  server = await startServer();
  line = await openStoppedLine(server.port);
  otherLine = await openStoppedLine(server.port);
  site = await newSite(server.dataDir, ['office', 'office']);
  pc = await openPc();
  await setUpAlone(pc.page, '吉安小店');
  await checkInNew(pc.page, '钟一鸣');
  await fillAlone(pc.page, rows);
  await pc.page.reload();
  await statusLine(pc.page)
    .getByText(/^本机模式/)
    .waitFor();
});
afterAll(async () => {
  for (const desk of [pc, other]) await desk?.close();
  for (const one of [line, otherLine]) await one.close();
  await server.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function killBrowser(): Promise<void> {
  const gone = new Promise((resolve) => pc.context.once('close', resolve));
  process.kill(pc.pid as number, 'SIGKILL');
  await gone;
  await pc.close();
}

/** Whoever comes back: nothing is asked but who they are. */
async function openAgain(): Promise<void> {
  pc = await openPc();
  await signIn(pc.page, person.name, person.password);
  await pc.page.getByRole('navigation').waitFor();
}

const restart = async () => {
  const { port, dataDir } = server;
  server = await startServer({ port, dataDir });
};
/** @returns its last line */
const command = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').at(-1) ?? '';
};

/** What the server has, and what the PC had, by entity. */
async function whenAllIsThere(siteId: string): Promise<void> {
  const wanted = countsOf(rowsAlone(rows));
  for (const entity of ['visit', 'guestCard', 'customer']) wanted.set(entity, (wanted.get(entity) ?? 0) + 1);
  const there = async () => {
    const counted = await askDatabase<{ entity: string; count: string }>(
      server.dataDir,
      `select entity, count(*) from record where site_id = '${siteId}' and data is not null group by entity`,
    );
    const counts = new Map(counted.map(({ entity, count }) => [entity, Number(count)]));
    return [...wanted.keys()].map((entity) => [entity, counts.get(entity)]);
  };
  await expect.poll(there, { timeout: 120_000, interval: 500 }).toEqual([...wanted]);
}

test('[R14.4] killed while it prepares, a PC goes on by itself; another one that wants the same site keeps its own', async () => {
  const stopped = line.stop(1, 'kept');
  await openJoining(pc.page);
  await typeJoinCode(pc.page, site.codes[0] ?? '');
  await pc.page.getByRole('heading', { name: /^正在(准备接入的数据|把本机数据传到服务器)$/ }).waitFor();
  await killBrowser();

  other = await openDesk({ at: otherLine.url });
  await setUpAlone(other.page, '另一家店');
  await checkInNew(other.page, '另一家的客人');
  await openJoining(other.page);
  await typeJoinCode(other.page, site.codes[1] ?? '');
  await other.page.getByText(/已有数据，不能接入/).waitFor();
  await statusLine(other.page)
    .getByText(/^本机模式/)
    .waitFor();
  expect(await heldRows(other.page, 'outbox')).toEqual([]);

  pc = await openPc();
  // Nobody has signed in, and what was begun goes on.
  await stopped;
});

test('[R2 R14.4] killed with a push on its way, and the server with its answer: both go on where they stood', async () => {
  await killBrowser();
  line.open();
  const unanswered = line.stop(2, 'unanswered');
  await openAgain();
  await unanswered;
  await command('backup', backup);
  await server.end('SIGKILL');
  await restart();
  line.open();
  await statusLine(pc.page).getByRole('link').first().click();
  await pc.page.getByRole('heading', { name: '本机数据已全部传到服务器' }).waitFor();
  await pc.page.getByText('数量与校验值全部一致。').waitFor();
  await whenAllIsThere(site.siteId);
});

test('[R8 R14.8] put back to a backup of its middle the server has everything again, each row once', async () => {
  await server.end('SIGKILL');
  await command('restore', backup, '--replace');
  await restart();
  await whenAllIsThere(site.siteId);
  await whenSynchronised(pc.page);
  await whenCompared(pc.page);
  for (const table of ['outbox', 'base', 'attention'])
    await expect.poll(() => heldRows(pc.page, table)).toEqual([]);
  const twice = await askDatabase(
    server.dataDir,
    `select op_id from change where site_id = '${site.siteId}' and verdict = 'applied' group by op_id having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  await partyOnAnotherDesk();
});

/** What the server had before says nothing of now; and while the desk still loads, it cannot be compared. */
async function whenCompared(page: Page): Promise<void> {
  const told = async () => {
    await button(page, '核对数量与校验值').click();
    await button(page, '核对数量与校验值').and(page.locator(':not([data-loading])')).waitFor();
    return page.getByRole('main').innerText();
  };
  await expect.poll(told, { timeout: 60_000, interval: 1_000 }).toContain('数量与校验值全部一致。');
}

async function partyOnAnotherDesk(): Promise<void> {
  const fresh = await openDesk({ at: server.url });
  const { page } = fresh;
  await whenFocused(page.getByLabel('启用码'));
  // Codes are in no backup.
  await page.keyboard.type(await command('enrol-code', '--site', site.siteId, '--station', 'bar'));
  await page.keyboard.press('Enter');
  await signIn(page, person.name, person.password);
  await partyCard(page, '钟一鸣').waitFor();
  expect((await heldRows(page, 'visit')).length).toBe((await heldRows(pc.page, 'visit')).length);
  await fresh.close();
}

test('[R14.9] shut out before all has arrived, a PC works alone as before with nothing lost, and joins another site', async () => {
  const { page } = other;
  const [first, second] = [
    await newSite(server.dataDir, ['office']),
    await newSite(server.dataDir, ['office']),
  ];
  const stopped = otherLine.stop(1, 'kept');
  await typeJoinCode(page, first.codes[0] ?? '');
  await stopped;
  const [device] = (await heldRows(page, 'meta')).filter((row) => row['key'] === 'device');
  const { deviceId } = (device as unknown as { readonly value: { readonly deviceId: string } }).value;
  await command('device-revoke', '--site', first.siteId, '--device', deviceId);
  otherLine.open();
  await statusLine(page)
    .getByText(/^本机模式/)
    .waitFor();
  await page.getByText(/传完之前，服务器停用了这台电脑/).waitFor();
  for (const table of ['outbox', 'base']) expect(await heldRows(page, table)).toEqual([]);
  await page.getByRole('link', { name: '到店' }).click();
  await partyCard(page, '另一家的客人').waitFor();
  await checkInNew(page, '又来一位');
  await openJoining(page);
  await typeJoinCode(page, second.codes[0] ?? '');
  await page.getByRole('heading', { name: '本机数据已全部传到服务器' }).waitFor();
  await page.getByText('数量与校验值全部一致。').waitFor();
  await page.getByRole('row', { name: /^到店登记 2 2 2 一致$/ }).waitFor();
  expect([...pc.errors, ...other.errors]).toEqual([]);
});
