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
  if (!machine.hasElectron) {
    return { how: 'browser', why: 'Electron’s own program is not on this machine, so a browser opens.' };
  }
  // Chromium's sandbox does not work for root, and without it the window is not opened.
  if (machine.platform === 'linux' && machine.uid === 0) {
    return { how: 'address', why: 'The desktop window does not open for root: start as an ordinary user.' };
  }
  return { how: 'window', why: null };
}

export function hasDisplay({ platform, env }: Pick<Machine, 'platform' | 'env'>): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** @returns where Electron's package puts its program, from the project's folder; fetched by Electron, never by us */
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

export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['cmd', '/c', 'start', '', url];
  return [platform === 'darwin' ? 'open' : 'xdg-open', url];
}
