/** A real Chromium: the system's, else the one inside an npm package; and desks in profiles of their own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { placeOfDesk } from '../../build/electron-suite.ts';
import { defaultTimeoutMs } from '../../renderer/data/call-server.ts';
import { backOff } from '../../shared/sync/device/sync-loop.ts';
import { describePages } from './describe-pages.ts';
import { openShell } from './electron-shell.ts';
import type { DeskOptions, OpenedDesk } from './opened-desk.ts';
import { standInWindow } from './stand-in-window.ts';

interface Browser {
  readonly path: string;
  readonly args: readonly string[];
  /** Chromium without what Chrome adds to it, as it comes from npm. */
  readonly isBareShell: boolean;
}

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quietArgs = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
];

/** What the npm package's browser does without for speed: a desk's browser has processes, origins and their walls. */
const unlikeAnyDesk =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content|disable-site-isolation-trials|disable-features=.*)$/;

let found: Promise<Browser> | null = null;

/** As root on Debian, Chromium and the Chinese font are installed where they are missing. */
export function findChromium(): Promise<Browser> {
  found ??= locate();
  return found;
}

export async function isBareShell(): Promise<boolean> {
  return (await findChromium()).isBareShell;
}

async function locate(): Promise<Browser> {
  const system = () => systemPaths.find((path) => existsSync(path));
  if (!system() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installByApt();
  const installed = system();
  if (installed) return { path: installed, args: quietArgs, isBareShell: false };
  // It unpacks into fixed names in the temporary folder; another user's files there would be in the way.
  const own = join(tmpdir(), `cr-desk-chromium-${process.getuid?.() ?? 0}`);
  mkdirSync(own, { recursive: true });
  process.env['TMPDIR'] = own;
  const { default: packed } = await import('@sparticuz/chromium');
  const args = packed.args.filter((argument) => !unlikeAnyDesk.test(argument));
  const path = await packed.executablePath();
  return { path, args: [...args, '--site-per-process', ...quietArgs], isBareShell: true };
}

function installByApt(): void {
  const options = {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      options,
    );
  } catch {
    // No network, or no such package: the one from npm does.
  }
}

export type { DeskOptions };

export interface OpenDesk extends OpenedDesk {
  readonly profile: string;
  /** Errors the page threw or logged, but for requests a test cut off itself. */
  readonly errors: string[];
}

const desks = new Set<OpenDesk>();

/** Of all that stand open at this moment. */
export const openDesks: ReadonlySet<OpenDesk> = desks;

const lastSeen: string[] = [];

/** @returns what stood on the pages of desks at their closing, since it was asked last */
export function takeLastSeen(): string[] {
  return lastSeen.splice(0);
}

/**
 * How long a page is waited for. Where a line was cut or a server killed, a desk gives up an answer that will never
 * come, sits out the longest of its waits (R6.8), and only then begins: what asks for less fails by chance. How fast
 * a desk is where nothing stands in its way is measured by `npm run bench`.
 */
const patienceMs = defaultTimeoutMs + backOff.leastMs + backOff.lastMs + 30_000;

/** A desk: one browser or window, one profile on the disk. With `at` its application stands there already. */
export async function openDesk(options: DeskOptions = {}): Promise<OpenDesk> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'cr-desk-profile-'));
  const errors: string[] = [];
  const opened = await openAt(profile, options, errors);
  const desk: OpenDesk = {
    ...opened,
    profile,
    errors,
    async close() {
      if (desks.delete(desk)) lastSeen.push(...(await describePages(opened.context, errors)));
      await opened.close();
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
  desks.add(desk);
  return desk;
}

async function openAt(profile: string, options: DeskOptions, errors: string[]): Promise<OpenedDesk> {
  const wanted = placeOfDesk(process.env, options);
  const { at = '' } = options;
  if (wanted.place === 'electron') {
    return beginning(await openShell({ ...options, program: wanted.program, profile, at }), errors);
  }
  const browser = beginning(await openBrowser(profile, options), errors);
  if (wanted.place === 'standIn') return standInWindow(browser, profile, at, options.profile !== undefined);
  if (at !== '') await browser.page.goto(at);
  return browser;
}

function beginning(opened: OpenedDesk, errors: string[]): OpenedDesk {
  opened.context.setDefaultTimeout(patienceMs);
  opened.page.on('pageerror', ({ name, message }) => errors.push(`${name}: ${message}`));
  return opened;
}

async function openBrowser(profile: string, options: DeskOptions): Promise<OpenedDesk> {
  const { path, args } = await findChromium();
  const wrapped = options.within || options.mayBeKilled ? wrapChromium(options.within ?? [], path) : null;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wrapped?.script ?? path,
    args: [...args, ...(options.args ?? [])],
    ...(options.home === undefined ? {} : { env: { ...process.env, HOME: options.home } }),
    viewport: options.viewport ?? { width: 1366, height: 768 },
    colorScheme: options.colorScheme ?? 'light',
    hasTouch: options.hasTouch ?? false,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    pid: wrapped?.pid() ?? null,
    async saved(act) {
      const [download] = await Promise.all([page.waitForEvent('download'), act()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    },
    async printed(act) {
      await page.evaluate(() => {
        window.print = () => document.body.setAttribute('data-printed', '');
      });
      await act();
      await page.locator('[data-printed]').waitFor({ state: 'attached' });
    },
    async close() {
      await context.close();
      wrapped?.remove();
    },
  };
}

/** Playwright starts one program with its arguments: this one goes through the other command first. */
function wrapChromium(within: readonly string[], path: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cr-desk-chromium-'));
  const [script, pidFile] = [join(folder, 'chromium'), join(folder, 'pid')];
  const line = [...within, path].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\necho $$ > '${pidFile}'\nexec ${line} "$@"\n`);
  chmodSync(script, 0o755);
  return {
    script,
    pid: () => Number(readFileSync(pidFile, 'utf8')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
