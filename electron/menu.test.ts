import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { menuTemplate } from './menu.ts';

type Item = MenuItemConstructorOptions;
const menusOn = (platform: NodeJS.Platform, language: 'zh-CN' | 'en' = 'zh-CN', goTo = vi.fn()) =>
  menuTemplate({ platform, language, hasDevTools: false, mayQuit: true, goTo });
const itemsOf = (menus: readonly Item[]): Item[] =>
  menus.flatMap((menu) => [menu, ...itemsOf((menu.submenu ?? []) as Item[])]);

test('on macOS the first menu is the application’s own, and the window has one', () => {
  const [first, ...others] = menusOn('darwin');
  expect(itemsOf(first ? [first] : []).map(({ role }) => role)).toContain('about');
  expect(others.map(({ role }) => role)).toContain('windowMenu');
});

test.each(['win32', 'linux'] as const)('on %s the first is “file”, with the way out', (platform) => {
  const [first] = menusOn(platform);
  expect(first).toMatchObject({ label: '文件', submenu: [{ role: 'quit', label: '退出' }] });
});

test.each(['darwin', 'win32', 'linux'] as const)('every item on %s is in the chosen language', (platform) => {
  const labels = (language: 'zh-CN' | 'en') =>
    itemsOf(menusOn(platform, language))
      .filter(({ type }) => type !== 'separator')
      .map(({ label = '' }) => label);
  expect(labels('zh-CN').filter((label) => !/\p{Script=Han}/u.test(label) && label !== 'CR Desk')).toEqual(
    [],
  );
  expect(labels('en').filter((label) => /\p{Script=Han}/u.test(label) || label === '')).toEqual([]);
});

test('pages are gone to by the page itself', () => {
  const goTo = vi.fn();
  const go = menusOn('win32', 'zh-CN', goTo).find(({ label }) => label === '前往');
  for (const { click } of itemsOf(go ? [go] : []).slice(1)) (click as () => void)();
  expect(goTo.mock.calls.flat()).toEqual(['/reception', '/customers', '/register', '/settings', '/status']);
});

test('the developer’s tools are not where it is installed', () => {
  const roles = (hasDevTools: boolean) =>
    itemsOf(
      menuTemplate({ platform: 'linux', language: 'en', hasDevTools, mayQuit: true, goTo: vi.fn() }),
    ).map(({ role }) => role);
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(true)).toContain('toggleDevTools');
});

test.each(['darwin', 'win32'] as const)(
  'on %s nothing quits or shrinks the window where it is the whole screen',
  (platform) => {
    const menus = menuTemplate({
      platform,
      language: 'en',
      hasDevTools: false,
      mayQuit: false,
      goTo: vi.fn(),
    });
    const roles = itemsOf(menus).map(({ role }) => role);
    expect(roles).not.toContain('quit');
    expect(roles).not.toContain('togglefullscreen');
  },
);
