import type { Page } from 'playwright';
import { pinyin } from 'pinyin-pro';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  heldRows,
  knownGuests,
  openDemoSite,
  type DemoSite,
  type HeldRow,
  type KnownGuest,
} from '../support/desks.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { leaveReadyField, partyPanel, whenFocused, whenReady } from '../support/reception-keys.ts';

let site: DemoSite;
let desk: OpenDesk;
let page: Page;
let guests: KnownGuest[];

beforeAll(async () => {
  site = await openDemoSite();
  desk = await site.enter();
  page = desk.page;
  guests = await plainGuests();
});
afterAll(() => site.close());

const card = (name: string) => page.getByRole('article', { name, exact: true });

/** By keys alone, from wherever the focus is: F2, what is typed, Enter, Ctrl+Enter. */
async function checkInBy(typed: string, name: string): Promise<void> {
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(typed);
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: '登记到店' }).getByRole('heading', { name }).waitFor();
  await page.keyboard.press('Control+Enter');
  await card(name).waitFor();
  await page.getByRole('form').waitFor({ state: 'detached' });
}

/** Which of its choices Enter takes. */
const whenChosenFrom = (picker: string) =>
  page.getByRole('region', { name: picker, exact: true }).locator('button:focus').waitFor();

const spelled = (name: string, pattern: 'pinyin' | 'first') =>
  pinyin(name, { pattern, toneType: 'none', type: 'array', surname: 'head', v: true }).join('');

const ways: readonly (readonly [string, (guest: KnownGuest) => string])[] = [
  ['name', ({ name }) => name],
  ['full pinyin', ({ name }) => spelled(name, 'pinyin')],
  ['the last digits of the phone', ({ phoneLast4 }) => phoneLast4],
  ['the plate without its province', ({ plate }) => plate.slice(1).toLowerCase()],
];

/** Of whom nobody else is found by what finds them, be it a plate that has their digits; and who have one car. */
async function plainGuests(): Promise<KnownGuest[]> {
  const rows = [...(await heldRows(page, 'guestCard')), ...(await heldRows(page, 'vehicle'))];
  const texts = (row: HeldRow, fields: readonly string[]) =>
    fields.flatMap((field) => (typeof row[field] === 'string' ? row[field].toLowerCase() : []));
  const written = rows.flatMap((row) => texts(row, ['name', 'phoneLast4', 'plate', 'vin']));
  const names = rows.flatMap((row) => texts(row, ['name']));
  const searched = [...written, ...names.map((name) => spelled(name, 'pinyin'))];
  const initials = names.map((name) => spelled(name, 'first'));
  const alike = (typed: string, among: readonly string[]) =>
    among.filter((one) => one.includes(typed)).length;
  return (await knownGuests(page)).filter(
    (guest) =>
      // Of several cars the form asks which: one stop more for Enter.
      guest.cars === 1 &&
      ways.every(([, typedFor]) => alike(typedFor(guest), searched) === 1) &&
      alike(spelled(guest.name, 'first'), initials) <= 3,
  );
}

test.for(ways)('a known customer is checked in by %s', async ([, typedFor]) => {
  const guest = guests.shift() as KnownGuest;
  await checkInBy(typedFor(guest), guest.name);
});

test('a guest whose usual drink is offered is checked in with it, once, and the form is done with', async () => {
  const guest = await openWithUsual();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press('Control+Enter');
  await card(guest.name).waitFor();
  await page.getByRole('form').waitFor({ state: 'detached' });
  const visits = (await heldRows(page, 'visit')).filter(
    (row) => row['guestCardId'] === guest.id && row['leftAt'] === null,
  );
  expect(visits).toHaveLength(1);
  const servings = (await heldRows(page, 'serving')).filter((row) => row['visitId'] === visits[0]?.id);
  expect(servings).toHaveLength(1);
});

