/** The house as the site arranges it: areas and seats by keys alone, offline too; every desk offers the same. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import {
  checkInAnonymous,
  chooseParty,
  leaveField,
  partyCard,
  tabTo,
  whenFocused,
} from '../support/reception-keys.ts';
import { speak } from '../support/screen-forms.ts';
import { fill, press, reach } from '../support/settings-keys.ts';
import { setRoles } from '../support/staff-rights.ts';

interface Office {
  readonly desk: OpenDesk;
  readonly cable: NetworkCable;
}

let site: DemoSite;
let bar: OpenDesk;
let first: Office;
let second: Office;
/** Nobody sits on it. */
let free: string;

async function openOffice(name: string, person: string): Promise<Office> {
  const office = await site.enterOnCable({ name, station: 'office', person });
  const { page } = office.desk;
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await panelOf(page).waitFor();
  return office;
}

beforeAll(async () => {
  site = await openDemoSite();
  bar = await site.enter({ name: '吧台 1' });
  first = await openOffice('办公室 1', '周文静');
  second = await openOffice('办公室 2', '周文静');
  const visits = await heldRows(bar.page, 'visit');
  const taken = visits.filter((visit) => visit['leftAt'] === null).map((visit) => visit['seatId']);
  const seats = await heldRows(bar.page, 'seat');
  free = String(seats.find(({ id, name }) => /^W[1-4]$/.test(String(name)) && !taken.includes(id))?.['name']);
});
afterAll(() => site.close());

const floorWords = words['zh-CN'].settings.floor;
const panelOf = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('region', { name: words[language].settings.floor.title, exact: true });
const areaOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const seatOf = (page: Page, name: string | RegExp) =>
  panelOf(page).getByRole('listitem').getByRole('button', { name });
const formOf = (page: Page, name: string) => page.getByRole('form', { name, exact: true });
const seatsIn = (page: Page, area: string) =>
  areaOf(page, area).getByRole('listitem').locator('b').allInnerTexts();
const areasOf = (page: Page) => panelOf(page).getByRole('heading', { level: 3 }).allInnerTexts();
const seatRow = async (page: Page, name: string) =>
  (await heldRows(page, 'seat')).find((row) => row['name'] === name);

/** In the form of the seat, which ends with it. */
async function act(page: Page, seat: string, button: string): Promise<void> {
  const form = formOf(page, `座位：${seat}`);
  await press(seatOf(page, new RegExp(`^${seat} `)));
  await press(form.getByRole('button', { name: button }));
  await form.waitFor({ state: 'detached' });
}

const seatPicker = () => bar.page.getByRole('region', { name: '换到' });

async function openPicker(party: string): Promise<void> {
  await chooseParty(bar.page, party);
  await bar.page.keyboard.press('m');
  await seatPicker().waitFor();
}

async function offeredTo(party: string): Promise<(string | undefined)[]> {
  await openPicker(party);
  const names = await seatPicker()
    .locator('[data-name]')
    .evaluateAll((all) => (all as HTMLElement[]).map((one) => one.dataset['name']));
  await bar.page.keyboard.press('Escape');
  await seatPicker().waitFor({ state: 'detached' });
  return names;
}

/** By the seat's name, typed. */
async function moveTo(party: string, seat: string): Promise<void> {
  await openPicker(party);
  const target = seatPicker().locator(`[data-name="${seat}"]`);
  await target.waitFor();
  if (/^\w+$/.test(seat)) await bar.page.keyboard.type(seat);
  else await tabTo(target);
  await whenFocused(target);
  await bar.page.keyboard.press('Enter');
  await sitsAt(party, seat);
}

const sitsAt = (party: string, seat: string) =>
  partyCard(bar.page, party)
    .getByText(new RegExp(`^${seat} ·`))
    .waitFor();

