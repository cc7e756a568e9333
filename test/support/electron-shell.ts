/** A desk in Electron's own window, where its program is there (build/electron-suite.ts chooses). */
import { fileURLToPath } from 'node:url';
import type * as electron from 'electron';
import { _electron, type ElectronApplication } from 'playwright';
import { launchOptions } from '../../build/electron-suite.ts';
import { makeSaveFolder, printedBy, type DeskOptions, type OpenedDesk } from './opened-desk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ShellDesk extends Pick<DeskOptions, 'viewport' | 'colorScheme'> {
  readonly program: string;
  readonly profile: string;
  readonly at: string;
}

/** Of Electron's main process, as far as a desk of a flow is concerned. */
type Main = typeof electron;

export async function openShell({
  program,
  profile,
  at,
  viewport,
  colorScheme,
}: ShellDesk): Promise<OpenedDesk> {
  const { env } = process;
  const app = await _electron.launch(
    launchOptions({ program, root, profile, at, uid: process.getuid?.(), env, colorScheme }),
  );
  const isGone = { now: false };
  const gone = new Promise<void>((resolve) => {
    app.once('close', () => {
      isGone.now = true;
      resolve();
    });
  });
  const page = await app.firstWindow();
  const folder = makeSaveFolder();
  await app.evaluate(answerDialogs, folder.path);
  await app.evaluate(sizeWindow, viewport ?? { width: 1366, height: 768 });
  return {
    context: app.context(),
    page,
    // Not of the process that was started, which on Windows is a shell around it.
    pid: await app.evaluate(() => process.pid),
    saved: folder.saved,
    printed: printedBy(() => app.evaluate(countPrints)),
    async close() {
      // Not by its menu: there a desk with unsent changes asks first.
      if (!isGone.now) await endNow(app);
      await gone;
      folder.remove();
    },
  };
}

async function endNow(app: ElectronApplication): Promise<void> {
  // It may be gone before it has answered.
  await app.evaluate(({ app: shell }: Main) => shell.exit(0)).catch(() => undefined);
}

/** A person who keeps each name that is offered, and prints: no flow waits at a dialog of the system. */
export function answerDialogs({ dialog, app, BrowserWindow }: Main, folder: string): void {
  const name = (path: string) => path.split(/[/\\]/).at(-1) ?? '';
  dialog.showSaveDialog = async (...args: unknown[]) => {
    const { defaultPath = '' } = args.at(-1) as { defaultPath?: string };
    return { canceled: false, filePath: `${folder}/${name(defaultPath)}` };
  };
  const counted = globalThis as { prints?: number };
  const answer = (contents: electron.WebContents) => {
    contents.print = (_options, done) => {
      counted.prints = (counted.prints ?? 0) + 1;
      done?.(true, '');
    };
  };
  for (const window of BrowserWindow.getAllWindows()) answer(window.webContents);
  app.on('web-contents-created', (_event, contents) => answer(contents));
}

export function countPrints(): number {
  return (globalThis as { prints?: number }).prints ?? 0;
}

export function sizeWindow({ BrowserWindow }: Main, size: { width: number; height: number }): void {
  for (const window of BrowserWindow.getAllWindows()) window.setContentSize(size.width, size.height);
}
