/** The application as a window of its own, from a browser: what the browser offers, or where the person finds it. */
import { createStore } from 'zustand/vanilla';
import type { Bridge } from '../data/bridge.ts';

/** Of Chromium; no other browser has it, and the compiler does not know it. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

export interface InstallState {
  /** Asks the person, by the browser's own question; null while it has none. */
  readonly ask: (() => void) | null;
  readonly isInstalled: boolean;
  /** The desktop shell has nothing to install. */
  readonly isBrowser: boolean;
}

export const installStore = createStore<InstallState>(() => ({
  ask: null,
  isInstalled: false,
  isBrowser: false,
}));

/** How it is done here. `menu`: by the browser's own menu. `insecure`: not at this address. */
export type InstallWay = 'installed' | 'ask' | 'ios' | 'safari' | 'menu' | 'insecure';

interface Where {
  readonly userAgent: string;
  /** An iPad calls itself a Mac, but has fingers. */
  readonly maxTouchPoints: number;
  readonly isSecure: boolean;
}

export function installWay(
  { ask, isInstalled }: Pick<InstallState, 'ask' | 'isInstalled'>,
  { userAgent, maxTouchPoints, isSecure }: Where,
): InstallWay {
  if (isInstalled) return 'installed';
  if (ask) return 'ask';
  if (!isSecure) return 'insecure';
  if (/iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'ios';
  return /Safari\//.test(userAgent) && !/Chrom(e|ium)\/|Edg\//.test(userAgent) ? 'safari' : 'menu';
}

/** The browser tells once, early: to be called before anything is drawn. */
export function listenForInstall(shell: Bridge['shell'], page: Window): void {
  if (shell !== 'browser') return;
  // Safari on an iPhone says it its own way.
  const isInstalled =
    page.matchMedia('(display-mode: standalone)').matches ||
    (page.navigator as { standalone?: unknown }).standalone === true;
  installStore.setState({ isBrowser: true, isInstalled });
  page.addEventListener('beforeinstallprompt', (event) => {
    // No bar of the browser's over somebody's work: the settings have a button.
    event.preventDefault();
    // The event is good for one question.
    const ask = () => {
      installStore.setState({ ask: null });
      void (event as InstallEvent).prompt().catch(() => undefined);
    };
    installStore.setState({ ask });
  });
  page.addEventListener('appinstalled', () => installStore.setState({ ask: null, isInstalled: true }));
}
