/** What surrounds the window: menus, tray, what the system tells of the computer and of what is due. */
import { join } from 'node:path';
import { app, Menu, nativeImage, Notification, powerMonitor, Tray } from 'electron';
import type { CallArguments } from '../shared/ipc.ts';
import type { DeskWindow } from './desk-window.ts';
import type { SettingsKeeper } from './kept-settings.ts';
import type { Log } from './log.ts';
import { menuTemplate } from './menu.ts';
import { createNotices, type Notices } from './notices.ts';
import { shellWords, trayTip } from './shell-words.ts';
import type { WindowChoices } from './window-choices.ts';

export interface SurroundingsDeps {
  readonly desk: DeskWindow;
  readonly keeper: SettingsKeeper;
  readonly choices: WindowChoices;
  readonly log: Log;
  /** Folder of the built application, where its icons are. */
  readonly assets: string;
}

export interface Surroundings {
  readonly notices: Notices;
  /** In the language and with the numbers of the page. */
  show(now: CallArguments<'showInShell'>[0]): void;
}

/** To be called once the application is ready. */
export function createSurroundings({ desk, keeper, choices, log, assets }: SurroundingsDeps): Surroundings {
  const notices = createNotices({
    create: (text) => new Notification(text),
    isSupported: () => Notification.isSupported(),
    isWanted: () => choices.current().notifyDue,
    isInFront: () => desk.isInFront(),
    onChosen(about) {
      desk.show();
      desk.tell('noticeChosen', about);
    },
  });
  const tray = createTrayKeeper(desk, assets);
  let waiting = 0;
  function drawMenus(): void {
    const { language } = keeper.current();
    const goTo = (page: '/reception' | '/customers' | '/register' | '/settings' | '/status') => {
      desk.show();
      desk.tell('goTo', page);
    };
    const { platform } = process;
    const template = menuTemplate({
      ...{ platform, language, goTo, hasDevTools: !app.isPackaged },
      mayQuit: !choices.current().kiosk,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
  function drawTray(): void {
    const { closeToTray, kiosk } = choices.current();
    tray.draw({ isWanted: closeToTray, mayQuit: !kiosk, language: keeper.current().language, waiting });
  }
  choices.onChange(() => {
    drawMenus();
    drawTray();
  });
  listenToComputer(desk, choices, log);
  desk.onFront(() => notices.clear());
  drawMenus();
  drawTray();
  return {
    notices,
    show(now) {
      waiting = now.waiting;
      if (now.language !== keeper.current().language) {
        keeper.keep({ language: now.language });
        drawMenus();
      }
      drawTray();
    },
  };
}

/** Locked or asleep: nobody is there any more. Awake again: what happened meanwhile is fetched at once. */
function listenToComputer(desk: DeskWindow, choices: WindowChoices, log: Log): void {
  const lock = () => {
    log.note({ event: 'locked' });
    if (choices.current().lockWithComputer) desk.tell('locked');
  };
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
  const awake = () => {
    log.note({ event: 'awake' });
    desk.tell('resumed');
  };
  powerMonitor.on('resume', awake);
  powerMonitor.on('unlock-screen', awake);
}

interface TrayNow {
  readonly isWanted: boolean;
  /** Not where the window is the whole screen for good reason. */
  readonly mayQuit: boolean;
  readonly language: 'zh-CN' | 'en';
  /** Changes without a verdict. */
  readonly waiting: number;
}

/** There while closing the window leaves the program running. */
function createTrayKeeper(desk: DeskWindow, assets: string) {
  let tray: Tray | null = null;
  return {
    draw({ isWanted, mayQuit, language, waiting }: TrayNow): void {
      if (!isWanted) {
        tray?.destroy();
        tray = null;
        return;
      }
      if (tray === null) {
        tray = new Tray(nativeImage.createFromPath(join(assets, 'icon-192.png')).resize({ width: 32 }));
        tray.on('click', () => desk.show());
      }
      const words = shellWords(language).tray;
      tray.setToolTip(trayTip(words, waiting));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: trayTip(words, waiting), enabled: false },
          { type: 'separator' },
          { label: words.open, click: () => desk.show() },
          ...(mayQuit ? [{ label: words.quit, click: () => app.quit() }] : []),
        ]),
      );
    },
  };
}
