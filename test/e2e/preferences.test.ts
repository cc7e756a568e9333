/** What a guest likes and must not have, by keys alone: at the bar with and without a network, on the record in the office, in both languages. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import { wallTime } from '../../shared/rules/time-zone.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, knownGuests, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import {
  chooseParty,
  findGuest,
  leaveField,
  partyCard,
  partyPanel,
  tabTo,
  whenFocused,
} from '../support/reception-keys.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';

let site: DemoSite;
let bar: OpenDesk;
let office: OpenDesk;
let cable: NetworkCable;
let guest: { readonly id: string; readonly name: string; readonly plate: string };

const ownWords = '大杯';

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }));
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  const told = new Set((await heldRows(bar.page, 'preference')).map((row) => row['guestCardId']));
  const found = (await knownGuests(bar.page)).find(({ id }) => !told.has(id));
  if (!found) throw new Error('no guest of whom nothing is recorded');
  guest = found;
});
afterAll(() => site.close());

const held = async (page: Page) =>
  (await heldRows(page, 'preference')).filter((row) => row['guestCardId'] === guest.id);
const list = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('list', { name: words[language].records.preferences.recordedList });
const form = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('form', { name: words[language].records.preferences.addTitle });
const kind = (page: Page) => page.getByLabel(words['zh-CN'].records.preferences.kind);

/** Off the fields, letters are keys. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  await page.bringToFront();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const key of keys) await page.keyboard.press(key);
}

/** What is recorded stands above the form. */
async function tabBackTo(field: Locator): Promise<void> {
  await field.waitFor();
  const isFocused = () => field.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 20 && !(await isFocused()); steps += 1)
    await field.page().keyboard.press('Shift+Tab');
  await whenFocused(field);
}

/** By arrows from the first word of the kind to the one that is wanted, and there the space bar. */
async function takeWord(page: Page, word: string): Promise<void> {
  const words = page.getByRole('toolbar');
  const wanted = words.getByRole('button', { name: word, exact: true });
  await tabTo(words.locator('button[tabindex="0"]'));
  for (let steps = 0; steps < 20; steps += 1) {
    if (await wanted.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Space');
  await words.getByRole('button', { name: word, exact: true, pressed: true }).waitFor();
}

/** By keys from wherever one is. */
async function openRecord(page: Page, language: Language = 'zh-CN'): Promise<void> {
  await press(page, 'g', 'k');
  await whenFocused(page.getByRole('combobox', { name: words[language].customers.find.label }));
  await page.keyboard.type(guest.plate.slice(2));
  const rows = page.getByRole('listbox').getByRole('option');
  await rows.filter({ hasText: guest.name }).first().waitFor();
  await expect.poll(() => rows.count()).toBeLessThan(3);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: guest.name }).waitFor();
}

test('an allergy that is recorded at the bar stands in red words on the card of every desk; one key takes it back', async () => {
  const { page } = bar;
  await findGuest(page, guest.name, guest.name);
  await page.keyboard.press('Control+Enter');
  await partyCard(office.page, guest.name).waitFor();
  await chooseParty(page, guest.name);
  await page.keyboard.press('p');
  await whenFocused(kind(page));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await takeWord(page, '花生过敏');
  await page.keyboard.press('Control+Enter');
  await list(page).getByText('花生过敏').waitFor();
  await list(page)
    .getByText(/^\S+ \d\d:\d\d 登记$/)
    .waitFor();
  const onCard = partyCard(office.page, guest.name).getByText('花生过敏');
  await onCard.waitFor();
  await page.keyboard.press('Control+z');
  await onCard.waitFor({ state: 'detached' });
  await whenFocused(kind(page));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await takeWord(page, '花生过敏');
  await page.keyboard.press('Control+Enter');
  await onCard.waitFor();
  const [red, ink] = await onCard.evaluate((element) => {
    const probe = document.createElement('i');
    probe.style.color = 'var(--bad)';
    document.body.append(probe);
    const bad = getComputedStyle(probe).color;
    probe.remove();
    return [getComputedStyle(element).color, bad];
  });
  expect(red).toBe(ink);
});

