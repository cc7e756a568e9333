/** No key of a menu of the desktop window is one of the application's: the menu would take it away. */
import type { MenuItemConstructorOptions } from 'electron';
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

type Item = MenuItemConstructorOptions;

/** Of the roles that the menus have, as Electron's documentation lists them; editing is the page's own elsewhere. */
const roleKeys: Readonly<Record<string, string>> = {
  quit: 'mod+q',
  resetZoom: 'mod+0',
  zoomIn: 'mod++',
  zoomOut: 'mod+-',
  togglefullscreen: 'F11',
  toggleDevTools: 'mod+shift+i',
  minimize: 'mod+m',
  hide: 'mod+h',
  hideOthers: 'mod+alt+h',
  undo: 'mod+z',
  redo: 'mod+shift+z',
  cut: 'mod+x',
  copy: 'mod+c',
  paste: 'mod+v',
  selectAll: 'mod+a',
};
const noKeys = ['about', 'unhide', 'windowMenu', 'zoom', 'front'];

const itemsOf = (menus: readonly Item[]): Item[] =>
  menus.flatMap((menu) => [menu, ...itemsOf((menu.submenu ?? []) as Item[])]);

function keysOfMenus(platform: NodeJS.Platform): string[] {
  const menus = menuTemplate({
    platform,
    language: 'en',
    hasDevTools: true,
    mayQuit: true,
    goTo: () => undefined,
  });
  return itemsOf(menus).flatMap(({ role, accelerator, registerAccelerator }) => {
    if (typeof accelerator === 'string') return [accelerator.replace('CmdOrCtrl', 'mod').toLowerCase()];
    if (role === undefined || registerAccelerator === false || noKeys.includes(role)) return [];
    const key = roleKeys[role];
    if (key === undefined) throw new Error(`Which keys has the role ${role}?`);
    return [key.toLowerCase()];
  });
}

function keysOfApplication(): string[] {
  const files = globSync('renderer/**/*.{ts,tsx}', { exclude: (name) => name.includes('.test.') });
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bkeys: '([^']+)'/g)].map(([, keys = '']) => keys.toLowerCase()),
  );
}

test.each(['win32', 'linux'] as const)('on %s', (platform) => {
  const own = keysOfApplication();
  expect(own).toEqual(expect.arrayContaining(['mod+k', 'mod+z', 'f2']));
  expect(keysOfMenus(platform).filter((key) => own.includes(key))).toEqual([]);
});

test('on macOS all but undo, which a page has only from its menu; the page is asked first', () => {
  const own = keysOfApplication();
  expect(keysOfMenus('darwin').filter((key) => own.includes(key))).toEqual(['mod+z']);
});
