/** The menu of free drinks, by keys alone: what ran out is said at the bar, and something else suggested. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, knownGuests, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import {
  chooseParty,
  findGuest,
  leaveField,
  partyCard,
  partyPanel,
  whenFocused,
} from '../support/reception-keys.ts';
import { findingsOf, speak as speakAnew } from '../support/screen-forms.ts';
import { fill, press, reach } from '../support/settings-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let bar: OpenDesk;
let cable: NetworkCable;
let second: OpenDesk;
let office: { readonly desk: OpenDesk; readonly cable: NetworkCable };

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }));
  second = await site.enter({ name: '吧台 2' });
  office = await site.enterOnCable({ name: '办公室 1', station: 'office', person: '周文静' });
  await openList(second.page);
});
afterAll(() => site.close());

const listOf = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('complementary', { name: words[language].menu.title });
const drink = (page: Page, name: string, language: Language = 'zh-CN') =>
  listOf(page, language).getByRole('switch', { name: new RegExp(`^${name} `) });
const there = (one: Locator, isThere: boolean) =>
  one.and(one.page().locator(`[aria-checked=${isThere}]`)).waitFor();
const lineOf = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('button', { name: new RegExp(`^${words[language].menu.title}`) });
const rowOf = async (page: Page, name: string) =>
  (await heldRows(page, 'menuItem')).find((row) => row['name'] === name);

/** How many it has made, sent or not. */
async function changesOf(page: Page): Promise<number> {
  const ids = new Set<unknown>();
  // In the order in which a change goes through them, so that one that is on its way is met at least once.
  for (const table of ['outbox', 'acknowledged', 'kept'])
    for (const { opId } of await heldRows(page, table)) ids.add(opId);
  return ids.size;
}

/** The reception takes the focus once it stands, and with it a letter that was meant as a key. */
async function speak(page: Page, language: Language): Promise<void> {
  await speakAnew(page, language);
  await whenFocused(page.getByRole('combobox').first());
}

async function openList(page: Page, language: Language = 'zh-CN'): Promise<void> {
  await leaveField(page);
  await page.keyboard.press('d');
  await whenFocused(listOf(page, language).getByRole('switch').and(page.locator(':focus')));
}

/** By arrows to the drink, and Enter. */
async function turn(page: Page, name: string, language: Language = 'zh-CN'): Promise<void> {
  const wanted = drink(page, name, language);
  for (const arrow of ['ArrowUp', 'ArrowDown'])
    for (let steps = 0; steps < 30 && !(await wanted.and(page.locator(':focus')).isVisible()); steps += 1)
      await page.keyboard.press(arrow);
  await whenFocused(wanted);
  await page.keyboard.press('Enter');
}

test.for(languages)(
  'D opens the list in %s; Enter says that a drink ran out, once however often it is pressed; the other desk shows it; Ctrl+Z takes it back',
  async (language) => {
    const { page } = bar;
    const name = language === 'en' ? 'Green tea' : '绿茶';
    await speak(page, language);
    await openList(page, language);
    const before = await changesOf(page);
    await turn(page, name, language);
    await page.keyboard.press('Enter');
    await page.getByText(words[language].menu.done.out.replace('{{drink}}', name)).waitFor();
    await there(drink(page, name, language), false);
    await there(drink(second.page, '绿茶'), false);
    await expect.poll(() => changesOf(page)).toBe(before + 1);
    await page.keyboard.press('Escape');
    await lineOf(page, language).getByText(words[language].menu.line.out.replace('{{count}}', '1')).waitFor();
    await page.keyboard.press('Control+z');
    await there(drink(second.page, '绿茶'), true);
    await lineOf(page, language).getByText(words[language].menu.line.none).waitFor();
  },
);

