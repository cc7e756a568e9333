/** Customers and cars by keys: found, opened, edited, looked at, taken back; at a bar desk and an office desk, without a network too. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import {
  heldRows,
  knownGuests,
  openDemoSite,
  whenSynchronised,
  type DemoSite,
  type KnownGuest,
} from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import {
  chooseParty,
  findGuest,
  leaveReadyField,
  partyCard,
  tabTo,
  whenCheckedIn,
  whenFocused,
} from '../support/reception-keys.ts';
import { openRecord } from '../support/screen-tour.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';

let site: DemoSite;
let bar: OpenDesk;
let office: OpenDesk;
let cable: NetworkCable;
let guest: KnownGuest;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: office, cable } = await site.enterOnCable({
    name: '办公室 1',
    station: 'office',
    person: '周文静',
  }));
  bar = await site.enter({ name: '吧台 1' });
  const [first] = await knownGuests(bar.page);
  if (!first) throw new Error('no guest to look for');
  guest = first;
});
afterAll(() => site.close());

const field = (page: Page) => page.getByRole('combobox', { name: '查找客户与车辆' });
const rows = (page: Page) => page.getByRole('listbox').getByRole('option');
const data = (page: Page) => page.getByRole('region', { name: '客户资料' });
const form = (page: Page) => page.getByRole('main').getByRole('form');
const audits = async (page: Page, what: string) =>
  (await heldRows(page, 'auditEntry')).filter((row) => row['what'] === what);
const customerOf = async (page: Page) => {
  const card = (await heldRows(page, 'guestCard')).find(({ id }) => id === guest.id);
  return (await heldRows(page, 'customer')).find(({ id }) => id === card?.['customerId']);
};

/** By keys from wherever one is, and back to the record of our guest. */
async function find({ page }: OpenDesk): Promise<void> {
  await page.bringToFront();
  // Letters are keys off the fields alone.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await whenFocused(field(page));
  await page.keyboard.type(guest.plate.slice(2));
  await rows(page).filter({ hasText: guest.name }).first().waitFor();
  await expect.poll(() => rows(page).count()).toBeLessThan(3);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: guest.name }).waitFor();
}

test('a list counts, filters, sorts and moves by keys; the row that was opened is marked on the way back', async () => {
  const { page } = office;
  await openPlace(page, '/customers');
  await whenFocused(field(page));
  const all = (await heldRows(page, 'guestCard')).length;
  await page.getByText(`${all} 位客户`, { exact: true }).waitFor();
  // Of a long list only what is in sight is there.
  expect(await rows(page).count()).toBeLessThan(60);
  for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowDown');
  const marked = page.getByRole('option', { selected: true });
  await expect.poll(() => marked.getAttribute('aria-posinset')).toBe('41');
  await expect.poll(() => marked.locator('span').count()).toBeGreaterThan(3);
  const name = await marked.locator('span').first().innerText();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => marked.getAttribute('aria-posinset')).toBe('41');
  await marked.getByText(name).waitFor();
  await page.getByRole('button', { name: '单位', exact: true }).click();
  const organisations = (await heldRows(page, 'guestCard')).filter((card) => card['kind'] === 'organisation');
  await page.getByText(`${organisations.length} 位客户`, { exact: true }).waitFor();
  await page.getByRole('button', { name: '客户', exact: true }).last().click();
  await expect.poll(() => page.url()).toContain('sort=name');
});

test('a view is saved by a name, is there after a reload, and goes with a way back', async () => {
  const { page } = office;
  await page.getByRole('button', { name: '保存为视图' }).click();
  await whenFocused(page.getByRole('form', { name: '保存为视图' }).getByRole('textbox'));
  await page.keyboard.type('单位按名称');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '单位按名称', exact: true }).waitFor();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.reload();
  await page.getByRole('button', { name: '单位按名称', exact: true }).click();
  await expect.poll(() => page.url()).toContain('filter=organisation');
  await page.getByRole('button', { name: '删除视图 单位按名称' }).click();
  await expect.poll(() => page.getByRole('button', { name: '单位按名称', exact: true }).count()).toBe(0);
});

test('who may exports what is filtered, and that is on record; an attendant has nothing to export with', async () => {
  const { page } = office;
  const organisations = (await heldRows(page, 'guestCard')).filter((card) => card['kind'] === 'organisation');
  const file = await office.saved(() => page.getByRole('button', { name: '导出清单' }).click());
  const text = file.bytes.toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.trim().split('\r\n');
  expect(lines[0]).toBe('名称,类型,电话尾号,车牌,车型,生日,提示,最近到店');
  expect(lines).toHaveLength(organisations.length + 1);
  await expect.poll(() => audits(page, 'listExported')).toMatchObject([{ rowCount: organisations.length }]);
  await find(bar);
  expect(await bar.page.getByRole('button', { name: '打印' }).count()).toBe(0);
  await bar.page.keyboard.press('Escape');
  await whenFocused(field(bar.page));
  expect(await bar.page.getByRole('button', { name: '导出清单' }).count()).toBe(0);
});

