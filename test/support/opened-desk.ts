/** What a desk can do for its flow, wherever it stands: in a browser, in Electron's window, or in what stands in for it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';

export interface DeskOptions {
  /** Folder of the profile; a fresh one where left out. */
  readonly profile?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** A tablet: fingers touch it. */
  readonly hasTouch?: boolean;
  /** The server this desk is to be at: with it the desk may stand in the desktop window (build/electron-suite.ts). */
  readonly at?: string;
  /** The desk has what only the window has: it never stands in a browser. */
  readonly onlyWindow?: boolean;
  /** Its test may kill it by its `pid`. */
  readonly mayBeKilled?: boolean;
  /** A command that runs the rest of its command line, e.g. on a disk of its own. */
  readonly within?: readonly string[];
  /** Home folder of the browser, with what its user trusts. */
  readonly home?: string;
  /** Besides the usual ones. */
  readonly args?: readonly string[];
}

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface OpenedDesk {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Of the browser, where its test may kill it; else null. */
  readonly pid: number | null;
  /** The one file that comes of what a person does: a download, or by the window's dialog, its name kept. */
  saved(act: () => Promise<unknown>): Promise<SavedFile>;
  /** Resolves once what a person does has sent the page to paper. */
  printed(act: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Its own application, not a page of the server: nothing has to be kept for the time without one. */
export const isWindow = (page: Page): Promise<boolean> => page.evaluate(() => 'crDesk' in window);

/** Opens a place of the application anew, e.g. `/register?kind=month`, as by a link that somebody sent. */
export async function openPlace(page: Page, place: string): Promise<void> {
  if (!(await isWindow(page))) return void (await page.goto(new URL(place, page.url()).href));
  await page.evaluate((to) => {
    window.location.hash = to;
  }, place);
  await page.reload();
}

/** From here on the desk starts without its server: a browser has to have kept the application first. */
export async function whenKept(page: Page): Promise<void> {
  if (!(await isWindow(page))) await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

export interface SaveFolder {
  readonly path: string;
  readonly saved: OpenedDesk['saved'];
  remove(): void;
}

/** Where a window's dialog puts what is saved. */
export function makeSaveFolder(): SaveFolder {
  const path = mkdtempSync(join(tmpdir(), 'cr-desk-saved-'));
  // While it is being written a file is hidden (electron/save-export.ts).
  const names = () => readdirSync(path).filter((name) => !name.startsWith('.'));
  return {
    path,
    async saved(act) {
      for (const name of names()) rmSync(join(path, name));
      await act();
      await expect.poll(() => names().length).toBe(1);
      const [name = ''] = names();
      return { name, bytes: readFileSync(join(path, name)) };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** @param count how often the page was sent to paper so far */
export const printedBy =
  (count: () => number | Promise<number>): OpenedDesk['printed'] =>
  async (act) => {
    const before = await count();
    await act();
    await expect.poll(count).toBe(before + 1);
  };