test('what a colleague said since stays when it is taken back here, and that is said', async () => {
  const { page } = bar;
  await speak(page, 'zh-CN');
  await openList(page);
  await turn(page, '红茶');
  await there(drink(second.page, '红茶'), false);
  await turn(second.page, '红茶');
  await there(drink(page, '红茶'), true);
  await page.keyboard.press('Control+z');
  await page.getByText('同事刚改过 红茶，同事的修改已保留').waitFor();
  await there(drink(page, '红茶'), true);
});

test('offline it goes on; what both said meanwhile stands once, without a conflict', async () => {
  const { page } = bar;
  cable.pull();
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await turn(page, '普洱');
  await there(drink(page, '普洱'), false);
  await turn(page, '橙汁');
  await there(drink(page, '橙汁'), false);
  await turn(second.page, '普洱');
  await there(drink(second.page, '普洱'), false);
  cable.plugIn();
  await there(drink(second.page, '橙汁'), false);
  await whenSynchronised(page);
  // Each of the two also learns the numbers that the server gave its own.
  await whenEqual(page, second.page);
  expect(await heldRows(page, 'menuItem')).toEqual(await heldRows(second.page, 'menuItem'));
  expect(await heldRows(page, 'conflict')).toEqual([]);
  await page.keyboard.press('Escape');
  await lineOf(page).getByText('暂缺 2 种').waitFor();
});

test('a guest whose usual drink ran out: a refill asks and suggests, and so does the next check-in', async () => {
  const { page } = bar;
  const { name, usual } = await checkInWithUsual(page);
  await turn(second.page, usual);
  await expect.poll(() => rowOf(page, usual)).toMatchObject({ available: false });
  const served = (await heldRows(page, 'serving')).length;
  await chooseParty(page, name);
  await partyPanel(page)
    .getByText(new RegExp(`^${usual} 暂不供应，建议 .+。$`))
    .waitFor();
  await page.keyboard.press('r');
  const picker = page.getByRole('region', { name: '上什么饮品' });
  const suggested = picker.getByRole('button').and(page.locator(':focus'));
  await suggested.waitFor();
  const instead = /建议 (.+)。$/.exec(await picker.getByRole('status').innerText())?.[1] ?? '';
  expect(await suggested.innerText()).toContain(instead);
  expect(await heldRows(page, 'serving')).toHaveLength(served);
  await page.keyboard.press('Enter');
  await page.getByText(`已给 ${name} 上 ${instead} ×1`).waitFor();
  await page.keyboard.press('x');
  await page.getByText(`${name} 已离店`).waitFor();
  // Said as soon as it is saved; the floor, which tells the search who is in the house, is drawn a moment later.
  await partyCard(page, name).waitFor({ state: 'detached' });

  await findGuest(page, name, name);
  const form = page.getByRole('form', { name: '登记到店' });
  await form.getByText(new RegExp(`^常点的 ${usual} 暂不供应，建议 .+。$`)).waitFor();
  const offered = await form.getByLabel('饮品').locator('option').allInnerTexts();
  expect(offered).not.toContain(usual);
  expect(offered).toContain('温开水');
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
});

/** A guest of the demonstration who has a usual drink, in the house and served with it. */
async function checkInWithUsual(page: Page) {
  for (const { name } of await knownGuests(page)) {
    await findGuest(page, name, name);
    const form = page.getByRole('form', { name: '登记到店' });
    await form.getByText(/尾号/).waitFor();
    const usual = await form.getByLabel('饮品').locator('option:checked').innerText();
    const isSuggested = await form.getByText(/暂不供应/).isVisible();
    if (usual !== '暂不上' && !isSuggested) {
      await page.keyboard.press('Control+Enter');
      await form.waitFor({ state: 'detached' });
      return { name, usual };
    }
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  }
  throw new Error('Nobody of the demonstration has a usual drink.');
}

test.for(languages)('the list in %s, as it looks', async (language) => {
  const { page } = bar;
  await speak(page, language);
  await openList(page, language);
  expect(await findingsOf(page, 'menu', language)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await findingsOf(page, 'menu-line', language)).toEqual([]);
  expect([...bar.errors, ...second.errors]).toEqual([]);
});

