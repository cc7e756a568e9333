/** One PC that worked without a server joins one later: nothing lost, counts compared, a second desk sees it all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, whenSynchronised } from '../support/desks.ts';
import {
  button,
  openJoining,
  person,
  setUpAlone,
  signIn,
  statusLine,
  typeJoinCode,
} from '../support/pc-alone.ts';
import { checkInNew, partyCard, whenFocused } from '../support/reception-keys.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';
import { press } from '../support/settings-keys.ts';

let server: ServerProcess;
let pc: OpenDesk;
const opened: OpenDesk[] = [];
const names = ['钟一鸣', '欧阳春', '司马光远'];

beforeAll(async () => {
  server = await startServer();
  pc = await open();
  await setUpAlone(pc.page, '吉安小店');
  for (const name of names) await checkInNew(pc.page, name);
});
afterAll(async () => {
  for (const desk of opened) await desk.close();
  await server.end('SIGTERM');
});

async function open(): Promise<OpenDesk> {
  const desk = await openDesk({ at: server.url });
  opened.push(desk);
  return desk;
}

async function administer(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, '');
  if (code !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').at(-1) ?? '';
}
const codeFor = (station: string, site: string) =>
  administer(['enrol-code', '--site', site, '--station', station]);

let site: string;

test('a code of another station, or none, joins nothing; the PC works on', async () => {
  const { page } = pc;
  site = await administer(['site-create', '--name', '吉安富源丰田']);
  await openJoining(page);
  await typeJoinCode(page, 'AAAAAAAA');
  await page.getByText('启用码不存在，请核对后重新输入。').waitFor();
  await typeJoinCode(page, await codeFor('bar', site));
  await page.getByText(/接入服务器要用“办公室”岗位的启用码/).waitFor();
  await statusLine(page)
    .getByText(/^本机模式/)
    .waitFor();
});

test('a server that goes away after it took the code: the PC works on, and goes on joining later', async () => {
  const { page } = pc;
  await page.route('**/api/v1/sites/join', (route) => route.abort());
  await typeJoinCode(page, await codeFor('office', site));
  await page.getByText(/启用码已被接受，但还没有接入完成：无法连接服务器。/).waitFor();
  await page.reload();
  await button(page, '继续接入').waitFor();
  await statusLine(page)
    .getByText(/^本机模式/)
    .waitFor();
  await page.unroute('**/api/v1/sites/join');
});

test('joined, everything arrives, and counts and checksums are the server’s', async () => {
  const { page } = pc;
  const before = await heldRows(page, 'visit');
  await press(button(page, '继续接入'));
  await page.getByRole('heading', { name: '本机数据已全部传到服务器' }).waitFor();
  await page.getByText('数量与校验值全部一致。').waitFor();
  await page.getByRole('row', { name: /^到店登记 3 3 3 一致$/ }).waitFor();
  await page.getByRole('row', { name: /^客户卡 3 3 3 一致$/ }).waitFor();
  await page.getByRole('row', { name: /^座位 18 18 18 一致$/ }).waitFor();
  await statusLine(page).getByText(/^在线/).waitFor();
  await press(button(page, '完成'));
  await page.getByText('请选择这台电脑以后的岗位。').waitFor();
  await page.getByLabel('这台电脑以后用在').selectOption('吧台');
  await press(button(page, '完成'));
  // It joined as an office; at the bar nothing stays of what the bar does not receive.
  await page.getByText('这台工作台现在是“吧台”。').waitFor();
  await page.getByRole('heading', { name: '本机数据已全部传到服务器' }).waitFor({ state: 'detached' });
  await whenSynchronised(page);
  expect(await heldRows(page, 'customer')).toEqual([]);
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort();
  expect(ids(await heldRows(page, 'visit'))).toEqual(ids(before));
  for (const table of ['outbox', 'base', 'attention']) expect(await heldRows(page, table)).toEqual([]);
  expect((await heldRows(page, 'siteSettings')).map(({ id }) => id)).toEqual([site]);
});

test('a second desk has it all, its people sign in as before, and both are one site from now on', async () => {
  const second = await open();
  const { page } = second;
  await whenFocused(page.getByLabel('启用码'));
  await page.keyboard.type(await codeFor('bar', site));
  await page.keyboard.press('Enter');
  await signIn(page, person.name, person.password);
  for (const name of names) await partyCard(page, name).waitFor();
  await checkInNew(page, '第二台登记');
  await pc.page.getByRole('link', { name: '到店' }).click();
  await partyCard(pc.page, '第二台登记').waitFor();
  expect([...pc.errors, ...second.errors]).toEqual([]);
});

test('a site that has data is not joined: the other PC keeps its own, and works on', async () => {
  const other = await open();
  const { page } = other;
  await setUpAlone(page, '另一家店');
  await checkInNew(page, '另一家的客人');
  await openJoining(page);
  await typeJoinCode(page, await codeFor('office', site));
  await page.getByText(/已有数据，不能接入/).waitFor();
  await statusLine(page)
    .getByText(/^本机模式/)
    .waitFor();
  await page.getByRole('link', { name: '到店' }).click();
  await partyCard(page, '另一家的客人').waitFor();
  expect(await heldRows(page, 'outbox')).toEqual([]);
});
