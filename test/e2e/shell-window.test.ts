/** What the desktop window has beside a browser, in a plain Chromium on a stand-in of the shell's bridge. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous, whenFocused, whenReady } from '../support/reception-keys.ts';
import { serveShellPage, type ShellPage } from '../support/shell-page.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

const profile = mkdtempSync(join(tmpdir(), 'crdesk-window-e2e-'));
let site: DemoSite;
let shell: ShellPage;
let desk: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  shell = await serveShellPage(built, site.server.url);
  desk = await openDesk();
  const answerClose = (word: string) => {
    words.push(word);
    return null;
  };
  await shell.open(desk.page, { profile, first: { answerClose } });
});
afterAll(async () => {
  await desk?.close();
  await shell?.close();
  await site?.close();
  rmSync(profile, { recursive: true, force: true });
});

/** What the page has answered to `closing`. */
const words: string[] = [];

test('without a server the window asks for it, by keys alone, and is a desk of the one it was told', async () => {
  const { page } = desk;
  const field = page.getByRole('textbox', { name: '服务器地址或启用链接' });
  await whenFocused(field);
  await page.keyboard.type('http://192.168.1.20');
  await page.keyboard.press('Enter');
  await page.getByText('这不是可用的地址').waitFor();
  await field.fill(shell.serverUrl);
  await page.keyboard.press('Enter');
  // The page that comes has the policy that lets it call this server: it was loaded anew.
  await enrolAtDemo(page, { name: '桌面端' });
  await signInAs(page, '刘晓燕');
  await whenSynchronised(page);
  expect(shell.answered).toContain('POST /api/v1/sync/pull 200');
  expect(desk.errors).toEqual([]);
});

test('closing asks where a form is half-filled or a change is unsent, and Enter goes back to it', async () => {
  const { page } = desk;
  await page.keyboard.press('Alt+n');
  const name = page.getByRole('textbox', { name: '姓名' });
  await name.fill('王半填');
  await shell.tell(page, 'closing');
  await page.getByText('有 1 张表单没有填完，退出后不会保留。').waitFor();
  // An Enter that came before would be the form's.
  await page.getByRole('dialog').locator(':focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await name.inputValue()).toBe('王半填');
  expect(words).toEqual(['asking', 'stay']);
  await page.evaluate(() => {
    for (const draft of Object.keys(sessionStorage).filter((one) => one.startsWith('crdesk-draft-')))
      sessionStorage.removeItem(draft);
  });
  await page.reload();
  await whenReady(page);
  // In the shell each part of the application comes from the disk, offline too; here it has to be there before.
  await shell.tell(page, 'goTo', '/status');
  await page.getByRole('button', { name: '生成诊断文件' }).waitFor();
  await shell.tell(page, 'goTo', '/reception');
  // Whoever leads has to be there already: a worker that begins later would know of no cut line.
  await whenSynchronised(page);
  await desk.context.setOffline(true);
  await checkInAnonymous(page, '离线来宾');
  await shell.tell(page, 'closing');
  await page.getByText('还有 1 项更改没有发送到服务器').waitFor();
  await page.getByRole('button', { name: '仍然退出' }).click();
  await expect.poll(() => words).toEqual(['asking', 'stay', 'asking', 'close']);
});

test('the menu leads to the status, where a file for whoever helps is made with nobody’s data in it', async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  await shell.tell(page, 'goTo', '/status');
  const saved = () => readdirSync(profile).filter((name) => name.endsWith('.json'));
  await page.getByRole('button', { name: '生成诊断文件' }).click();
  // By the shell, where the person says, which is here.
  await expect.poll(saved).toEqual([expect.stringMatching(/^cr-desk-diagnosis-[\d-]+\.json$/)]);
  const text = readFileSync(join(profile, saved()[0] ?? ''), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    format: 'crdesk-diagnosis',
    desk: { station: 'bar' },
    waiting: { byName: { checkInVisitor: 1 } },
    program: { electron: 'stand-in' },
  });
  for (const said of ['离线来宾', '王半填', '刘晓燕', '桌面端']) expect(text).not.toContain(said);
  await desk.context.setOffline(false);
});
