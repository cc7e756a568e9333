/** The visit register by keys: what the bar does stands in it at once, and what it says agrees with what was done. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showPlate } from '../../shared/rules/formats/plate.ts';
import { standingServings } from '../../shared/rules/refill.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite, type HeldRow } from '../support/desks.ts';
import { openPlace, whenKept } from '../support/opened-desk.ts';
import { readXlsx, shownMoment } from '../support/read-xlsx.ts';
import {
  checkInAnonymous,
  chooseParty,
  findGuest,
  leaveField,
  partyCard,
  tabTo,
  whenFocused,
  whenReady,
} from '../support/reception-keys.ts';

let site: DemoSite;
let bar: OpenDesk;
let office: OpenDesk;

/** Begins as a formula would: nobody's spreadsheet may compute it. */
const name = '=1+1的看车客人';

beforeAll(async () => {
  site = await openDemoSite();
  bar = await site.enter({ name: '吧台 1' });
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
});
afterAll(() => site.close());

const grid = (page: Page) => page.getByRole('grid', { name: '来访登记' });
const rowOf = (page: Page, guest: string) => grid(page).getByRole('row').filter({ hasText: guest });
const visitPanel = (page: Page) => page.getByRole('complementary', { name: '来访详情' });

/** What stands under a figure's name. */
async function figure(page: Page, label: string): Promise<string> {
  const tile = page.getByRole('region', { name: '汇总' }).locator('dl > div', { hasText: label });
  return tile.first().locator('dd').first().innerText();
}

const numberOf = async (page: Page, label: string) => Number.parseInt(await figure(page, label));

async function goToRegister(page: Page): Promise<void> {
  await page.bringToFront();
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { name: '来访登记表' }).waitFor();
  await grid(page).waitFor();
}

/** The visits of the desk that count, of those days. */
async function countedVisits(page: Page, from: string, to: string): Promise<HeldRow[]> {
  const visits = await heldRows(page, 'visit');
  return visits.filter((row) => {
    const day = String(row['businessDay']);
    return row['cancelledAt'] === null && from <= day && day <= to;
  });
}

const peopleIn = (visits: readonly HeldRow[]) =>
  visits.reduce((sum, row) => sum + Number(row['partySize'] ?? 1), 0);

type Serving = Parameters<typeof standingServings>[0][number] & {
  readonly visitId: string;
  readonly menuItemId: string | null;
  readonly quantity: number;
};

/** Of the visits that count today, what was not taken back. */
async function servedToday(page: Page): Promise<Serving[]> {
  const today = await dayField(page).inputValue();
  const ids = new Set((await countedVisits(page, today, today)).map(({ id }) => id));
  const servings = (await heldRows(page, 'serving')) as unknown as Serving[];
  return standingServings(servings).filter(({ visitId }) => ids.has(visitId));
}

const cupsIn = (servings: readonly Serving[]) => servings.reduce((sum, { quantity }) => sum + quantity, 0);

/** From the arrival of the party that was served last, whole minutes. */
async function minutesToLastServing(page: Page): Promise<number> {
  const servings = (await servedToday(page)).toSorted((a, b) => b.servedAt - a.servedAt);
  const visit = (await heldRows(page, 'visit')).find(({ id }) => id === servings[0]?.visitId);
  return Math.floor(((servings[0]?.servedAt ?? NaN) - Number(visit?.['arrivedAt'])) / 60_000);
}

const dayField = (page: Page) => page.getByLabel('日期', { exact: true });

test('a visit made at the bar stands in the register of the office at once, and counts', async () => {
  await goToRegister(office.page);
  const today = await dayField(office.page).inputValue();
  const before = await countedVisits(office.page, today, today);
  await expect.poll(() => numberOf(office.page, '来访')).toBe(before.length);
  await expect.poll(() => numberOf(office.page, '来宾')).toBe(peopleIn(before));
  await checkInAnonymous(bar.page, name);
  await rowOf(office.page, name).waitFor();
  await expect.poll(() => numberOf(office.page, '来访')).toBe(before.length + 1);
  await expect.poll(() => numberOf(office.page, '来宾')).toBe(peopleIn(before) + 1);
});

test('what is served counts, what is taken back does not', async () => {
  const { page } = bar;
  const row = rowOf(office.page, name);
  await page.bringToFront();
  await chooseParty(page, name);
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await page.keyboard.press('2');
  await row.getByText('红茶 ×1').waitFor();
  await row.getByRole('gridcell', { name: `${await minutesToLastServing(office.page)} 分钟` }).waitFor();
  // In the record: the ten seconds of Ctrl+Z may be over before the other desk has the serving.
  await page.getByRole('button', { name: /^撤回 .* 红茶 ×1$/ }).press('Enter');
  await row.getByText('红茶').waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await page.keyboard.press('3');
  await row.getByText('菊花茶 ×1').waitFor();
  await grid(office.page)
    .getByRole('gridcell', { name: `${cupsIn(await servedToday(office.page))} 杯`, exact: true })
    .waitFor();
});

