/** Where the window stood last, and where it may stand today: screens come and go. */
import type { BrowserWindow, Rectangle } from 'electron';
import type { KeptSettings } from './kept-settings.ts';

export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
}

/** @returns where the window opens: where it stood, as far as a screen is there; null leaves it to the system */
export function placeOn(kept: KeptSettings['window'], workAreas: readonly Rectangle[]): WindowPlace | null {
  if (kept === null) return null;
  const screen = mostOf(kept.bounds, workAreas);
  if (screen === null) return null;
  return { bounds: within(kept.bounds, screen), isMaximised: kept.isMaximised };
}

/** The screen that shows most of it; null where none shows any. */
function mostOf(bounds: Rectangle, screens: readonly Rectangle[]): Rectangle | null {
  const shown = screens.map((screen) => ({ screen, area: sharedArea(bounds, screen) }));
  const [most] = shown.toSorted((a, b) => b.area - a.area);
  return most && most.area > 0 ? most.screen : null;
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Wholly on the screen, so that its title bar can be taken hold of. */
function within(bounds: Rectangle, screen: Rectangle): Rectangle {
  const width = Math.min(bounds.width, screen.width);
  const height = Math.min(bounds.height, screen.height);
  return {
    x: Math.min(Math.max(bounds.x, screen.x), screen.x + screen.width - width),
    y: Math.min(Math.max(bounds.y, screen.y), screen.y + screen.height - height),
    width,
    height,
  };
}

/** ms; a window is moved in hundreds of steps. */
const settleMs = 500;

type Watched = Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized' | 'isMinimized'> & {
  on(event: 'resize' | 'move' | 'maximize' | 'unmaximize' | 'close', listener: () => void): unknown;
};

/** Keeps where the window stands, whenever it came to rest and when it closes. */
export function watchPlace(window: Watched, keep: (place: WindowPlace) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const keepNow = () => {
    clearTimeout(timer);
    // In the taskbar it stands nowhere.
    if (!window.isMinimized()) keep({ bounds: window.getNormalBounds(), isMaximised: window.isMaximized() });
  };
  for (const moved of ['resize', 'move', 'maximize', 'unmaximize'] as const)
    window.on(moved, () => {
      clearTimeout(timer);
      timer = setTimeout(keepNow, settleMs);
    });
  window.on('close', keepNow);
}