test.for(languages)(
  'an area and its seat, made offline by keys in %s, are where a party at the bar sits down once the line is back',
  async (language) => {
    const { page } = first.desk;
    const { floor } = words[language].settings;
    const [area, seat] = language === 'en' ? ['Tea corner', 'T1'] : ['亲子区', 'K1'];
    await speak(page, language);
    await panelOf(page, language).waitFor();
    await whenSynchronised(second.desk.page);
    first.cable.pull();
    await press(page.getByRole('button', { name: floor.addArea, exact: true }));
    await fill(formOf(page, floor.addArea), language === 'en' ? [area] : [area, 'Family area']);
    await whenFocused(page.getByRole('button', { name: floor.addArea, exact: true }));
    await press(page.getByRole('button', { name: floor.addSeatTo.replace('{{name}}', area) }));
    await fill(formOf(page, floor.addSeat), [seat, '3']);
    const places = floor.places.replace('{{count}}', '3');
    await areaOf(page, area)
      .getByRole('button', { name: `${seat} ${places}`, exact: true })
      .waitFor();
    // One change for each, though each was saved twice.
    expect(await heldRows(page, 'outbox')).toHaveLength(2);
    first.cable.plugIn();
    await seatOf(second.desk.page, `${seat} 3 位`).waitFor();
    await expect.poll(() => seatRow(bar.page, seat)).toMatchObject({ capacity: 3, outOfUse: false });
    await checkInAnonymous(bar.page, `坐 ${seat} 的人`);
    await moveTo(`坐 ${seat} 的人`, seat);
    await speak(page, 'zh-CN');
    await panelOf(page).waitFor();
  },
);

test('seats and areas change their order by keys, on every desk; undo puts them back', async () => {
  const { page } = first.desk;
  await reach(seatOf(page, /^A1 /));
  await page.keyboard.press('ArrowRight');
  await whenFocused(seatOf(page, /^A2 /));
  await page.keyboard.press('Alt+ArrowLeft');
  await whenFocused(seatOf(page, /^A2 /));
  const there = async () => (await seatsIn(second.desk.page, '休息区')).slice(0, 2);
  await expect.poll(there).toEqual(['A2', 'A1']);
  await page.keyboard.press('Control+z');
  await expect.poll(there).toEqual(['A1', 'A2']);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(async () => (await offeredTo('坐 K1 的人')).slice(0, 2)).toEqual(['A2', 'A1']);

  const before = await areasOf(second.desk.page);
  await press(page.getByRole('button', { name: '修改区域 亲子区' }));
  await press(formOf(page, '区域：亲子区').getByRole('button', { name: floorWords.earlierArea }));
  await expect.poll(() => areasOf(second.desk.page)).not.toEqual(before);
  await page.keyboard.press('Control+z');
  await expect.poll(() => areasOf(second.desk.page)).toEqual(before);
  await page.keyboard.press('Escape');
});

test('[R4] two desks edit one seat offline, each another field: both edits stand', async () => {
  const [one, other] = [first.desk.page, second.desk.page];
  await whenSynchronised(one);
  await whenSynchronised(other);
  for (const { cable } of [first, second]) cable.pull();
  await press(seatOf(one, new RegExp(`^${free} `)));
  await fill(formOf(one, `座位：${free}`), ['靠窗1']);
  await press(seatOf(other, new RegExp(`^${free} `)));
  await fill(formOf(other, `座位：${free}`), [free, '6']);
  for (const { cable } of [first, second]) cable.plugIn();
  for (const page of [one, other]) await seatOf(page, '靠窗1 6 位').waitFor();
});

