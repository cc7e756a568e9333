/** Where a desk of an end-to-end flow stands: a browser, Electron's own window, or what stands in for it. Decisions only. */
import { windowEnv } from './opening.ts';

/**
 * The flows that make no sense in the desktop window, each with its reason. Every other file of test/e2e runs there
 * as it runs in a browser: `npm test -- electron` in Electron itself, `npm test -- stand-in` in Chromium behind the
 * shell's own handlers (test/support/shell-page.ts).
 */
export const browserFlows: Readonly<Record<string, string>> = {
  'bench-peers': 'measures other libraries; there is no desk in it',
  bench: 'measures, and compares with what was measured in a browser',
  'first-load':
    'how a browser fetches the application from the server the first time; the window has it on its disk',
  'own-tls':
    'what a browser trusts, and the page that tells how; the window pins its server’s authority itself',
  'rare-screens': 'screens of a browser’s bad day; those of the window are in window-screens',
  'shell-page': 'looks at what stands in for Electron, not at a desk',
  'shell-window': 'plays the part of Electron’s main process; the real one has its tests in electron/',
  storage: 'holds and deletes the database from a second page, of which the window has none',
  'two-windows': 'two tabs of one browser; the window is one',
  'web-app': 'installing, service worker and builds on the device, which only a browser has',
  'whole-day-by-touch': 'fingers on a tablet, which has the application in its browser',
  'window-screens': 'looks at screens by what stands in for Electron',
};

/** @param files names of test/e2e @returns paths of those that run in the window */
export function windowFlows(files: readonly string[]): string[] {
  const flows = files.filter((file) => file.endsWith('.test.ts'));
  return flows
    .filter((file) => !Object.hasOwn(browserFlows, file.slice(0, -'.test.ts'.length)))
    .sort()
    .map((file) => `test/e2e/${file}`);
}

export interface WantedDesk {
  /** The server it is to be at; undefined: a browser's page that its test leads on. */
  readonly at?: string | undefined;
  /** What only the window has is looked at: never in a browser. */
  readonly onlyWindow?: boolean | undefined;
}

export type DeskPlace =
  { readonly place: 'browser' | 'standIn' } | { readonly place: 'electron'; readonly program: string };

/** @param env `CRDESK_ELECTRON` names Electron's program, `CRDESK_STAND_IN` asks for what stands in for it */
export function placeOfDesk(env: SuiteMachine['env'], { at, onlyWindow = false }: WantedDesk): DeskPlace {
  if (at === undefined) return { place: 'browser' };
  const program = env['CRDESK_ELECTRON'];
  if (program) return { place: 'electron', program };
  return { place: onlyWindow || env['CRDESK_STAND_IN'] ? 'standIn' : 'browser' };
}

export interface SuiteMachine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where Electron's package keeps its program. */
  readonly packagedProgram: string;
  readonly exists: (path: string) => boolean;
}

export type ShellChoice =
  | { readonly program: string; readonly why: null }
  /** Why the flows do not run in Electron here. */
  | { readonly program: null; readonly why: string };

/** `CRDESK_ELECTRON` names a program of Electron, not a packed application: that one takes no debugger (its fuses). */
export function chooseShell({ platform, env, packagedProgram, exists }: SuiteMachine): ShellChoice {
  const named = env['CRDESK_ELECTRON'];
  const program = named || packagedProgram;
  if (!exists(program)) {
    return none(named ? `CRDESK_ELECTRON=${named} is not there` : 'its program is not on this machine');
  }
  const hasDisplay = platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
  return hasDisplay ? { program, why: null } : none('there is no display');
}

function none(why: string): ShellChoice {
  return { program: null, why };
}

/** @returns the line that says what no suite has shown here */
export function notVerified(why: string): string {
  const instead = '`npm test -- stand-in` runs the same flows at the window’s page in Chromium';
  return `NOT VERIFIED: the end-to-end flows in Electron itself, and starting it by Playwright: ${why} (${instead}).`;
}

export interface LaunchOptions {
  readonly executablePath: string;
  readonly args: string[];
  readonly chromiumSandbox: boolean;
  readonly env: Record<string, string>;
  readonly locale: string;
  readonly timezoneId: string;
  readonly colorScheme: 'light' | 'dark';
}

export interface Launched {
  readonly program: string;
  /** Of the project, whose built application is shown. */
  readonly root: string;
  readonly profile: string;
  /** The server the desk is at. */
  readonly at: string;
  /** Absent on Windows. */
  readonly uid: number | undefined;
  readonly env: SuiteMachine['env'];
  readonly colorScheme?: 'light' | 'dark' | undefined;
}

/** How Playwright starts Electron's program for a desk with its own profile, in the hours and words of the flows. */
export function launchOptions({
  program,
  root,
  profile,
  at,
  uid,
  env,
  colorScheme,
}: Launched): LaunchOptions {
  return {
    executablePath: program,
    args: [root, '--lang=zh-CN'],
    // Left to itself Playwright takes the sandbox away; a desk has one. Chromium's does not serve root.
    chromiumSandbox: uid !== 0,
    env: definedOf(windowEnv({ ...env, CRDESK_PROFILE: profile }, at)),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: colorScheme ?? 'light',
  };
}

function definedOf(env: SuiteMachine['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