test('what is half-typed is there again after Escape, and after the page was loaded anew', async () => {
  const { page } = bar;
  await whenFocused(kind(page));
  await takeWord(page, '温热');
  await tabTo(page.getByLabel('其他做法'));
  await page.keyboard.type(ownWords);
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });
  await page.reload();
  await partyPanel(page).getByRole('heading', { name: guest.name }).waitFor();
  await whenFocused(page.getByRole('combobox', { name: '查找来宾' }));
  await leaveField(page);
  await page.keyboard.press('p');
  await whenFocused(kind(page));
  await expect.poll(() => page.getByLabel('其他做法').inputValue()).toBe(ownWords);
  await page.getByRole('button', { name: '温热', pressed: true }).waitFor();
});

test('without a network the bar records, changes and withdraws, while the office records on; nothing collides', async () => {
  const { page } = bar;
  await whenSynchronised(page);
  cable.pull();
  await tabTo(page.getByRole('combobox', { name: '饮品' }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Enter');
  await list(page).getByText(`绿茶 温热、${ownWords}`).waitFor();
  await tabBackTo(list(page).getByRole('button', { name: `修改 绿茶 温热、${ownWords}` }));
  await page.keyboard.press('Enter');
  await whenFocused(page.getByRole('form', { name: '修改这一条' }).getByLabel('类别'));
  await takeWord(page, '少糖');
  await page.keyboard.press('Control+Enter');
  await list(page).getByText(`绿茶 温热、少糖、${ownWords}`).waitFor();
  await page.keyboard.press('Control+z');
  await list(page).getByText(`绿茶 温热、${ownWords}`).waitFor();
  await tabBackTo(list(page).getByRole('button', { name: '撤回 花生过敏' }));
  await page.keyboard.press('Enter');
  await partyCard(page, guest.name).getByText('花生过敏').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await partyCard(page, guest.name).getByText('花生过敏').waitFor();

  await openRecord(office.page);
  await list(office.page).getByText('花生过敏').waitFor();
  await press(office.page, 'p');
  await whenFocused(kind(office.page));
  await office.page.keyboard.press('ArrowDown');
  await takeWord(office.page, '按摩椅');
  await office.page.keyboard.press('Control+Enter');
  await list(office.page).getByText('按摩椅').waitFor();

  cable.plugIn();
  const all = ['花生过敏', `绿茶 温热、${ownWords}`, '按摩椅'];
  for (const desk of [bar, office]) for (const said of all) await list(desk.page).getByText(said).waitFor();
  await whenSynchronised(page);
  expect(await held(page)).toHaveLength((await held(office.page)).length);
  for (const desk of [bar, office]) expect(await heldRows(desk.page, 'conflict')).toEqual([]);
});

test('the office desk reads in English what was said in Chinese, withdraws one by keys, and one key takes that back', async () => {
  const { page } = office;
  await page.keyboard.press('Escape');
  await speak(page, 'en');
  await page.getByRole('heading', { level: 1, name: guest.name }).waitFor();
  await list(page, 'en').getByText('peanut allergy').waitFor();
  await list(page, 'en').getByText(`Green tea warm, ${ownWords}`).waitFor();
  await list(page, 'en').getByText('massage chair').waitFor();
  await press(page, 'p');
  await whenFocused(form(page, 'en').getByLabel('Kind'));
  await tabBackTo(list(page, 'en').getByRole('button', { name: 'Withdraw massage chair' }));
  await page.keyboard.press('Enter');
  const atTheBar = list(bar.page).getByText('按摩椅');
  await atTheBar.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await atTheBar.waitFor();
  await page.keyboard.press('Escape');
  await form(page, 'en').waitFor({ state: 'detached' });
});

test('two desks that change one preference: the later stands, and the other can be brought back', async () => {
  await whenSynchronised(bar.page);
  cable.pull();
  await tabBackTo(list(bar.page).getByRole('button', { name: /^修改 绿茶/ }));
  await bar.page.bringToFront();
  await bar.page.keyboard.press('Enter');
  await whenFocused(bar.page.getByRole('form', { name: '修改这一条' }).getByLabel('类别'));
  await takeWord(bar.page, '无糖');
  await bar.page.keyboard.press('Control+Enter');
  await list(bar.page).getByText(`绿茶 温热、无糖、${ownWords}`).waitFor();
  const { page } = office;
  await press(page, 'p');
  await whenFocused(form(page, 'en').getByLabel('Kind'));
  await tabBackTo(list(page, 'en').getByRole('button', { name: /^Change Green tea/ }));
  await page.keyboard.press('Enter');
  await takeWord(page, 'with milk');
  await page.keyboard.press('Control+Enter');
  await list(page, 'en').getByText(`Green tea warm, with milk, ${ownWords}`).waitFor();
  await page.keyboard.press('Escape');
  cable.plugIn();
  await list(bar.page).getByText(`绿茶 温热、加奶、${ownWords}`).waitFor();
  await tabTo(page.getByRole('button', { name: /^Restore “.*no sugar/ }));
  await page.keyboard.press('Enter');
  await list(bar.page).getByText(`绿茶 温热、无糖、${ownWords}`).waitFor();
});

/** Not of yesterday’s business day, whose end at 04:00 in Shanghai is 20:00 UTC: a time that is typed is of today. */
function threeMinutesAgo(): number {
  const [dayMs, cutOffMs] = [86_400_000, 20 * 3_600_000];
  const began = Math.floor((Date.now() - cutOffMs) / dayMs) * dayMs + cutOffMs;
  return Math.max(began, Date.now() - 3 * 60_000);
}

test('the card counts down to the car, and says what the workshop said', async () => {
  const { page } = bar;
  await press(page, 'Escape');
  await form(page).waitFor({ state: 'detached' });
  await press(page, 'e');
  const edit = page.getByRole('form', { name: '修改' });
  await tabTo(edit.getByLabel('预计交车时间'));
  await page.keyboard.type(wallTime(threeMinutesAgo(), 'Asia/Shanghai'));
  await tabTo(edit.getByLabel('车间'));
  await page.keyboard.type('在洗车');
  await page.keyboard.press('Control+Enter');
  await partyCard(page, guest.name).getByText('车间：在洗车').waitFor();
  await partyCard(page, guest.name)
    .getByText(/^交车 \d\d:\d\d，超 \d 分钟$/)
    .waitFor();
});

const alsoData = [ownWords, '在洗车'];

test.for(languages)('the panel, the picker and the form of a guest in %s', async (language) => {
  const { page } = bar;
  await page.bringToFront();
  await speak(page, language);
  const panel = page.getByRole('complementary', { name: words[language].reception.party.region });
  await panel.getByRole('heading', { name: guest.name }).waitFor();
  await whenFocused(page.getByRole('combobox').first());
  await leaveField(page);
  const found = await findingsOf(page, 'preferences-party', language, alsoData);
  await press(page, 's');
  await panel.getByRole('heading', { name: words[language].reception.party.drinkTitle }).waitFor();
  found.push(...(await findingsOf(page, 'preferences-drinks', language, alsoData)));
  await press(page, 'Escape');
  for (const [at, name] of ['beverage', 'leisure', 'avoid'].entries()) {
    await press(page, 'p');
    await whenFocused(form(page, language).getByRole('combobox').first());
    for (let steps = 0; steps < at; steps += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    await form(page, language).getByText(words[language].records.preferences.needed).waitFor();
    found.push(...(await findingsOf(page, `preferences-${name}`, language, alsoData)));
    await tabTo(form(page, language).getByRole('button', { name: words[language].common.cancel }));
    await page.keyboard.press('Enter');
    await form(page, language).waitFor({ state: 'detached' });
  }
  expect(found).toEqual([]);
});

test.for(languages)('the preferences on the record of an office desk in %s', async (language) => {
  const { page } = office;
  await page.bringToFront();
  await speak(page, language);
  await page.getByRole('heading', { level: 1, name: guest.name }).waitFor();
  const found = await findingsOf(page, 'preferences-record', language, alsoData);
  await press(page, 'p');
  await form(page, language).waitFor();
  found.push(...(await findingsOf(page, 'preferences-record-form', language, alsoData)));
  await page.keyboard.press('Escape');
  await form(page, language).waitFor({ state: 'detached' });
  expect(found).toEqual([]);
});

test('no page failed', () => {
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