/** The check-in form of the next guest who has a usual drink, with that drink chosen in it. */
async function openWithUsual(): Promise<KnownGuest> {
  for (;;) {
    const guest = guests.shift();
    if (!guest) throw new Error('Nobody of the demonstration has a usual drink.');
    await page.keyboard.press('F2');
    await whenReady(page);
    await page.keyboard.type(guest.name);
    await page.getByRole('option', { name: guest.name }).first().waitFor();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: '登记到店' });
    // What the desk knows of the guest stands in the head of the form, and comes with the drink.
    await form.getByText(/尾号/).waitFor();
    if ((await form.getByLabel('饮品').inputValue()) !== '') return guest;
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  }
}

test('by initials the customer is among those found', async () => {
  const guest = guests.shift() as KnownGuest;
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(spelled(guest.name, 'first'));
  await page.getByRole('option', { name: guest.name }).waitFor();
  await page.keyboard.press('Escape');
});

test('purpose, party size, seat and note are chosen by keys', async () => {
  const guest = guests.shift() as KnownGuest;
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(guest.name);
  await page.getByRole('option', { name: guest.name }).first().waitFor();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: '登记到店' });
  await whenFocused(form.getByLabel('来意'));
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('人数'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('座位'));
  for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('饮品'));
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('备注'));
  await page.keyboard.type('带 1 小孩');
  await page.keyboard.press('Control+Enter');
  await card(guest.name).getByText(`${guest.name} 等 3 人`).waitFor();
  const visits = await heldRows(page, 'visit');
  const visit = visits.find((row) => row['guestCardId'] === guest.id && row['leftAt'] === null);
  expect(visit).toMatchObject({ purpose: 'showroom', partySize: 3, note: '带 1 小孩' });
  expect(visit?.['seatId']).not.toBeNull();
});

test('an unknown private customer is registered and checked in without leaving the flow', async () => {
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type('欧阳测试');
  await page.getByText('没有找到“欧阳测试”').waitFor();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: '新客户到店' });
  await expect.poll(() => form.getByLabel('姓名').inputValue()).toBe('欧阳测试');
  await whenFocused(form.getByLabel('姓名'));
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('电话'));
  await page.keyboard.type('13907961234');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('车牌'));
  await page.keyboard.type('d88a66');
  await page.keyboard.press('Control+Enter');
  await card('欧阳测试').waitFor();
  const cards = await heldRows(page, 'guestCard');
  expect(cards.find((row) => row['name'] === '欧阳测试')).toMatchObject({ phoneLast4: '1234' });
  expect((await heldRows(page, 'vehicle')).map((row) => row['plate'])).toContain('赣D88A66');
});

test('[R9] the full customer leaves the bar once the server has it', async () => {
  await expect.poll(() => heldRows(page, 'customer')).toEqual([]);
});

test('an unknown organisation likewise', async () => {
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type('吉安测试物流有限公司');
  await page.getByText('没有找到“吉安测试物流有限公司”').waitFor();
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('单位名称'));
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('联系人'));
  await page.keyboard.type('邹师傅');
  await page.keyboard.press('Control+Enter');
  await card('吉安测试物流有限公司').waitFor();
});

test('an anonymous guest is checked in, served, moved, edited, seen off, and brought back', async () => {
  await page.keyboard.press('Alt+g');
  await whenFocused(page.getByRole('form', { name: '匿名来宾到店' }).getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('试驾的客人');
  await page.keyboard.press('Control+Enter');
  // The ready field has the focus again; off it, single keys are commands.
  await leaveReadyField(page, '试驾的客人');
  await page.keyboard.press('s');
  await whenChosenFrom('上什么饮品');
  await page.keyboard.press('Enter');
  await partyPanel(page)
    .getByText(/上 .+ ×1/)
    .first()
    .waitFor();
  await page.keyboard.press('m');
  await whenChosenFrom('换到');
  await page.keyboard.press('Enter');
  await page.getByText(/试驾的客人 已换到/).waitFor();
  await page.keyboard.press('x');
  await page.getByText('试驾的客人 已离店').waitFor();
  await card('试驾的客人').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await card('试驾的客人').waitFor();
});

test('no page threw anything', () => {
  expect(desk.errors).toEqual([]);
});