test('what the cups took stands below the charts and in the file', async () => {
  const { page } = office;
  const [flower] = (await heldRows(page, 'menuItem')).filter((row) => row['name'] === '菊花茶');
  const grams = 4 * cupsIn((await servedToday(page)).filter(({ menuItemId }) => menuItemId === flower?.id));
  const charts = page.getByRole('region', { name: '图表' });
  await charts.getByText(`菊花 ${grams} 克`, { exact: true }).waitFor();
  await page.bringToFront();
  await grid(page).focus();
  const { bytes } = await office.saved(() => page.keyboard.press('x'));
  const row = readXlsx(bytes)[1]?.rows.find(([cell]) => cell?.value === '用料 · 菊花（克）');
  expect(row?.[1]).toMatchObject({ type: 'number', value: grams });
});

test('a check-in that is undone stands in no register but among those undone, and is restored from there', async () => {
  const { page } = bar;
  await checkInAnonymous(page, '登记错了');
  await rowOf(office.page, '登记错了').waitFor();
  await leaveField(page);
  await page.keyboard.press('Control+z');
  await rowOf(office.page, '登记错了').waitFor({ state: 'detached' });

  await office.page.bringToFront();
  const undone = office.page.getByRole('button', { name: '已撤销的登记' });
  await tabTo(undone);
  await office.page.keyboard.press('Enter');
  await rowOf(office.page, '登记错了').waitFor();
  await leaveField(office.page);
  await office.page.keyboard.press('ArrowDown');
  await office.page.keyboard.press('Enter');
  await visitPanel(office.page).getByText('这次登记已被撤销，不计入登记表。').waitFor();
  await office.page.keyboard.press('u');
  await partyCard(page, '登记错了').waitFor();
  await leaveField(office.page);
  await office.page.keyboard.press('Control+z');
  await partyCard(page, '登记错了').waitFor({ state: 'detached' });
  await rowOf(office.page, '登记错了').waitFor();
  await office.page.keyboard.press('Escape');
  await tabTo(undone);
  await office.page.keyboard.press('Enter');
  await rowOf(office.page, '登记错了').waitFor({ state: 'detached' });
});

/** Not in the house, with several cars that have plates. */
async function guestWithCars(page: Page) {
  const inside = new Set(
    (await heldRows(page, 'visit')).map((visit) => visit['leftAt'] ?? visit['guestCardId']),
  );
  const cars = (await heldRows(page, 'vehicle')).filter((car) => car['plate']);
  for (const card of await heldRows(page, 'guestCard')) {
    const own = cars.filter((car) => car['customerId'] === card['customerId']);
    if (own.length < 2 || card['kind'] !== 'private' || inside.has(card.id)) continue;
    return { name: String(card['name']), plates: own.map((car) => String(car['plate'])) };
  }
  throw new Error('nobody has two cars');
}

test('of several cars the one whose plate was typed is the one that came, and it alone stands in the register', async () => {
  const { page } = bar;
  await page.bringToFront();
  const { name: guest, plates } = await guestWithCars(page);
  const [other = '', plate = ''] = plates;
  await findGuest(page, plate.slice(2), guest);
  const shownPlate = showPlate(plate);
  const car = page.getByLabel('来店车辆');
  await expect.poll(() => car.locator('option:checked').innerText()).toContain(shownPlate);
  await page.keyboard.press('Control+Enter');
  await partyCard(page, guest).waitFor();
  const cell = rowOf(office.page, guest).first().getByRole('gridcell').nth(4);
  await expect.poll(() => cell.innerText()).toContain(shownPlate);
  expect(await cell.innerText()).not.toContain(showPlate(other));
  await leaveField(page);
});

