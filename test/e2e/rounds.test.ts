/** 巡台 by keys alone: who wants something now, by time or as one walks through the house as it is arranged. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import {
  checkInAnonymous,
  leaveField,
  partyCard,
  tabTo,
  whenCheckedIn,
  whenFocused,
} from '../support/reception-keys.ts';
import { speak } from '../support/screen-forms.ts';
import { reach } from '../support/settings-keys.ts';

let site: DemoSite;
let bar: OpenDesk;
let cable: NetworkCable;
let office: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }));
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  await leaveField(office.page);
  await office.page.keyboard.press('g');
  await office.page.keyboard.press('s');
  const refill = office.page.getByLabel('续杯间隔（分钟）');
  await tabTo(refill);
  await office.page.keyboard.press('Control+a');
  // Whoever was served is not due again before the test has ended.
  await office.page.keyboard.type('10');
  await office.page.keyboard.press('Enter');
  await office.page.getByText('门店设置已保存').waitFor();
});
afterAll(() => site.close());

const rounds = (language: Language = 'zh-CN') => words[language].reception.floor.rounds;
const wantingNow = (page: Page, language?: Language) =>
  page.getByRole('region', { name: rounds(language).now, exact: true }).locator('[data-visit]');
const idsOf = (page: Page) =>
  wantingNow(page).evaluateAll((all) => (all as HTMLElement[]).map(({ dataset }) => dataset['visit']));

/** By the seats as they are arranged at this desk; who has none first. */
async function asOneWalks(ids: readonly (string | undefined)[]) {
  const [areas, seats, visits] = [
    await heldRows(bar.page, 'area'),
    await heldRows(bar.page, 'seat'),
    await heldRows(bar.page, 'visit'),
  ];
  const place = (id: string | undefined) => {
    const seat = seats.find((row) => row.id === visits.find((visit) => visit.id === id)?.['seatId']);
    const area = areas.find((row) => row.id === seat?.['areaId']);
    return seat ? Number(area?.['position']) * 1_000 + Number(seat['position']) : -1;
  };
  return [...ids].sort((a, b) => place(a) - place(b));
}

/** They want a first drink from the moment they come: at any hour, also where nobody has been here for ten minutes. */
const newcomers = [
  ['等四座的人', 'W6'],
  ['等三座的人', 'W4'],
  ['等二座的人', 'W2'],
  ['等一座的人', 'A2'],
] as const;

async function seatNewcomers(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: '匿名来宾到店' });
  for (const [name, seat] of newcomers) {
    await page.keyboard.press('Alt+g');
    await whenFocused(form.getByLabel('称呼'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(name);
    const field = form.getByLabel('座位');
    await tabTo(field);
    await page.keyboard.type(seat);
    await expect.poll(() => field.locator('option:checked').innerText()).toMatch(new RegExp(`^${seat}`));
    await page.keyboard.press('Control+Enter');
    await whenCheckedIn(page, name);
    await partyCard(page, name)
      .getByText(new RegExp(`^${seat} ·`))
      .waitFor();
  }
}

test('who is due stands together, by time; W puts them as one walks, and another order of the seats is another way', async () => {
  const { page } = bar;
  await expect.poll(async () => (await heldRows(bar.page, 'siteSettings'))[0]?.['refillMinutes']).toBe(10);
  await checkInAnonymous(page, '刚来的人');
  // The later one came, the earlier one passes them: by time is another order than as one walks.
  await seatNewcomers(page);
  await leaveField(page);
  await page.keyboard.press('w');
  await wantingNow(page).nth(newcomers.length).waitFor();
  const byTime = await idsOf(page);
  const walking = await asOneWalks(byTime);
  expect(walking).not.toEqual(byTime);
  await page.keyboard.press('w');
  // Meanwhile somebody else may have become due.
  await expect.poll(async () => (await idsOf(page)).filter((id) => byTime.includes(id))).toEqual(walking);

  // The second of two neighbours on the way goes before the first.
  const seats = await heldRows(page, 'seat');
  const visits = await heldRows(page, 'visit');
  const seatOf = (id: string | undefined) =>
    seats.find((row) => row.id === visits.find((visit) => visit.id === id)?.['seatId']);
  const at = walking.findIndex((id, index) => {
    const [one, next] = [seatOf(id), seatOf(walking[index + 1])];
    return one && next && one.id !== next.id && one['areaId'] === next['areaId'];
  });
  const [one, next] = [seatOf(walking[at]), seatOf(walking[at + 1])];
  const name = String(next?.['name']);
  await reach(office.page.getByRole('button', { name: new RegExp(`^${name} `) }));
  const between = Number(next?.['position']) - Number(one?.['position']);
  const place = async () =>
    (await office.page.getByRole('listitem').locator('b').allInnerTexts()).indexOf(name);
  for (let steps = 0; steps < between; steps += 1) {
    const before = await place();
    await office.page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(place).toBe(before - 1);
  }
  const changed = walking.toSpliced(at, 2, walking[at + 1], walking[at]);
  await expect.poll(async () => (await idsOf(page)).filter((id) => byTime.includes(id))).toEqual(changed);
});

test('without a network N and a drink, again and again, until nobody wants anything; the office sees every cup', async () => {
  const { page } = bar;
  await whenSynchronised(page);
  cable.pull();
  // From a party that is chosen one goes on; from none one begins.
  await page.keyboard.press('Escape');
  await page.locator('[data-visit][aria-pressed=true]').waitFor({ state: 'detached' });
  const before = await idsOf(page);
  const inTurn: string[] = [];
  // Meanwhile others may become due: they come in their turn, too.
  while ((await wantingNow(page).count()) > 0) {
    await page.keyboard.press('n');
    const chosen = page.locator('[data-visit][aria-pressed=true]:focus');
    await chosen.waitFor();
    const id = (await chosen.getAttribute('data-visit')) ?? '';
    expect(inTurn).not.toContain(id);
    inTurn.push(id);
    const had = (await heldRows(page, 'serving')).some((row) => row['visitId'] === id);
    await page.keyboard.press(had ? 'r' : 's');
    if (!had) {
      await page.getByRole('region', { name: words['zh-CN'].reception.party.drinkTitle }).waitFor();
      await page.keyboard.press('1');
    }
    await expect.poll(() => idsOf(page)).not.toContain(id);
  }
  expect(inTurn.filter((id) => before.includes(id))).toEqual(before);
  await page.getByRole('contentinfo').getByText(`待上传 ${inTurn.length}`).waitFor();
  const cups = (await heldRows(page, 'serving')).length;
  cable.plugIn();
  await expect.poll(async () => (await heldRows(office.page, 'serving')).length).toBe(cups);
});

test.for(languages)(
  'in %s the board stays as it was chosen, over a reload, and V leads on',
  async (language) => {
    const { page } = bar;
    const { floor } = words[language].reception;
    await speak(page, language);
    const radio = (name: string) => page.getByRole('radio', { name, exact: true });
    await expect.poll(() => radio(floor.orders.walking).isChecked()).toBe(true);
    await page.getByRole('region', { name: rounds(language).rest, exact: true }).waitFor();
    await leaveField(page);
    for (const view of ['time', 'area', 'rounds'] as const) {
      await page.keyboard.press('v');
      await expect.poll(() => radio(floor.views[view]).isChecked()).toBe(true);
    }
    expect([...bar.errors, ...office.errors]).toEqual([]);
  },
);