test('numbers are masked until somebody asks, and that somebody did is a fact on every desk', async () => {
  const { page } = office;
  await find(office);
  const whole = (await customerOf(page))?.['phones'] as { number: string }[];
  const number = (whole[0]?.number ?? '').replace('+86', '');
  expect(await data(page).innerText()).not.toContain(number.slice(3, 7));
  await tabTo(data(page).getByRole('button', { name: '显示电话' }));
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await data(page).innerText()).replaceAll(/[\s-]/g, '')).toContain(number);
  const shown = { what: 'valuesRevealed', rows: [{ entity: 'customer', fields: ['phones'], op: 'read' }] };
  await expect.poll(() => audits(bar.page, 'valuesRevealed')).toMatchObject([shown]);
});

test('the record is printed by who may, and that is on record', async () => {
  const { page } = office;
  await office.printed(() => page.getByRole('button', { name: '打印' }).click());
  await expect.poll(() => audits(page, 'recordPrinted')).toMatchObject([{ rows: [{ id: guest.id }] }]);
});

test('edited without a network: errors keep what was typed, pasted numbers are cleaned, one key takes it back', async () => {
  const { page } = office;
  const before = await customerOf(page);
  await whenSynchronised(page);
  cable.pull();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('e');
  const phone = form(page).getByLabel('电话 1', { exact: true });
  await phone.fill('1380');
  await form(page).getByLabel('工作单位').fill('吉安试验单位');
  await page.keyboard.press('Control+Enter');
  await form(page).getByText('电话号码不正确', { exact: false }).waitFor();
  expect(await phone.inputValue()).toBe('1380');
  await phone.fill(' １３８－００７９　６００１ ');
  await tabTo(form(page).getByLabel('工作单位'));
  await expect.poll(() => phone.inputValue()).toBe('138 0079 6001');
  await page.keyboard.press('Control+Enter');
  await data(page).getByRole('definition').getByText('吉安试验单位').waitFor();
  await page.getByRole('region', { name: '待上传的修改' }).getByText('修改客户资料').waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(() => data(page).getByText('吉安试验单位').count()).toBe(0);
  expect((await customerOf(page))?.['phones']).toEqual(before?.['phones']);
  await page.keyboard.press('e');
  await form(page).getByLabel('电话 1', { exact: true }).fill('13800796001');
  await page.keyboard.press('Control+Enter');
  await data(page).getByText('138 **** 6001').waitFor();
  cable.plugIn();
  await find(bar);
  await data(bar.page).getByText('6001').waitFor();
});

