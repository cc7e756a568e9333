/** The menus, in the language of the application and as each system has them. */
import type { MenuItemConstructorOptions } from 'electron';
import type { EventArguments } from '../shared/ipc.ts';
import type { KeptSettings } from './kept-settings.ts';
import { shellWords, type ShellWords } from './shell-words.ts';

export interface MenuDeps {
  readonly platform: NodeJS.Platform;
  readonly language: KeptSettings['language'];
  /** Not where it is installed. */
  readonly hasDevTools: boolean;
  /** Not where the window is the whole screen for good reason: then no menu leads out of it. */
  readonly mayQuit: boolean;
  readonly goTo: (page: EventArguments<'goTo'>[0]) => void;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/**
 * A role brings its own keys; none of them is the application's (test/walls/menu-keys.test.ts). Where pages have these
 * keys by themselves the menu only names them: registered, they would be taken from the page.
 */
export function menuTemplate({ platform, language, hasDevTools, mayQuit, goTo }: MenuDeps): Item[] {
  const words = shellWords(language).menu;
  const isMac = platform === 'darwin';
  const quit = mayQuit ? [role('quit', words.quit)] : [];
  const edit = (role: NonNullable<Item['role']>, label: string): Item =>
    isMac ? { role, label } : { role, label, registerAccelerator: false };
  const pages = (Object.entries(words.pages) as [keyof ShellWords['menu']['pages'], string][]).map(
    ([page, label]): Item => ({ label, click: () => goTo(`/${page}`) }),
  );
  return [
    ...(isMac ? [macApplication(words, quit)] : mayQuit ? [{ label: words.file, submenu: quit }] : []),
    {
      label: words.edit,
      submenu: [
        edit('undo', words.undo),
        edit('redo', words.redo),
        line,
        edit('cut', words.cut),
        edit('copy', words.copy),
        edit('paste', words.paste),
        edit('selectAll', words.selectAll),
      ],
    },
    { label: words.go, submenu: pages },
    {
      label: words.view,
      submenu: [
        role('resetZoom', words.resetZoom),
        role('zoomIn', words.zoomIn),
        role('zoomOut', words.zoomOut),
        line,
        // It would end the whole screen without asking who may.
        ...(mayQuit ? [role('togglefullscreen', words.fullScreen)] : []),
        { role: 'reload', label: words.reload, accelerator: 'CmdOrCtrl+Shift+R' },
        ...(hasDevTools ? [role('toggleDevTools', words.devTools)] : []),
      ],
    },
    ...(isMac ? [macWindow(words)] : []),
  ];
}

const role = (name: NonNullable<Item['role']>, label: string): Item => ({ role: name, label });

function macApplication(words: ShellWords['menu'], quit: readonly Item[]): Item {
  return {
    label: 'CR Desk',
    submenu: [
      role('about', words.about),
      line,
      role('hide', words.hide),
      role('hideOthers', words.hideOthers),
      role('unhide', words.unhide),
      line,
      ...quit,
    ],
  };
}

function macWindow(words: ShellWords['menu']): Item {
  return {
    label: words.window,
    role: 'windowMenu',
    submenu: [role('minimize', words.minimise), role('zoom', words.zoom), line, role('front', words.front)],
  };
}