test('found by typing, opened by Enter, corrected by keys after it has left, and the correction is taken back', async () => {
  const { page } = office;
  await bar.page.bringToFront();
  await chooseParty(bar.page, name);
  await bar.page.keyboard.press('x');
  await partyCard(bar.page, name).waitFor({ state: 'detached' });
  await goToRegister(bar.page);
  await page.bringToFront();
  await page.keyboard.press('F2');
  await whenFocused(page.getByLabel('在表中查找'));
  await page.keyboard.type('的看车');
  await expect.poll(() => numberOf(page, '来访')).toBe(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await visitPanel(page).getByRole('heading', { name }).waitFor();
  await visitPanel(page).getByText('菊花茶 ×1').waitFor();
  await page.keyboard.press('e');
  const form = page.getByRole('form', { name: '更正登记' });
  await whenFocused(form.getByLabel('称呼'));
  await tabTo(form.getByLabel('人数'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('5');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
  const people = (desk: Page) => rowOf(desk, name).getByRole('gridcell').nth(2);
  await expect.poll(() => people(page).innerText()).toBe('5');
  await expect.poll(() => people(bar.page).innerText()).toBe('5');
  await page.keyboard.press('Control+z');
  await expect.poll(() => people(bar.page).innerText()).toBe('1');
  await page.keyboard.press('Escape');
  await visitPanel(page).waitFor({ state: 'detached' });
});

test('the Excel file says what the screen does, in dates and numbers; a name is no formula; who took it is noted', async () => {
  const { page } = office;
  await page.bringToFront();
  await page.getByRole('button', { name: '清除筛选' }).click();
  const today = await dayField(page).inputValue();
  const visits = await countedVisits(page, today, today);
  await expect.poll(() => numberOf(page, '来访')).toBe(visits.length);
  await grid(page).focus();
  const file = await office.saved(() => page.keyboard.press('x'));
  expect(file.name).toBe(`来访登记表 ${today} 至 ${today}.xlsx`);
  const [list, figures] = readXlsx(file.bytes);
  expect([list?.name, figures?.name]).toEqual(['来访登记', '汇总']);
  const [heads = [], ...rows] = list?.rows ?? [];
  const column = (heading: string) => heads.findIndex((cell) => cell?.value === heading);
  expect(rows).toHaveLength(visits.length);
  const people = rows.map((row) => row[column('人数')]);
  expect(people.every((cell) => cell?.type === 'number')).toBe(true);
  expect(people.reduce((sum, cell) => sum + Number(cell?.value), 0)).toBe(peopleIn(visits));
  const ours = rows.find((row) => row[column('来宾')]?.value === name);
  expect(ours?.[column('来宾')]?.type).toBe('text');
  const arrived = ours?.[column('到店')];
  expect(arrived?.type).toBe('date');
  const visit = visits.find((row) => row['partyName'] === name);
  const wall = new Date(Number(visit?.['arrivedAt']) + 8 * 3_600_000).toISOString();
  expect(shownMoment(Number(arrived?.value))).toBe(wall.slice(0, 16).replace('T', ' '));
  const ofFigure = (heading: string) => figures?.rows.find(([cell]) => cell?.value === heading)?.[1]?.value;
  expect(ofFigure('来访（组）')).toBe(visits.length);
  expect(ofFigure('来宾（人）')).toBe(peopleIn(visits));
  const exports = async () =>
    (await heldRows(page, 'auditEntry')).filter((row) => row['what'] === 'registerXlsx');
  await expect.poll(async () => (await exports()).at(-1)?.['rowCount']).toBe(visits.length);
});

test('the CSV file begins with the mark that spreadsheets want, and has no formula in it', async () => {
  const { page } = office;
  const file = await office.saved(() => page.getByRole('button', { name: '导出 CSV' }).click());
  expect([...file.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = file.bytes.toString('utf8').trim().split('\r\n');
  expect(lines).toHaveLength(1 + (await numberOf(page, '来访')));
  expect(lines.find((line) => line.includes('的看车客人'))).toContain(`,'${name},`);
});

test('weeks begin on Monday, months are whole; each says what the desk holds of it', async () => {
  const { page } = office;
  await page.bringToFront();
  await grid(page).focus();
  const today = await dayField(page).inputValue();
  await page.keyboard.press('m');
  const month = today.slice(0, 7);
  const visits = await countedVisits(page, `${month}-01`, `${month}-31`);
  await expect.poll(() => numberOf(page, '来访')).toBe(visits.length);
  await expect.poll(() => numberOf(page, '来宾')).toBe(peopleIn(visits));
  await page.keyboard.press('w');
  // A month may begin on the Monday of this week.
  await expect.poll(() => page.getByRole('radio', { name: '周', exact: true }).isChecked()).toBe(true);
  const monday = await dayField(page).inputValue();
  expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1);
  await page.keyboard.press('ArrowLeft');
  const before = new Date(Date.parse(`${monday}T00:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10);
  await expect.poll(() => dayField(page).inputValue()).toBe(before);
});

test('a year opens with few rows drawn, says where the data begin, and its last row is reached by one key', async () => {
  const { page } = office;
  await openPlace(page, '/register?kind=range&from=2020-01-01&to=2099-12-31');
  await grid(page).waitFor();
  const visits = await countedVisits(page, '2020-01-01', '2099-12-31');
  await expect.poll(() => numberOf(page, '来访')).toBe(visits.length);
  await page.getByText(/更早的来访不在此表中/).waitFor();
  expect(await page.locator('[data-line]').count()).toBeLessThan(60);
  await grid(page).focus();
  await page.keyboard.press('End');
  // Two may have come in one minute.
  const begin = Math.min(...visits.map((visit) => Number(visit['arrivedAt'])));
  const first = visits.filter((visit) => visit['arrivedAt'] === begin).map(({ id }) => id);
  const marked = page.locator('[data-line][aria-selected=true]');
  await expect.poll(async () => first.includes((await marked.getAttribute('data-line')) ?? '')).toBe(true);
  // So large a file is packed where the content security policy lets it.
  const file = await office.saved(() => page.keyboard.press('x'));
  expect(readXlsx(file.bytes)[0]?.rows).toHaveLength(1 + visits.length);
});

test('on paper stands the whole list on white, with its head and page numbers, and nothing of the frame', async () => {
  const { page } = office;
  await openPlace(page, '/register?kind=month');
  await grid(page).waitFor();
  const month = (await dayField(page).inputValue()).slice(0, 7);
  const rows = (await countedVisits(page, `${month}-01`, `${month}-31`)).length;
  await expect.poll(() => numberOf(page, '来访')).toBe(rows);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const paper = page.locator('[data-printed-register]');
  await paper.getByRole('heading', { name: /来访登记表/ }).waitFor();
  const printed = paper.locator('tbody tr').filter({ hasText: /\d\d:\d\d/ });
  await expect.poll(() => printed.count()).toBe(rows);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  expect(await grid(page).isVisible()).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  const rule = await paper.locator('style').innerText();
  expect(rule).toContain('A4 landscape');
  expect(rule).toContain('"第 " counter(page) " 页，共 " counter(pages) " 页"');
  expect(
    await paper
      .locator('table > thead')
      .last()
      .evaluate((head) => getComputedStyle(head).display),
  ).toBe('table-header-group');
  // All columns fit on the long side of A4 between its margins.
  await page.setViewportSize({ width: 1047, height: 720 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1047);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.setViewportSize({ width: 1366, height: 768 });
  await grid(page).waitFor();
  await expect
    .poll(
      async () =>
        (await heldRows(page, 'auditEntry')).filter((row) => row['what'] === 'registerPrinted').length,
    )
    .toBe(1);
});

test('the standard for the first drink is the site’s: changed at the office, the bar’s figures follow', async () => {
  const { page } = office;
  await goToRegister(bar.page);
  // A month that has just begun may have nobody in it who waited for more than three minutes.
  const [from, to] = ['2020-01-01', '2099-12-31'];
  await openPlace(bar.page, `/register?kind=range&from=${from}&to=${to}`);
  await grid(bar.page).waitFor();
  const visits = await countedVisits(bar.page, from, to);
  await expect.poll(() => numberOf(bar.page, '来访')).toBe(visits.length);
  const inFive = Number.parseInt(await figure(bar.page, '5 分钟内上首杯'));
  await openPlace(page, '/settings');
  await tabTo(page.getByLabel('首杯标准（分钟）'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await page.getByText('门店设置已保存').waitFor();
  await expect.poll(() => figure(bar.page, '3 分钟内上首杯').catch(() => '')).not.toBe('');
  expect(Number.parseInt(await figure(bar.page, '3 分钟内上首杯'))).toBeLessThan(inFive);
  await rowOf(bar.page, '超时').first().waitFor();
});

test('without a server the register opens, counts what is done offline, and tells the others later', async () => {
  const { page } = bar;
  await openPlace(page, '/reception');
  await whenSynchronised(page);
  await whenKept(page);
  await site.server.end('SIGTERM');
  await page.reload();
  await whenReady(page);
  await checkInAnonymous(page, '断网来宾');
  await goToRegister(page);
  await rowOf(page, '断网来宾').waitFor();
  const file = await bar.saved(() => page.keyboard.press('x'));
  expect(readXlsx(file.bytes)[0]?.rows.some((row) => row.some((cell) => cell?.value === '断网来宾'))).toBe(
    true,
  );
  await openPlace(office.page, '/register').catch(() => undefined);
  await grid(office.page).waitFor();
  expect(await rowOf(office.page, '断网来宾').count()).toBe(0);
  await site.restart('SIGTERM');
  await rowOf(office.page, '断网来宾').waitFor();
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
