/** The one object that knows which shell the application runs in. */
import type { DesktopBridge } from '../../shared/ipc.ts';

declare global {
  interface Window {
    /** Put there by electron/preload.ts. */
    readonly crDesk?: DesktopBridge;
  }
}

export interface Bridge {
  readonly shell: 'browser' | 'electron';
  /** Origin of the central server, without a slash at the end. */
  readonly serverUrl: string;
}

export function readBridge(): Bridge {
  const desktop = window.crDesk;
  if (desktop) return { shell: 'electron', serverUrl: desktop.serverUrl };
  return { shell: 'browser', serverUrl: window.location.origin };
}
