/** Screens of a bad day, or of the first one, in both languages and all forms (test/support/screen-forms.ts). */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words } from '../../renderer/i18n/index.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { putRows } from '../support/desk-database.ts';
import { checkInAnonymous, whenFocused } from '../support/reception-keys.ts';
import { listenForComplaints } from '../support/screen-checks.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
let desk: OpenDesk;
let page: Page;
let complaints: string[];
let code: string;

async function administer(args: readonly string[], input = ''): Promise<string> {
  const { code: exit, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, input);
  if (exit !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').at(-1) ?? '';
}

beforeAll(async () => {
  server = await startServer();
  await administer(['site-create', '--name', '吉安自有门店']);
  const user = ['user-add', '--role', 'attendant', '--password-stdin'];
  await administer([...user, '--username', 'wangf', '--name', '王芳'], '王芳自己的密码');
  code = await administer(['enrol-code', '--station', 'bar']);
  desk = await openDesk();
  ({ page } = desk);
  complaints = listenForComplaints(page);
  await page.goto(server.url);
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
});

/** Of a rejected change the code is told too, for support; the server's own remark is not. */
const sentBack = ['退回的客人', '靠窗', 'gone · visit'];

/** In each language: what has to be done first, then the look. */
async function inBoth(name: string, show: (language: (typeof languages)[number]) => Promise<unknown>) {
  for (const language of languages) {
    await speak(page, language);
    await show(language);
    expect(await findingsOf(page, name, language, sentBack)).toEqual([]);
  }
}

test('set-up by code, with a wrong one', async () => {
  await inBoth('set-up-code', async (language) => {
    await page.getByLabel(words[language].signIn.enrol.code).fill('AAAAAAAA');
    await page.keyboard.press('Enter');
    await page.getByText(words[language].errors.code_unknown).waitFor();
  });
});

test('set-up while the server is away', async () => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const { port, dataDir } = server;
  await server.end('SIGTERM');
  await inBoth('set-up-unreachable', () => page.getByRole('alert').waitFor());
  server = await startServer({ port, dataDir });
});

test('sign-in with a wrong password', async () => {
  await speak(page, 'zh-CN');
  await page.getByLabel('启用码').fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  await inBoth('sign-in-wrong', async (language) => {
    await page.getByRole('button', { name: '王芳' }).click();
    await whenFocused(page.getByLabel(words[language].signIn.password, { exact: true }));
    await page.keyboard.type('不对');
    await page.keyboard.press('Enter');
    await page.getByText(words[language].errors.credentials_invalid).waitFor();
  });
});

test('an empty floor', async () => {
  await page.getByRole('textbox').fill('王芳自己的密码');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  await inBoth('reception-empty', (language) =>
    page.getByText(words[language].reception.floor.empty).waitFor(),
  );
});

test('what was just done, with its undo', async () => {
  await speak(page, 'zh-CN');
  await page.keyboard.press('Escape');
  await checkInAnonymous(page, '刚到的客人');
  await page.getByText('刚到的客人 已登记').waitFor();
  expect(await findingsOf(page, 'notice', 'zh-CN')).toEqual([]);
});

test('offline, with changes waiting and others sent back; and the question before one is discarded', async () => {
  await server.end('SIGTERM');
  await page.getByText(/^离线/).waitFor();
  await checkInAnonymous(page, '离线的客人');
  const patches = [
    { entity: 'visit', id: 'x', op: 'update', set: { partyName: '退回的客人', note: '靠窗' } },
  ];
  const common = {
    name: 'editVisit',
    version: 1,
    patches,
    retryOf: null,
    actor: 'x',
    message: 'visit: removed',
  };
  for (const turn of [1, 2, 3])
    await putRows(page, [
      ['attention', { ...common, opId: `x${turn}`, code: 'gone', occurredAt: Date.now() }],
    ]);
  await page.goto(`${server.url}/status`);
  await inBoth('status-offline', async (language) => {
    await page.getByText(words[language].errors.verdict.gone).nth(2).waitFor();
    await page.getByRole('table').waitFor();
  });
  await inBoth('discard', async (language) => {
    await page.getByRole('button', { name: words[language].status.rejected.discard }).first().click();
    await page.getByRole('dialog').waitFor();
  });
});

test('sign-in offline', async () => {
  await page.keyboard.press('Escape');
  await page.evaluate(() => sessionStorage.clear());
  await inBoth('sign-in-offline', (language) => page.getByText(words[language].signIn.offlineHint).waitFor());
});

test('a page that failed', async () => {
  await page.getByRole('button', { name: '王芳' }).click();
  await page.getByRole('textbox').fill('王芳自己的密码');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  const errors = complaints.length;
  await putRows(page, [
    [
      'visit',
      {
        id: 'x',
        rowVersion: 1,
        partyName: { not: 'a name' },
        isOpen: 1,
        arrivedAt: 1,
      },
    ],
  ]);
  await page.goto(`${server.url}/reception`);
  await inBoth('failure', (language) =>
    page.getByRole('heading', { name: words[language].frame.failure.title }).waitFor(),
  );
  // The failure itself is told to the console; that is what it is for.
  complaints.splice(errors);
});

test('no page broke its policy or said anything it should not', () => {
  expect(complaints).toEqual([]);
});

test('a device that cannot keep data', async () => {
  // A stand-in, as in storage.test.ts.
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await inBoth('storage-unavailable', (language) =>
    page.getByRole('heading', { name: words[language].frame.storage.storage_unavailable.title }).waitFor(),
  );
});