const settingsOf = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('region', { name: words[language].settings.menu.title, exact: true });
const chip = (page: Page, name: string | RegExp, language: Language = 'zh-CN') =>
  settingsOf(page, language).getByRole('listitem').getByRole('button', { name });
const offeredAt = async (page: Page) =>
  (await listOf(page).getByRole('switch').allInnerTexts()).map((text) => text.split('\n')[0]);

async function openSettings(page: Page, language: Language): Promise<void> {
  await speak(page, language);
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await settingsOf(page, language).waitFor();
}

async function backToReception(page: Page): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await whenFocused(page.getByRole('combobox').first());
}

test.for(languages)(
  'a drink added offline by keys in %s, saved with a key pressed twice, is at the bar once the line is back; its order and its end too, each taken back',
  async (language) => {
    const { page } = office.desk;
    const { menu, floor } = words[language].settings;
    const [name, english] = language === 'en' ? ['Oolong', 'Oolong'] : ['龙井', 'Longjing'];
    await openSettings(page, language);
    const before = await changesOf(page);
    office.cable.pull();
    await press(page.getByRole('button', { name: menu.add, exact: true }));
    const form = page.getByRole('form', { name: menu.add, exact: true });
    await fill(form, [name, english]);
    await whenFocused(page.getByRole('button', { name: menu.add, exact: true }));
    await chip(page, new RegExp(`^${name} `), language).waitFor();
    await expect.poll(() => changesOf(page)).toBe(before + 1);
    office.cable.plugIn();
    await there(drink(second.page, name), true);
    expect((await offeredAt(second.page)).at(-1)).toBe(name);

    await reach(chip(page, new RegExp(`^${name} `), language));
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(async () => (await offeredAt(second.page)).at(-2)).toBe(name);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await offeredAt(second.page)).at(-1)).toBe(name);

    await whenFocused(chip(page, new RegExp(`^${name} `), language));
    await page.keyboard.press('Enter');
    const edit = page.getByRole('form', { name: menu.drinkTitle.replace('{{name}}', name), exact: true });
    await press(edit.getByRole('button', { name: floor.close }));
    await edit.waitFor({ state: 'detached' });
    await drink(second.page, name).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await there(drink(second.page, name), true);
    await backToReception(page);
  },
);

test('[R4] renamed here while the bar says it ran out: both stand; what cannot be is told and nothing lost', async () => {
  const { page } = office.desk;
  await openSettings(page, 'zh-CN');
  office.cable.pull();
  await press(chip(page, /^龙井 /));
  const form = page.getByRole('form', { name: '饮品：龙井' });
  await whenFocused(form.getByLabel('饮品名称'));
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请填写名称，不超过 40 字。').waitFor();
  await page.keyboard.type('红茶');
  await form.getByText('饮品单上已有 红茶，同名容易弄错。').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('明前龙井');
  await page.keyboard.press('Escape');
  await whenFocused(chip(page, /^龙井 /));
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('饮品名称'));
  expect(await form.getByLabel('饮品名称').inputValue()).toBe('明前龙井');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
  await turn(second.page, '龙井');
  await there(drink(second.page, '龙井'), false);
  office.cable.plugIn();
  await there(drink(second.page, '明前龙井'), false);
  await chip(page, /^明前龙井 .*暂不供应/).waitFor();
  await backToReception(page);
});

test('an attendant reads the menu, is told who may change it, and has nothing to change it with', async () => {
  const { page } = second;
  for (const language of languages) {
    await speakAnew(page, language);
    await openPlace(page, '/settings');
    await settingsOf(page, language).getByText(words[language].settings.floor.readOnly).waitFor();
    await settingsOf(page, language)
      .getByText(language === 'en' ? 'Longjing' : '明前龙井')
      .waitFor();
    expect(await settingsOf(page, language).getByRole('button').count()).toBe(0);
  }
  expect([...bar.errors, ...second.errors, ...office.desk.errors]).toEqual([]);
});
