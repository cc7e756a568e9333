/** A real Chromium: the system's, else the one inside an npm package; and desks in profiles of their own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { defaultTimeoutMs } from '../../renderer/data/call-server.ts';
import { backOff } from '../../shared/sync/device/sync-loop.ts';

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

export interface DeskOptions {
  /** Folder of the profile; a fresh one where left out. */
  readonly profile?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** A command that runs the rest of its command line, e.g. on a disk of its own. */
  readonly within?: readonly string[];
}

export interface OpenDesk {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;
  /** Errors the page threw or logged, but for requests a test cut off itself. */
  readonly errors: string[];
  /** Of the browser, where it runs `within` another command; else null. */
  readonly pid: number | null;
  close(): Promise<void>;
}

const desks = new Set<OpenDesk>();

/** Of all that stand open at this moment. */
export const openDesks: ReadonlySet<OpenDesk> = desks;

/**
 * How long a page is waited for. Where a line was cut or a server killed, a desk gives up an answer that will never
 * come, sits out the longest of its waits (R6.8), and only then begins: what asks for less fails by chance. How fast
 * a desk is where nothing stands in its way is measured by `npm run bench`.
 */
const patienceMs = defaultTimeoutMs + backOff.leastMs + backOff.lastMs + 30_000;

/** A desk: one browser, one profile on the disk. */
export async function openDesk(options: DeskOptions = {}): Promise<OpenDesk> {
  const { path, args } = await findChromium();
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'cr-desk-profile-'));
  const wrapped = options.within ? wrapChromium(options.within, path) : null;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wrapped?.script ?? path,
    args: [...args],
    viewport: options.viewport ?? { width: 1366, height: 768 },
    colorScheme: options.colorScheme ?? 'light',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(patienceMs);
  const page = context.pages()[0] ?? (await context.newPage());
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const desk: OpenDesk = {
    context,
    page,
    profile,
    errors,
    pid: wrapped?.pid() ?? null,
    async close() {
      desks.delete(desk);
      await context.close();
      wrapped?.remove();
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
  desks.add(desk);
  return desk;
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
