/** How `npm start` shows the application on this machine: decisions only, build/start.ts carries them out. */

import { resolve } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's number; absent on Windows. */
  readonly uid: number | undefined;
  /** Whether Electron's own program and the built shell are there. */
  readonly hasElectron: boolean;
}

export interface Opening {
  readonly how: 'window' | 'browser' | 'address';
  /** Why it is not the window; the address is to follow. */
  readonly why: string | null;
}

export function chooseOpening(machine: Machine): Opening {
  if (!hasDisplay(machine)) {
    return { how: 'address', why: 'There is no display here, so the desktop window stays closed.' };
  }
  // Before the program is missed: for root it is not even fetched.
  if (isRoot(machine)) {
    const why = 'The desktop window does not open for root (start as an ordinary user), so a browser opens.';
    return { how: 'browser', why };
  }
  if (!machine.hasElectron) {
    return { how: 'browser', why: 'Electron’s own program could not be had, so a browser opens.' };
  }
  return { how: 'window', why: null };
}

/** @returns whether Electron's own program is worth fetching: it is missing, and would open a window */
export function mayFetchElectron(machine: Machine): boolean {
  // The name Electron itself listens to.
  const isUnwanted = Boolean(machine.env['ELECTRON_SKIP_BINARY_DOWNLOAD']);
  return !machine.hasElectron && hasDisplay(machine) && !isRoot(machine) && !isUnwanted;
}

/** Chromium's sandbox does not work for root, and without it the window is not opened. */
function isRoot({ platform, uid }: Machine): boolean {
  return platform === 'linux' && uid === 0;
}

export function hasDisplay({ platform, env }: Pick<Machine, 'platform' | 'env'>): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** @returns where Electron's package puts its program, from the project's folder */
export function electronProgram(platform: NodeJS.Platform): string {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  };
  return `node_modules/electron/dist/${names[platform] ?? 'electron'}`;
}

/** @returns the environment of the window's process */
export function windowEnv(env: Machine['env'], serverUrl: string): Record<string, string | undefined> {
  // Set in the terminals of some editors: Electron would start as plain Node, without a window.
  const { ELECTRON_RUN_AS_NODE: _unwanted, ...others } = env;
  // Beside the server's data: who deletes that folder to begin anew has a desk that begins anew as well.
  const profile = env['CRDESK_PROFILE'] || resolve(env['DATA_DIR'] || './.data', 'desktop');
  return { ...others, CRDESK_SERVER: serverUrl, CRDESK_PROFILE: profile };
}

/** Written by Electron's package once its program is there whole. */
export const electronMark = 'node_modules/electron/path.txt';

/** Some browsers refuse root as well, and a machine with a display may have none. */
export const noBrowserWords = 'No browser opened by itself: open that address in one.';

export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['cmd', '/c', 'start', '', url];
  return [platform === 'darwin' ? 'open' : 'xdg-open', url];
}