test('a seat with a party cannot go out of use; an empty one is offered no more, until it is back', async () => {
  const { page } = first.desk;
  await whenSynchronised(bar.page);
  await press(seatOf(page, /^K1 /));
  const form = formOf(page, '座位：K1');
  await form.getByText(floorWords.taken).waitFor();
  expect(await form.getByRole('button', { name: floorWords.close }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await act(page, '靠窗1', floorWords.close);
  await seatOf(page, /^靠窗1 .*已停用/).waitFor();
  await expect.poll(() => offeredTo('坐 K1 的人')).not.toContain('靠窗1');
  await act(page, '靠窗1', floorWords.reopen);
  await seatOf(page, /^靠窗1 6 位$/).waitFor();
  await page.keyboard.press('Control+z');
  await seatOf(page, /^靠窗1 .*已停用$/).waitFor();
  await act(page, '靠窗1', floorWords.reopen);
  await expect.poll(() => offeredTo('坐 K1 的人')).toContain('靠窗1');
});

test('a party whose seat is closed by a desk that did not see it sits there still, and is moved as ever', async () => {
  const { page } = second.desk;
  await whenSynchronised(page);
  second.cable.pull();
  await moveTo('坐 K1 的人', '靠窗1');
  await whenSynchronised(bar.page);
  await act(page, '靠窗1', floorWords.close);
  await seatOf(page, /^靠窗1 .*已停用/).waitFor();
  second.cable.plugIn();
  await expect.poll(() => seatRow(bar.page, '靠窗1')).toMatchObject({ outOfUse: true });
  await sitsAt('坐 K1 的人', '靠窗1');
  // Where it sits is shown, not offered to others.
  await expect.poll(() => offeredTo('坐 K1 的人')).toContain('靠窗1');
  await expect.poll(() => offeredTo('坐 T1 的人')).not.toContain('靠窗1');
  await moveTo('坐 K1 的人', 'K1');
  await expect.poll(() => offeredTo('坐 K1 的人')).not.toContain('靠窗1');
});

test('what cannot be is told, and what was typed is still there: after Escape, after a reload', async () => {
  const { page } = first.desk;
  await whenSynchronised(page);
  const before = await seatRow(page, 'W5');
  await press(seatOf(page, /^W5 /));
  const form = formOf(page, '座位：W5');
  const typed = async () => [
    await form.getByLabel(floorWords.seatName).inputValue(),
    await form.getByLabel(floorWords.capacity).inputValue(),
  ];
  await whenFocused(form.getByLabel(floorWords.seatName));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('靠窗5');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel(floorWords.capacity));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0');
  await page.keyboard.press('Control+Enter');
  await form.getByText(floorWords.errors.capacity).waitFor();
  expect(await typed()).toEqual(['靠窗5', '0']);
  await page.keyboard.press('Escape');
  await whenFocused(seatOf(page, /^W5 /));
  await page.keyboard.press('Enter');
  await expect.poll(typed).toEqual(['靠窗5', '0']);
  await page.reload();
  await form.waitFor();
  await expect.poll(typed).toEqual(['靠窗5', '0']);
  expect(await seatRow(page, 'W5')).toEqual(before);
  await whenFocused(form.getByLabel(floorWords.seatName));
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel(floorWords.capacity));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Control+Enter');
  await seatOf(second.desk.page, '靠窗5 2 位').waitFor();
});

test('an attendant reads the house, is told who may change it, and has nothing to change it with', async () => {
  const { page } = bar;
  await openPlace(page, '/settings');
  for (const language of languages) {
    await speak(page, language);
    await panelOf(page, language).getByText(words[language].settings.floor.readOnly).waitFor();
    await panelOf(page, language).getByText('K1').waitFor();
    expect(await panelOf(page, language).getByRole('button').count()).toBe(0);
  }
});

test('whose right was taken meanwhile finds what the server refused, with all it said, and is told', async () => {
  const { page } = second.desk;
  await whenSynchronised(page);
  second.cable.pull();
  await setRoles(site.server.dataDir, 'zhouwj', ['attendant']);
  await press(seatOf(page, /^W6 /));
  await fill(formOf(page, '座位：W6'), ['靠窗6', '5']);
  await seatOf(page, '靠窗6 5 位').waitFor();
  second.cable.plugIn();
  await page.getByRole('contentinfo').getByText('待处理 1').waitFor();
  await panelOf(page).getByText(floorWords.readOnly).waitFor();
  expect((await seatRow(page, 'W6'))?.['capacity']).toBe(4);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  const item = page.getByRole('listitem').filter({ hasText: '修改座位' });
  await item.getByText(words['zh-CN'].errors.verdict.forbidden).waitFor();
  await item.getByText(/靠窗6/).first().waitFor();
  await item.getByText(/5/).first().waitFor();
  expect([...bar.errors, ...first.desk.errors, ...second.desk.errors]).toEqual([]);
});
