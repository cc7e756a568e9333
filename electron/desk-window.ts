/** The desk's one window: opened where it stood last or brought to the front, asked before it closes, brought back when its page is lost. */
import { join } from 'node:path';
import { app, BrowserWindow, screen, session } from 'electron';
import type { EventArguments, EventName, Recovery } from '../shared/ipc.ts';
import { createCloseGuard, type CloseAnswer, type CloseGuard } from './close-guard.ts';
import { meaningOfClose, type WindowChoices } from './window-choices.ts';
import { tellPage } from './ipc.ts';
import type { Log } from './log.ts';
import type { SettingsKeeper } from './kept-settings.ts';
import { bringBack } from './lost-page.ts';
import { appUrl } from './policy.ts';
import { placeOn, watchPlace } from './window-state.ts';
import { windowOptions } from './window.ts';

export interface DeskWindow {
  /** Null where none is open. */
  current(): BrowserWindow | null;
  /** The one there is, brought to the front; else a new one. */
  show(): void;
  /** @returns whether there is a page that was told */
  tell<Name extends EventName>(name: Name, ...args: EventArguments<Name>): boolean;
  answerClose(word: CloseAnswer): void;
  isInFront(): boolean;
  /** @param listener hears that the person goes on working, or that what asked them is gone: nothing ends */
  onStay(listener: () => void): void;
  /** @param listener hears whenever the window comes to the front */
  onFront(listener: () => void): void;
  /** Why the page was loaded again; told once. */
  takeRecovery(): Recovery | null;
}

export function createDeskWindow(keeper: SettingsKeeper, choices: WindowChoices, log: Log): DeskWindow {
  let open: { readonly window: BrowserWindow; readonly guard: CloseGuard } | null = null;
  let recovery: Recovery | null = null;
  let isQuitting = false;
  const frontListeners: (() => void)[] = [];
  const stayListeners: (() => void)[] = [];

  const tell: DeskWindow['tell'] = (name, ...args) =>
    open !== null && tellPage(open.window.webContents, name, ...args);

  function openWindow(): void {
    const window = new BrowserWindow({ ...placedOptions(keeper), kiosk: choices.current().kiosk });
    if (placeOf(keeper)?.isMaximised) window.maximize();
    watchPlace(window, (stands) => keeper.keep({ window: stands }));
    const guard = createCloseGuard({
      ask() {
        // A question behind other windows, or in the tray, is seen by nobody.
        window.show();
        return tell('closing');
      },
      close: () => window.close(),
      onStay() {
        isQuitting = false;
        stayListeners.forEach((listener) => listener());
      },
    });
    guardClose(window, guard, () => {
      const meaning = meaningOfClose(choices.current(), isQuitting);
      if (meaning === 'hold') tell('kioskHeld');
      if (meaning === 'hide') window.hide();
      if (meaning !== 'ask') isQuitting = false;
      return meaning === 'ask';
    });
    window.on('focus', () => frontListeners.forEach((listener) => listener()));
    bringBack(
      window,
      log,
      () => keeper.current().language,
      (lost) => {
        recovery = lost;
        guard.forget();
      },
    );
    window.on('closed', () => {
      open = null;
      log.note({ event: 'closed' });
    });
    open = { window, guard };
    void window.loadURL(appUrl);
  }

  app.on('before-quit', () => (isQuitting = true));
  choices.onChange(({ kiosk }) => {
    // Else a window that the person made as large as the screen would shrink.
    if (open && open.window.isKiosk() !== kiosk) open.window.setKiosk(kiosk);
  });
  return {
    current: () => open?.window ?? null,
    show() {
      if (open === null) return openWindow();
      const { window } = open;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    tell,
    answerClose: (word) => open?.guard.answer(word),
    isInFront: () => open !== null && open.window.isFocused(),
    onStay: (listener) => void stayListeners.push(listener),
    onFront: (listener) => void frontListeners.push(listener),
    takeRecovery() {
      const taken = recovery;
      recovery = null;
      return taken;
    },
  };
}

function placeOf(keeper: SettingsKeeper) {
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  return placeOn(keeper.current().window, workAreas);
}

function placedOptions(keeper: SettingsKeeper) {
  const preload = join(import.meta.dirname, 'preload.cjs');
  return { ...windowOptions(preload, session.defaultSession, app.isPackaged), ...placeOf(keeper)?.bounds };
}

/** @param endsProgram whether closing means that, or did something else */
function guardClose(window: BrowserWindow, guard: CloseGuard, endsProgram: () => boolean): void {
  window.on('close', (event) => {
    if (guard.isFree()) return;
    if (!endsProgram() || !guard.mayClose()) event.preventDefault();
  });
  // Windows goes down or its user signs out: there is nobody to answer. Before it (`query-session-end`) Windows only
  // asks, and a person may still call it off, who is then to be asked again.
  window.on('session-end', () => guard.free());
  window.webContents.on('did-finish-load', () => guard.forget());
}
