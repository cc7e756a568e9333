/**
 * Screens of the desktop window, and of a PC without a server that joins one later, in both languages and all forms
 * (test/support/screen-forms.ts); on a stand-in of the shell's bridge.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { putRows } from '../support/desk-database.ts';
import { listenForComplaints } from '../support/screen-checks.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';
import { runServer, startServer, type ServerProcess } from '../support/server-process.ts';
import { serveShellPage, type ShellPage } from '../support/shell-page.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const profile = mkdtempSync(join(tmpdir(), 'crdesk-window-screens-'));
const secret = '周敏的密码123';

let server: ServerProcess;
let shell: ShellPage;
let desk: OpenDesk;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await startServer();
  shell = await serveShellPage(built, server.url);
  desk = await openDesk();
  ({ page } = desk);
  complaints = listenForComplaints(page);
  await shell.open(page, { profile, first: { answerClose: () => null } });
});
afterAll(async () => {
  await desk?.close();
  await shell?.close();
  await server?.end('SIGTERM');
  rmSync(profile, { recursive: true, force: true });
});

/** What the stand-in says of itself. */
const program = ['POS-58', 'Electron stand-in', 'Chromium stand-in', 'stand-in'];

async function inBoth(name: string, show: (language: Language) => Promise<unknown>): Promise<void> {
  for (const language of languages) {
    await speak(page, language);
    await show(language);
    expect(await findingsOf(page, name, language, program)).toEqual([]);
  }
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

/** The shell saves them where the person says, which is here. */
const backups = () => readdirSync(profile).filter((name) => name.endsWith('.crdesk'));

async function goTo(path: string, title: string): Promise<void> {
  await page.goto(`${shell.pageUrl}/#${path}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function openStatus(language: Language): Promise<void> {
  await goTo('/status', words[language].alone.page.title);
  await page.getByRole('heading', { name: words[language].status.storage.title }).waitFor();
  // Nobody is to fill in the address of a server that there is none of; and nothing has scrolled to a field for it.
  expect(await page.getByText(words[language].shell.server.unknown).count()).toBe(0);
  expect(await page.getByRole('textbox').and(page.locator(':focus')).count()).toBe(0);
}

test('a window that knows no server', async () => {
  await inBoth('window-no-server', async (language) => {
    await page.getByLabel(words[language].shell.server.field).fill('http://desk');
    await page.keyboard.press('Enter');
    await page.getByText(words[language].shell.server.unsafe).waitFor();
  });
});

test('set-up without a server, with what it lacks', async () => {
  await inBoth('alone-set-up', async (language) => {
    const { choice, setUp } = words[language].alone;
    // Opened once, it stands again after the reload.
    if (language === 'zh-CN') await button(choice.choose).click();
    await button(setUp.submit).click();
    await page.getByText(setUp.errors.needed).first().waitFor();
    await page.getByLabel(setUp.siteName, { exact: true }).and(page.locator(':focus')).waitFor();
  });
  const typed = { siteName: '吉安小店', deskName: '前台', name: '周敏', username: 'zhoum' };
  const { setUp } = words.en.alone;
  for (const [field, value] of Object.entries({ ...typed, password: secret, again: secret }))
    await page.getByLabel(setUp[field as keyof typeof typed | 'again'], { exact: true }).fill(value);
  await button(setUp.submit).click();
  await page.getByRole('navigation').waitFor();
});

test('a PC of its own: its status, a backup, the question before it is restored', async () => {
  await inBoth('alone-status', async (language) => {
    await openStatus(language);
    if (backups().length > 0) return;
    await button(words[language].alone.backup.make).click();
    await expect.poll(() => backups().length).toBe(1);
  });
  await inBoth('alone-restore', async (language) => {
    await openStatus(language);
    await page
      .getByLabel(words[language].alone.restore.choose)
      .setInputFiles(join(profile, backups()[0] ?? ''));
    await page.getByRole('dialog').waitFor();
  });
});

test('its people, the version, and what the window does', async () => {
  await inBoth('alone-people', async (language) => {
    const { alone, settings, shell: window } = words[language];
    await goTo('/settings', settings.title);
    await page.getByRole('heading', { name: window.window.title }).waitFor();
    await page.getByRole('heading', { name: settings.updates.title }).waitFor();
    await button(alone.people.add).click();
    const panel = page.getByRole('region', { name: alone.people.title });
    await panel.getByRole('form').waitFor();
    await panel.evaluate((section) => section.scrollIntoView());
  });
  await inBoth('window-settings', async (language) => {
    const { settings, shell: window } = words[language];
    await goTo('/settings', settings.title);
    const last = page.getByRole('heading', { name: window.window.title });
    await last.waitFor();
    await last.evaluate((heading) => heading.parentElement?.scrollIntoView());
  });
});

test('a window that is the whole screen, and what the journal brought back', async () => {
  await putRows(page, [
    [
      'meta',
      {
        key: 'broughtBack',
        value: { isLost: true, changes: 3, damaged: 1, at: Date.now() },
      },
    ],
  ]);
  await inBoth('window-kiosk', async (language) => {
    await goTo('/settings', words[language].settings.title);
    await page.getByRole('alert').filter({ hasText: '3' }).waitFor();
    await shell.tell(page, 'kioskHeld');
    await page.getByRole('dialog').getByText(words[language].shell.kiosk.mayLeave).waitFor();
  });
});

test('joined to a server: the counts beside the server’s', async () => {
  const administer = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, '');
    expect([code, stderr]).toEqual([0, '']);
    return stdout.trim().split('\n').at(-1) ?? '';
  };
  const site = await administer('site-create', '--name', '吉安富源丰田');
  const { alone, shell: window, signIn } = words.en;
  await speak(page, 'en');
  await openStatus('en');
  await page.getByLabel(window.server.field).fill(shell.serverUrl);
  await page.keyboard.press('Enter');
  await page
    .getByLabel(signIn.enrol.code)
    .fill(await administer('enrol-code', '--site', site, '--station', 'office'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: alone.join.arrived }).waitFor();
  await inBoth('joined', (language) => page.getByText(words[language].alone.join.allEqual).waitFor());
});

test('a page that went again and again', async () => {
  await page.addInitScript(() => {
    const recovery = { cause: 'crashed', isRepeated: true };
    Object.assign(window, { crDesk: { ...window.crDesk, recovery } });
  });
  await inBoth('window-trouble', (language) =>
    page.getByRole('heading', { name: words[language].shell.trouble.title }).waitFor(),
  );
  // Nobody is there to see that the computer is locked but this page: who comes back signs in.
  const { shell: said, signIn } = words[languages.at(-1) ?? 'en'];
  await shell.tell(page, 'locked');
  await button(said.trouble.goOn).click();
  await page.getByRole('heading', { name: signIn.title }).waitFor();
});

test('no page broke its policy or said anything it should not', () => {
  expect(complaints).toEqual([]);
});
