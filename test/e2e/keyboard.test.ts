/** Without a pointer: every screen is reached and used by keys, the focus is seen, and comes back from every layer. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mixedList } from '../support/mixed-list.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { walkByTab } from '../support/focus-walk.ts';
import { openPlace } from '../support/opened-desk.ts';
import {
  checkInAnonymous,
  chooseParty,
  leaveField,
  partyPanel,
  tabTo,
  whenFocused,
} from '../support/reception-keys.ts';

let site: DemoSite;
let desk: OpenDesk;
let page: Page;

beforeAll(async () => {
  site = await openDemoSite();
  desk = await site.enter({ name: '吧台 1', person: '周文静' });
  ({ page } = desk);
  // Without it the focus fades in, and is looked for too early.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await whenSynchronised(page);
});
afterAll(() => site.close());

const readyField = () => page.getByRole('combobox', { name: '查找来宾' });
const dialog = (name: string) => page.getByRole('dialog', { name });

async function pressed(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('g and a letter lead to each section, from wherever no text is typed', async () => {
  await whenFocused(readyField());
  await leaveField(page);
  await pressed('g', 's');
  await page.getByRole('heading', { name: '设置', exact: true }).waitFor();
  await pressed('g', 't');
  await page.getByRole('heading', { name: '同步状态', exact: true }).waitFor();
  await pressed('g', 'd');
  await whenFocused(readyField());
  // In the field they are letters.
  await pressed('g', 's');
  await expect.poll(() => readyField().inputValue()).toBe('gs');
  await pressed('Escape');
});

test('keys that come faster than a slow machine draws are all heard', async () => {
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  try {
    for (let times = 0; times < 6; times += 1) {
      await whenFocused(readyField());
      await leaveField(page);
      // None waits for what the one before has done.
      await Promise.all(['ArrowDown', 's'].map((key) => page.keyboard.press(key)));
      await partyPanel(page).getByRole('heading', { name: '上什么饮品' }).waitFor();
      await pressed('Escape');
      await Promise.all(['Escape', 'F2'].map((key) => page.keyboard.press(key)));
      await partyPanel(page).waitFor({ state: 'hidden' });
    }
  } finally {
    await slow.detach();
  }
});

test.for([
  ['到店', '/reception'],
  ['设置', '/settings'],
  ['同步状态', '/status'],
  ['导入', '/settings/import'],
] as const)(
  '%s: Tab goes once through everything, in order and in sight, and out again',
  async ([, path]) => {
    await openPlace(page, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('contentinfo').getByText(/^在线/).waitFor();
    if (path === '/reception') await whenFocused(readyField());
    const walk = await walkByTab(page);
    expect(walk.stops.slice(0, 2)).toEqual(['A 跳到正文', 'A 到店']);
    expect(walk).toMatchObject({ unseen: [], missed: [], outOfOrder: [], isRound: true });
  },
);

test('the first Tab offers the way past the rail to the content', async () => {
  await openPlace(page, '/settings');
  await page.getByLabel('语言').waitFor();
  await pressed('Tab');
  await whenFocused(page.getByRole('link', { name: '跳到正文' }));
  await pressed('Enter', 'Tab');
  await whenFocused(page.getByLabel('语言'));
});

test('the rail by Tab and Enter', async () => {
  await page.getByRole('link', { name: '跳到正文' }).focus();
  await pressed('Tab');
  await whenFocused(page.getByRole('navigation').getByRole('link', { name: '到店' }));
  await pressed('Enter');
  await whenFocused(readyField());
});

test('Ctrl+K opens the palette over anything; Escape gives the focus back; a page is chosen by its name', async () => {
  await openPlace(page, '/settings');
  await page.getByLabel('续杯间隔（分钟）').focus();
  await pressed('Control+k');
  await whenFocused(dialog('查找').getByRole('combobox'));
  await pressed('Tab', 'Tab', 'Shift+Tab');
  await expect.poll(() => dialog('查找').locator(':focus').count()).toBe(1);
  await pressed('Escape');
  await whenFocused(page.getByLabel('续杯间隔（分钟）'));
  await dialog('查找').waitFor({ state: 'detached' });
  await pressed('Control+k');
  await whenFocused(dialog('查找').getByRole('combobox'));
  await page.keyboard.type('导入');
  await dialog('查找')
    .getByRole('option', { selected: true, name: /导入客户与车辆/ })
    .waitFor();
  await pressed('Enter');
  await page.getByRole('heading', { name: '导入客户与车辆' }).waitFor();
});

test('a list is chosen and looked through by keys', async () => {
  // The first listener makes the browser hand choosers over, and nobody says when it does: it comes before all the tabs.
  const asked = page.waitForEvent('filechooser', { timeout: 60_000 });
  await page.evaluate(() => undefined);
  await tabTo(page.getByLabel('选择文件'));
  await pressed('Enter');
  const chooser = await asked;
  await chooser.setFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(mixedList) });
  await tabTo(page.getByRole('button', { name: '返回' }));
  await pressed('Enter');
  await page.getByText('将 Excel 或 CSV 文件拖到此处').waitFor();
});

test('? lists the keys that work here; Escape closes it and gives the focus back', async () => {
  await openPlace(page, '/status');
  await tabTo(page.getByRole('button', { name: '立即同步' }));
  await pressed('?');
  await dialog('快捷键').getByText('转到“设置”').waitFor();
  await dialog('快捷键').getByText('G S', { exact: true }).waitFor();
  await pressed('Tab', 'Tab');
  await expect.poll(() => dialog('快捷键').locator(':focus').count()).toBe(1);
  await pressed('Escape');
  await whenFocused(page.getByRole('button', { name: '立即同步' }));
});

test('Escape closes one layer after the other: picker, panel, and then nothing is left to close', async () => {
  await pressed('g', 'd');
  await checkInAnonymous(page, '键盘客人');
  await chooseParty(page, '键盘客人');
  await pressed('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await pressed('Escape');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor({ state: 'detached' });
  await partyPanel(page).waitFor();
  await pressed('e');
  const note = page.getByRole('form', { name: '修改' }).getByLabel('备注');
  await tabTo(note);
  await page.keyboard.type('没写完');
  await pressed('Escape');
  await page.getByRole('form', { name: '修改' }).waitFor({ state: 'detached' });
  await pressed('e');
  await expect.poll(() => note.inputValue()).toBe('没写完');
  await pressed('Escape', 'Escape');
  await partyPanel(page).waitFor({ state: 'detached' });
  await page.getByRole('article', { name: '键盘客人' }).waitFor();
});

test('after a picker, an edit and a closed panel the focus is where one can go on', async () => {
  await chooseParty(page, '键盘客人');
  for (const key of ['s', 'm', 'e']) {
    await pressed(key);
    await expect.poll(() => partyPanel(page).locator(':focus').count()).toBe(1);
    await pressed('Escape');
    await partyPanel(page).getByRole('button', { name: /^换座/ }).waitFor();
    await whenFocused(page.locator('[data-visit][aria-pressed=true]'));
  }
  await pressed('Escape');
  await partyPanel(page).waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('[data-visit]:focus').count()).toBe(1);
});

/** The focus comes a moment after what it goes to. */
const whenFocusedWithin = (layer: Locator) =>
  expect.poll(() => layer.evaluate((element) => element.contains(document.activeElement))).toBe(true);

test('the person menu opens by key, closes by key, and leads to the sign-in, which is used by keys', async () => {
  const menu = page.getByRole('banner').getByRole('button', { name: /周文静/ });
  await tabTo(menu);
  await pressed('Enter');
  await whenFocusedWithin(page.getByRole('menu'));
  await pressed('Escape');
  await whenFocused(menu);
  await page.getByRole('menuitem').waitFor({ state: 'detached' });
  await pressed('Enter');
  await whenFocusedWithin(page.getByRole('menu'));
  await pressed('ArrowDown');
  await whenFocused(page.getByRole('menuitem', { name: '切换人员' }));
  await pressed('Enter');
  await whenFocused(page.getByLabel('输入姓名或拼音查找'));
  const walk = await walkByTab(page);
  expect(walk).toMatchObject({ unseen: [], missed: [], outOfOrder: [], isRound: true });
  await tabTo(page.getByRole('button', { name: '陈静' }));
  await pressed('Enter');
  await whenFocused(readyField());
  expect(desk.errors).toEqual([]);
});
