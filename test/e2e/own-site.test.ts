/** A dealership of its own, without demonstration: enrolment code, passwords, an empty floor, sign-in offline. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { partyCard, whenFocused, whenReady } from '../support/reception-keys.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
let desk: OpenDesk;
let code: string;

beforeAll(async () => {
  server = await startServer();
  await administer(['site-create', '--name', '吉安自有门店']);
  const user = ['user-add', '--role', 'attendant', '--password-stdin'];
  await administer([...user, '--username', 'wangf', '--name', '王芳'], '王芳自己的密码');
  await administer([...user, '--username', 'lig', '--name', '李刚'], '李刚自己的密码');
  code = (await administer(['enrol-code', '--station', 'bar'])).trim().split('\n').at(-1) ?? '';
  desk = await openDesk({ at: server.url });
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
});

async function administer(args: readonly string[], input = ''): Promise<string> {
  const { code: exit, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, input);
  if (exit !== 0) throw new Error(stderr);
  return stdout;
}

async function enterCode({ page }: OpenDesk, typed: string): Promise<void> {
  await whenFocused(page.getByLabel('启用码'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

async function signIn(name: string, password: string): Promise<void> {
  const { page } = desk;
  await whenFocused(page.getByLabel('输入姓名或拼音查找'));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

test('a wrong code is told beside its field; the right one loads the site; no password is shown anywhere', async () => {
  const { page } = desk;
  await enterCode(desk, 'AAAAAAAA');
  await page.getByText('启用码不存在，请核对后重新输入。').waitFor();
  await enterCode(desk, code);
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  await page.getByRole('button', { name: '王芳' }).waitFor();
  expect(await page.getByText('演示').count()).toBe(0);
});

test('a code is good once', async () => {
  const late = await openDesk({ at: server.url });
  await enterCode(late, code);
  await late.page.getByText('该启用码已被使用，请索取新的启用码。').waitFor();
  expect(late.errors).toEqual([]);
  await late.close();
});

test('a wrong password is refused, the right one leads to an empty floor that says how to begin', async () => {
  const { page } = desk;
  await signIn('王芳', '不对的密码');
  await page.getByText('用户名或密码不正确。').waitFor();
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('王芳自己的密码');
  await page.keyboard.press('Enter');
  await page.getByText('现在没有来宾。').waitFor();
  await whenReady(page);
});

test('the first customer of the house is registered and checked in', async () => {
  const { page } = desk;
  await page.keyboard.press('F2');
  await page.keyboard.type('钟一鸣');
  await page.getByText('没有找到“钟一鸣”').waitFor();
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('姓名'));
  await page.keyboard.press('Control+Enter');
  await partyCard(page, '钟一鸣').waitFor();
});

test('offline, who signed in here before may sign in by the same password, nobody else', async () => {
  const { page } = desk;
  // Its database ends with it: nobody starts it again here.
  await server.end('SIGTERM');
  await page.keyboard.press('Control+k');
  await whenFocused(page.getByRole('combobox', { name: '查找', exact: true }));
  await page.keyboard.type('退出登录');
  await page.getByRole('option', { name: '退出登录', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await signIn('李刚', '李刚自己的密码');
  await page.getByText('当前离线，此人未曾在本工作台登录。').waitFor();
  await page.reload();
  await signIn('王芳', '不对的密码');
  await page.getByText('密码不正确（离线核对）。').waitFor();
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('王芳自己的密码');
  await page.keyboard.press('Enter');
  await partyCard(page, '钟一鸣').waitFor();
  expect(desk.errors).toEqual([]);
});