test('the bar is told what it does not hold; it edits the note and registers a car, and the office sees both', async () => {
  const { page } = bar;
  await data(page).getByText('不保存在本工作台', { exact: false }).waitFor();
  expect(await data(page).getByRole('button', { name: '显示电话' }).count()).toBe(0);
  await page.keyboard.press('e');
  await whenFocused(form(page).getByLabel('客户卡备注'));
  await page.keyboard.type('喜欢靠窗');
  await page.keyboard.press('Control+Enter');
  await data(page).getByRole('definition').getByText('喜欢靠窗').waitFor();
  await page.keyboard.press('n');
  await whenFocused(form(page).getByLabel('车牌'));
  await page.keyboard.type('df0t0t9');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1m8gdm9a0kp042788');
  await page.keyboard.press('Enter');
  await form(page).getByText('校验位不符', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  // Escape kept what was typed.
  await expect.poll(() => form(page).getByLabel('车架号').inputValue()).toBe('1M8GDM9A0KP042788');
  await form(page).getByLabel('车牌').fill('赣D F12399');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article', { name: '赣D·F12399' }).waitFor();
  await data(office.page).getByRole('definition').getByText('喜欢靠窗').waitFor();
  await office.page.getByRole('article', { name: '赣D·F12399' }).getByText('1M8GDM9A0KP042788').waitFor();
});

test('who brings a car in is chosen as one searches; a relation ends, and one key takes that back', async () => {
  const { page } = office;
  await page.bringToFront();
  const [, other] = await knownGuests(bar.page);
  const car = page.getByRole('article', { name: '赣D·F12399' });
  await car.getByRole('button', { name: '修改车辆' }).click();
  await form(page)
    .getByLabel('送修人')
    .fill(other?.plate.slice(2) ?? '');
  await form(page)
    .getByRole('button', { name: other?.name ?? '' })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await form(page).getByRole('button', { name: '改为同车主' }).first().waitFor();
  await page.keyboard.press('Control+Enter');
  const barCar = bar.page.getByRole('article', { name: '赣D·F12399' });
  await barCar.getByRole('link', { name: other?.name ?? '' }).waitFor();
  await barCar.getByRole('button', { name: '解除关系' }).click();
  await expect.poll(() => barCar.count()).toBe(0);
  await expect.poll(() => car.count()).toBe(0);
  await bar.page.bringToFront();
  await bar.page.keyboard.press('Control+z');
  await barCar.waitFor();
  await car.waitFor();
});

test('from the party at the reception and from Ctrl+K to the record, and back to where one was', async () => {
  const { page } = bar;
  await openPlace(page, '/reception');
  const visit = (await heldRows(page, 'visit')).find(
    (row) => row['leftAt'] === null && row['guestCardId'] !== null,
  );
  await page.locator(`[data-visit="${visit?.id}"]`).click();
  await page.getByRole('link', { name: '客户资料' }).waitFor();
  await page.keyboard.press('c');
  await page.getByRole('region', { name: '到店记录' }).getByText('在店').first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator(`[data-visit="${visit?.id}"][aria-pressed=true]`).waitFor();
  await page.keyboard.press('Control+k');
  await whenFocused(page.getByRole('dialog').getByRole('combobox'));
  await page.keyboard.type(guest.plate);
  // While the answer is on its way, others are found by the beginning of the plate.
  const found = page.getByRole('dialog').getByRole('option').filter({ hasText: guest.name });
  await found.filter({ hasText: '客户资料' }).first().click();
  await page.getByRole('heading', { level: 1, name: guest.name }).waitFor();
});

test.for(languages)('the record of an office desk and its form in %s', async (language) => {
  const { page } = office;
  await page.bringToFront();
  await speak(page, language);
  await openRecord(page);
  const found = await findingsOf(page, 'customer-office', language);
  await openRecord(page, 'e');
  const { phone } = words[language].customers.form;
  await form(page).getByLabel(phone.replace('{{number}}', '1'), { exact: true }).fill('12');
  await page.keyboard.press('Control+Enter');
  await form(page).getByText(words[language].reception.checkIn.errors.phone).waitFor();
  found.push(...(await findingsOf(page, 'customer-office-form', language)));
  await page.getByRole('button', { name: words[language].common.cancel }).click();
  expect(found).toEqual([]);
});

const readyField = (page: Page) => page.getByRole('combobox', { name: '查找来宾' });
const suggestions = (page: Page) => page.getByRole('listbox').first().getByRole('option');

test('a new customer entered by mistake is found no more, stays where a colleague took them meanwhile, and is restored', async () => {
  const [at, away] = [bar.page, office.page];
  const name = '尉迟误登';
  await speak(away, 'zh-CN');
  for (const page of [away, at]) await openPlace(page, '/reception');
  await at.bringToFront();
  await whenFocused(readyField(at));
  await at.keyboard.type(name);
  await at.keyboard.press('Enter');
  await at.getByRole('form', { name: '新客户到店' }).waitFor();
  await at.keyboard.press('Control+Enter');
  await whenCheckedIn(at, name);
  await partyCard(away, name).waitFor();
  cable.pull();
  await at.keyboard.press('Control+z');
  await at.getByText(`登记已撤销；新客户 ${name} 已记为“登记有误”，不再列出。`).waitFor();
  await at.keyboard.press('F2');
  await at.keyboard.type(name);
  await at
    .getByText(/没有找到/)
    .first()
    .waitFor();
  expect(await suggestions(at).count()).toBe(0);
  // Without a network the colleague sees them off, and has them here again.
  await chooseParty(away, name);
  await away.keyboard.press('x');
  await partyCard(away, name).waitFor({ state: 'detached' });
  await findGuest(away, name, name);
  await away.keyboard.press('Control+Enter');
  await partyCard(away, name).waitFor();
  cable.plugIn();
  await partyCard(at, name).waitFor();
  await suggestions(at).filter({ hasText: name }).waitFor();

  // That one is undone too: nobody of that name was here.
  await leaveReadyField(away, name);
  await away.keyboard.press('u');
  await away.getByRole('region', { name: `撤销 ${name} 的登记？` }).waitFor();
  await away.keyboard.press('Enter');
  await partyCard(at, name).waitFor({ state: 'detached' });
  for (const page of [at, away]) {
    await openPlace(page, `/customers?q=${encodeURIComponent(name)}`);
    await page.getByText('没有符合条件的记录').waitFor();
  }
  await away.getByRole('button', { name: '登记有误', exact: true }).click();
  await rows(away).filter({ hasText: name }).waitFor();
  await away.keyboard.press('F2');
  await away.keyboard.press('Enter');
  await away.getByText('此客户已记为“登记有误”，不再出现在查找和列表中。').waitFor();
  await away.keyboard.press('x');
  await away.getByText(`已恢复 ${name}`).waitFor();
  await rows(at).filter({ hasText: name }).waitFor();
  // By hand, from the record.
  await away.keyboard.press('x');
  await at.getByText('没有符合条件的记录').waitFor();
  await away.keyboard.press('Control+z');
  await rows(at).filter({ hasText: name }).waitFor();
});

test('no page failed', () => {
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
