/** A party's whole stay, by keys alone: what the bar does shows on the office's board, and the other way round. */
import { pinyin } from 'pinyin-pro';
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { openBarAndOffice } from '../support/bar-and-office.ts';
import { heldRows, knownGuests } from '../support/desks.ts';
import { sinceTheDayBegan } from '../support/due-refills.ts';
import {
  checkInAnonymous,
  chooseParty,
  findGuest,
  leaveField,
  partyCard,
  partyPanel,
  tabTo,
  whenFocused,
  whenReady,
} from '../support/reception-keys.ts';

const desks = openBarAndOffice();
const { onBoth, onCard, offTheBoard } = desks;

test('a known customer is checked in by initials, chosen by arrow among those of the same letters', async () => {
  const { page } = desks.bar;
  const initials = (name: string) =>
    pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head', v: true }).join('');
  const guests = await knownGuests(page);
  const shared = guests.filter(
    ({ name }) => guests.filter((one) => initials(one.name) === initials(name)).length === 2,
  );
  const name = (shared.at(-1) ?? guests.at(-1))?.name ?? '';
  await findGuest(page, initials(name), name);
  await page.keyboard.press('Control+Enter');
  await onBoth((desk) => partyCard(desk, name).waitFor());
});

test('purpose, party size, seat, drink and note of a guest stand on both boards', async () => {
  const { page } = desks.bar;
  await whenReady(page);
  await page.keyboard.press('Alt+g');
  const form = page.getByRole('form', { name: '匿名来宾到店' });
  await whenFocused(form.getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('看车的一家');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('来意'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('人数'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('座位'));
  await page.keyboard.type('W6');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('饮品'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('备注'));
  await page.keyboard.type('带了儿童座椅');
  await page.keyboard.press('Control+Enter');
  await onCard('看车的一家', '看车的一家 等 4 人');
  await onCard('看车的一家', '新车交付');
  await onCard('看车的一家', /^W6 ·/);
  await onCard('看车的一家', '绿茶 ×4');
  await onCard('看车的一家', '带了儿童座椅');
});

test('served, refilled, moved, edited, seen off: each step shows on both, and is taken back', async () => {
  const { page } = desks.bar;
  const name = '看车的一家';
  await chooseParty(page, name);
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await page.keyboard.press('2');
  await onCard(name, '红茶 ×4');
  await page.keyboard.press('Control+z');
  await onCard(name, '绿茶 ×4');
  // So soon after the last serving the key is taken for one pressed twice.
  await expect
    .poll(async () => {
      await page.keyboard.press('r');
      return partyPanel(page).getByText('上 绿茶 ×4').count();
    })
    .toBe(2);
  await page.keyboard.press('m');
  await tabTo(page.getByRole('button', { name: /^A8/ }));
  await page.keyboard.press('Enter');
  await onCard(name, /^A8 ·/);
  await page.keyboard.press('Control+z');
  await onCard(name, /^W6 ·/);
  await page.keyboard.press('e');
  await tabTo(page.getByRole('form', { name: '修改' }).getByLabel('备注'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('带了两个孩子');
  await page.keyboard.press('Control+Enter');
  await onCard(name, '带了两个孩子');
  await chooseParty(page, name);
  await page.keyboard.press('x');
  await offTheBoard(name);
  await page.keyboard.press('Control+z');
  await onCard(name, '带了两个孩子');
});

test('the other desk takes over where the first stopped', async () => {
  const { page } = desks.office;
  await chooseParty(page, '看车的一家');
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await page.keyboard.press('3');
  await onCard('看车的一家', '菊花茶 ×4');
  await page.keyboard.press('x');
  await offTheBoard('看车的一家');
});

test('a check-in is taken back by one key, and counts nowhere', async () => {
  const { page } = desks.bar;
  await checkInAnonymous(page, '登记错了');
  await onBoth((desk) => partyCard(desk, '登记错了').waitFor());
  await leaveField(page);
  await page.keyboard.press('Control+z');
  await offTheBoard('登记错了');
  const visits = await heldRows(desks.office.page, 'visit');
  expect(visits.find((visit) => visit['partyName'] === '登记错了')?.['cancelledAt']).not.toBeNull();
});

async function setRefillMinutes(minutes: string): Promise<void> {
  const { page } = desks.office;
  await tabTo(page.getByLabel('续杯间隔（分钟）'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(minutes);
  await page.keyboard.press('Enter');
  await page.getByText('门店设置已保存').waitFor();
}

test('a refill is due when the site’s setting says so; the key that refills ends it on every board', async () => {
  const { page } = desks.bar;
  const dueCards = page.getByRole('article').filter({ has: page.getByRole('img', { name: /该续杯了$/ }) });
  await leaveField(desks.office.page);
  await desks.office.page.keyboard.press('g');
  await desks.office.page.keyboard.press('s');
  await setRefillMinutes('240');
  await page.getByText('暂无待续杯').waitFor();
  await expect.poll(() => dueCards.count()).toBe(0);
  await setRefillMinutes('2');
  await page.getByText(/^\d+ 组待续杯$/).waitFor(sinceTheDayBegan);
  const namesOf = (cards: Locator) =>
    cards.evaluateAll((all) => all.map((card) => card.getAttribute('aria-label') ?? ''));
  const firstAlone = async () => {
    const names = await namesOf(page.getByRole('article'));
    const isAlone = (one: string) => names.filter((other) => other === one).length === 1;
    return (await namesOf(dueCards)).find(isAlone) ?? '';
  };
  await expect.poll(firstAlone).not.toBe('');
  const name = await firstAlone();
  await chooseParty(page, name);
  await page.keyboard.press('r');
  // Until two minutes have passed it is not due again, however long the other desk takes to show it.
  const notDue = { name: /^[01] 分钟前上(，即将续杯)?$/ };
  await partyCard(page, name).getByRole('img', notDue).waitFor();
  await desks.office.page.goBack();
  await partyCard(desks.office.page, name).getByRole('img', notDue).waitFor();
  expect([...desks.bar.errors, ...desks.office.errors]).toEqual([]);
});
