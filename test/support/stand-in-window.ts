/** A desk at the page of the desktop window in Chromium: all of the shell but Electron (test/support/shell-page.ts). */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { makeSaveFolder, printedBy, type OpenedDesk } from './opened-desk.ts';
import { serveShellPage, type ShellPage } from './shell-page.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** A profile's page stands at one address as long as its test file runs: a browser's database belongs to the address. */
const shells = new Map<string, Promise<ShellPage>>();

/** @param browser opened on the profile @param at the server's address @param mayReturn the profile outlives the desk */
export async function standInWindow(
  browser: OpenedDesk,
  profile: string,
  at: string,
  mayReturn: boolean,
): Promise<OpenedDesk> {
  const known = shells.get(profile) ?? serveShellPage(built, at);
  shells.set(profile, known);
  const shell = await known;
  const folder = makeSaveFolder();
  let prints = 0;
  const { page }: { page: Page } = browser;
  await shell.open(page, {
    ...{ profile, saveIn: folder.path },
    onPrint: () => void (prints += 1),
    // As Electron's program says, started from the project.
    update: { kind: 'off', why: 'notInstalled' },
  });
  return {
    ...browser,
    saved: folder.saved,
    printed: printedBy(() => prints),
    async close() {
      await browser.close();
      folder.remove();
      if (mayReturn) return;
      shells.delete(profile);
      await shell.close();
    },
  };
}
