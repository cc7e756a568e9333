/**
 * A browser on another machine: over a name that is not localhost, with the server's own certificate really checked.
 * Refused until it is told of the authority; then a desk by the enrolment link, offline too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { readEnrolLink } from '../../shared/rules/enrol-link.ts';
import { trustInBrowser } from '../support/browser-trust.ts';
import { isBareShell, openDesk, type OpenDesk } from '../support/chromium.ts';
import { checkInNew, partyCard, whenFocused, whenReady } from '../support/reception-keys.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
let stranger: OpenDesk;
let desk: OpenDesk | null = null;
const home = mkdtempSync(join(tmpdir(), 'cr-desk-home-'));
const strange = mkdtempSync(join(tmpdir(), 'cr-desk-home-'));
const args = ['--host-resolver-rules=MAP desk.test 127.0.0.1'];

beforeAll(async () => {
  server = await startServer({ env: { HOST: '0.0.0.0', TLS_NAMES: 'desk.test', MDNS: 'off' } });
  await administer(['site-create', '--name', '吉安自有门店']);
  const user = ['user-add', '--role', 'supervisor', '--password-stdin'];
  await administer([...user, '--username', 'chenj', '--name', '陈静'], '陈静自己的密码');
  stranger = await openDesk({ home: strange, args });
  if (trustInBrowser(home, await downloaded('/ca.crt'))) desk = await openDesk({ home, args });
});
afterAll(async () => {
  await stranger.close();
  await desk?.close();
  await server.end('SIGTERM');
  for (const folder of [home, strange]) rmSync(folder, { recursive: true, force: true });
});

async function administer(command: readonly string[], input = ''): Promise<string[]> {
  const { code, stdout, stderr } = await runServer(command, { DATA_DIR: server.dataDir }, input);
  if (code !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}

/** As who clicks through the warning, once. */
function downloaded(path: string): Promise<Buffer> {
  const options = { host: '127.0.0.1', port: server.port, path, rejectUnauthorized: false, agent: false };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => resolve(Buffer.concat(pieces)));
    });
    call.on('error', reject);
    call.end();
  });
}

const link = async (station: string) => {
  const lines = await administer(['enrol-code', '--station', station]);
  return lines.find((line) => line.startsWith('https:') && readEnrolLink(line)) ?? '';
};

test('a browser that was not told of the authority refuses the server', async () => {
  const { page } = stranger;
  await expect(page.goto(await link('bar'))).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
});

/** The browser that trusts the authority; says so where this machine cannot tell one of it. */
async function trusting({ skip }: TestContext): Promise<OpenDesk> {
  const opened = desk && (await isTold(desk));
  if (desk && opened) return desk;
  process.stdout.write(
    'NOT VERIFIED: a browser that trusts the server’s authority: certutil or NSS is missing.\n',
  );
  return skip();
}

/** The one inside the npm package may know no database of the user's. */
async function isTold({ page }: OpenDesk): Promise<boolean> {
  if (!(await isBareShell())) return true;
  return page.goto(`https://desk.test:${server.port}/trust`).then(
    () => true,
    () => false,
  );
}

test('told of it, it becomes a desk by the link alone, whose code stays in no address; works, and offline too', async (context) => {
  const { page, errors } = await trusting(context);
  await page.goto(await link('office'));
  await page
    .getByText(/请确认|启用码/)
    .first()
    .waitFor();
  expect(new URL(page.url()).origin).toBe(`https://desk.test:${server.port}`);
  expect(new URL(page.url()).hash).toBe('');
  expect(await page.evaluate(() => isSecureContext && 'locks' in navigator)).toBe(true);
  await whenFocused(page.getByLabel('启用码'));
  expect(await page.getByLabel('启用码').inputValue()).toMatch(/^[A-Z2-9]{8}$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  await whenFocused(page.getByLabel('输入姓名或拼音查找'));
  await page.keyboard.type('陈静');
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.type('陈静自己的密码');
  await page.keyboard.press('Enter');
  await page.getByText('现在没有来宾。').waitFor();
  await whenReady(page);
  await checkInNew(page, '钟一鸣');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await page.goto(`https://desk.test:${server.port}/settings`);
  const panel = page.getByRole('region', { name: '启用新工作台' });
  await panel.getByRole('button', { name: '生成启用码' }).press('Enter');
  await panel.getByRole('img', { name: '启用链接的二维码' }).waitFor();
  const shown = readEnrolLink(await panel.getByLabel('桌面应用链接', { exact: true }).inputValue());
  expect(shown?.server).toBe(`https://desk.test:${server.port}`);
  expect(shown?.ca).toMatch(/^[0-9a-f]{64}$/);
  await page.goto(`https://desk.test:${server.port}/trust`);
  await page.getByRole('heading', { name: '让这台设备信任本店服务器' }).waitFor();

  await page.goto(`https://desk.test:${server.port}/reception`);
  await server.end('SIGTERM');
  await page.reload();
  await partyCard(page, '钟一鸣').waitFor();
  await whenReady(page);
  await checkInNew(page, '欧阳明');
  expect(errors).toEqual([]);
});
