/**
 * What else a visit brings, on two desks: children, colleagues called, parties joined, who is out for a while, cards
 * that are dragged, a sound. By keys alone, but for the dragging.
 */
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { openBarAndOffice } from '../support/bar-and-office.ts';
import { heldRows, knownGuests, whenSynchronised } from '../support/desks.ts';
import { sinceTheDayBegan } from '../support/due-refills.ts';
import {
  checkInAnonymous,
  chooseParty,
  findGuest,
  leaveField,
  leaveReadyField,
  partyPanel,
  partyCard,
  tabTo,
  whenFocused,
} from '../support/reception-keys.ts';

const desks = openBarAndOffice();
const { onCard } = desks;

test('children are said at the check-in beside the guests, edited, taken back, and stand in the register', async () => {
  const { page } = desks.bar;
  await page.keyboard.press('Alt+g');
  const form = page.getByRole('form', { name: '匿名来宾到店' });
  await whenFocused(form.getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('带娃的一家');
  await tabTo(form.getByLabel('人数'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  const children = form.getByLabel('其中儿童');
  await children.waitFor();
  await page.keyboard.press('Tab');
  await whenFocused(children);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('座位'));
  await page.keyboard.press('Control+Enter');
  await onCard('带娃的一家', '儿童 1');

  await leaveReadyField(page, '带娃的一家');
  await page.keyboard.press('e');
  const edit = page.getByRole('form', { name: '修改' });
  await tabTo(edit.getByLabel('其中儿童'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('5');
  await page.keyboard.press('Control+Enter');
  await edit.getByText('儿童人数不能超过人数。').waitFor();
  await whenFocused(edit.getByLabel('其中儿童'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Control+Enter');
  await onCard('带娃的一家', '儿童 2');
  await page.keyboard.press('Control+z');
  await onCard('带娃的一家', '儿童 1');
  const visit = (await heldRows(desks.office.page, 'visit')).find((row) => row['partyName'] === '带娃的一家');
  expect(visit).toMatchObject({ partySize: 4, children: 1 });

  await leaveField(desks.office.page);
  await desks.office.page.keyboard.press('g');
  await desks.office.page.keyboard.press('r');
  await desks.office.page.getByRole('row').filter({ hasText: '带娃的一家' }).getByText('4 童1').waitFor();
  await desks.office.page.goBack();
});

test('Enter goes past the children: who brings none presses no key more', async () => {
  const { page } = desks.bar;
  await page.keyboard.press('Alt+g');
  const form = page.getByRole('form', { name: '匿名来宾到店' });
  await tabTo(form.getByLabel('人数'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  await form.getByLabel('其中儿童').waitFor();
  await page.keyboard.press('Enter');
  await whenFocused(form.getByLabel('座位'));
  await page.keyboard.press('Escape');
});

test('a consultant is called by name, came, each taken back; next time the name is offered', async () => {
  const { page } = desks.bar;
  const name = '看车的人';
  await checkInAnonymous(page, name);
  await leaveReadyField(page, name);
  await page.keyboard.press('a');
  const picker = page.getByRole('combobox', { name: '姓名' });
  await whenFocused(picker);
  await page.keyboard.type('周销售');
  await page.getByRole('option', { name: '叫 周销售（销售顾问）', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await onCard(name, /^已请 周销售 · \d+ 分钟$/);
  await page.keyboard.press('Control+z');
  for (const desk of [desks.bar, desks.office])
    await partyCard(desk.page, name)
      .getByText(/^已请 周销售/)
      .waitFor({ state: 'detached' });

  await page.keyboard.press('a');
  await whenFocused(picker);
  // Taken back, but told before: whoever is called often is there at once.
  await page.keyboard.type('周');
  await page.getByRole('option', { name: '周销售', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await onCard(name, /^已请 周销售/);
  await page.keyboard.press('a');
  await whenFocused(picker);
  await page.keyboard.type('李服务');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('option', { name: '叫 李服务（服务顾问）' }).waitFor();
  await page.keyboard.press('Shift+Tab');
  await whenFocused(picker);
  await page.keyboard.press('Enter');
  await onCard(name, /^已请 李服务/);

  await page.keyboard.press('y');
  await partyPanel(page)
    .getByText(/已请 销售顾问 周销售 · \d+:\d+ 已到/)
    .waitFor();
  await page.keyboard.press('y');
  await onCard(name, '李服务 已到');
  await page.keyboard.press('Control+z');
  await onCard(name, /^已请 李服务/);
  const calls = (await heldRows(desks.office.page, 'staffCall')).filter(
    ({ name: called }) => called === '周销售',
  );
  expect(calls).toHaveLength(4);
});

test('who was called is not left hanging when the party leaves, and stands in the register', async () => {
  const { page } = desks.bar;
  await page.keyboard.press('x');
  await partyCard(desks.office.page, '看车的人').waitFor({ state: 'detached' });
  await leaveField(desks.office.page);
  await desks.office.page.keyboard.press('g');
  await desks.office.page.keyboard.press('r');
  await desks.office.page.getByRole('row').filter({ hasText: '看车的人' }).click();
  const visit = desks.office.page.getByRole('complementary', { name: '来访详情' });
  await visit.getByText('已请 服务顾问 李服务').waitFor();
  await visit.getByText('周销售 已到').waitFor();
  await desks.office.page.goBack();
  await desks.office.page.goBack();
});

test('a party joins another: people move, what the guest must not have stays in sight, taken back whole', async () => {
  const { page } = desks.bar;
  const guest = (await knownGuests(page)).at(-1);
  const name = guest?.name ?? '';
  await checkInAnonymous(page, '先到的一组');
  await findGuest(page, name, name);
  await page.keyboard.press('Control+Enter');
  await partyCard(desks.office.page, name).waitFor();
  await leaveReadyField(page, name);
  await page.keyboard.press('p');
  await tabTo(page.getByLabel('类别'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tabTo(page.getByLabel('其他忌口或过敏'));
  await page.keyboard.type('菠萝过敏');
  await page.keyboard.press('Control+Enter');
  await onCard(name, /菠萝过敏/);
  await page.keyboard.press('Escape');
  await partyPanel(page).getByRole('button', { name: /^并组/ }).waitFor();

  await page.keyboard.press('j');
  const target = page
    .getByRole('region', { name: '并到哪一组' })
    .getByRole('button', { name: /^先到的一组/ });
  await tabTo(target);
  await page.keyboard.press('Enter');
  for (const desk of [desks.bar, desks.office])
    await partyCard(desk.page, name).waitFor({ state: 'detached' });
  await onCard('先到的一组', /菠萝过敏/);
  await onCard('先到的一组', '等 2 人');
  const joined = partyPanel(page).getByRole('list', { name: '并到这里的来宾' });
  await joined.getByText(name).waitFor();
  await joined.getByText(/菠萝过敏/).waitFor();
  await page.keyboard.press('Control+z');
  for (const desk of [desks.bar, desks.office]) await partyCard(desk.page, name).waitFor();
  const visits = await heldRows(desks.office.page, 'visit');
  expect(visits.find((visit) => visit['partyName'] === '先到的一组')).toMatchObject({ partySize: 1 });
});

const peopleHere = async () =>
  Number(/(\d+) 人/.exec(await desks.bar.page.locator('#floor-title').innerText())?.[1]);

test('who joined counts once on the floor and in the register, and parts by a button', async () => {
  const { page } = desks.bar;
  const people = await peopleHere();
  await chooseParty(page, '先到的一组');
  await page.keyboard.press('j');
  const hosts = page.getByRole('region', { name: '并到哪一组' }).getByRole('button');
  await whenFocused(hosts.and(page.locator(':focus')));
  await page.keyboard.press('Enter');
  await partyCard(page, '先到的一组').waitFor({ state: 'detached' });
  const joined = partyPanel(page).getByRole('list', { name: '并到这里的来宾' });
  await joined.getByText('先到的一组').waitFor();
  await expect.poll(peopleHere).toBe(people);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('row').filter({ hasText: '先到的一组' }).getByText('已并组').waitFor();
  await page.goBack();
  await tabTo(partyPanel(page).getByRole('button', { name: '先到的一组 分开' }));
  await page.keyboard.press('Enter');
  await partyCard(desks.office.page, '先到的一组').waitFor();
  await expect.poll(peopleHere).toBe(people);
});

test('a party steps out and comes back by one key, is not served meanwhile, and each is taken back', async () => {
  const { page } = desks.bar;
  const name = '试驾的人';
  await checkInAnonymous(page, name);
  await leaveReadyField(page, name);
  await page.keyboard.press('l');
  await onCard(name, /^暂离 \d+ 分钟$/);
  await page.keyboard.press('r');
  await page.getByText(`${name} 暂离中，没有续杯`).waitFor();
  await page.keyboard.press('l');
  const chips = [desks.bar, desks.office].map((desk) => partyCard(desk.page, name).getByText(/^暂离/));
  for (const chip of chips) await chip.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await onCard(name, /^暂离 \d+ 分钟$/);
  await page.keyboard.press('l');
  for (const chip of chips) await chip.waitFor({ state: 'detached' });
  const visit = (await heldRows(desks.office.page, 'visit')).find((row) => row['partyName'] === name);
  expect(visit).toMatchObject({ leftAt: null, away: [{ to: expect.any(Number) as number }] });
});

test('a guest who was seen off today and comes again goes on with the same visit', async () => {
  const { page } = desks.bar;
  const guest = (await knownGuests(page)).at(-2);
  const name = guest?.name ?? '';
  await findGuest(page, name, name);
  await page.keyboard.press('Control+Enter');
  await partyCard(desks.office.page, name).waitFor();
  await leaveReadyField(page, name);
  await page.keyboard.press('x');
  await partyCard(desks.office.page, name).waitFor({ state: 'detached' });
  await findGuest(page, name, name);
  await page.getByText(new RegExp(`^${name} 今天来过`)).waitFor();
  await page.keyboard.press('Alt+r');
  await partyCard(desks.office.page, name).waitFor();
  await partyPanel(page).getByRole('heading', { name }).waitFor();
  const today = (await heldRows(desks.office.page, 'visit')).filter(
    (row) => row['guestCardId'] === guest?.id && Date.now() - Number(row['arrivedAt']) < 600_000,
  );
  expect(today).toMatchObject([{ leftAt: null }]);
});

const freeSeats = () => desks.bar.page.locator('[data-drop^="seat "][data-free]');

async function middle(place: Locator): Promise<{ x: number; y: number }> {
  await place.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height / 2 };
}

async function liftCard(card: Locator): Promise<void> {
  const { mouse } = desks.bar.page;
  const { x, y } = await middle(card);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 12, y + 4);
  await freeSeats().first().waitFor();
}

async function letGoOn(place: Locator): Promise<void> {
  const { page } = desks.bar;
  const { x, y } = await middle(place);
  await page.mouse.move(x, y, { steps: 4 });
  await page.locator('[data-drop][data-over]').first().waitFor();
  await page.mouse.up();
  await freeSeats().first().waitFor({ state: 'detached' });
}

test('a card is dragged onto a seat or an area by mouse and by finger; Escape lets it be, one key takes it back', async () => {
  const { page } = desks.bar;
  const card = partyCard(page, '试驾的人');
  const seats = freeSeats();
  const lift = () => liftCard(card);
  const chosen = page.url();
  await lift();
  await page.keyboard.press('Escape');
  await seats.first().waitFor({ state: 'detached' });
  await page.mouse.up();
  await onCard('试驾的人', /^未入座 ·/);

  await lift();
  const seat = (await seats.first().innerText()).trim();
  await letGoOn(seats.first());
  await onCard('试驾的人', new RegExp(`^${seat} ·`));
  await page.keyboard.press('Control+z');
  await onCard('试驾的人', /^未入座 ·/);

  await lift();
  const area = page.locator('[data-drop^="area "]').last();
  const [, firstFree] = /空位 (\S+)/.exec(await area.innerText()) ?? [];
  await letGoOn(area.locator('b'));
  await onCard('试驾的人', new RegExp(`^${firstFree} ·`));
  expect(page.url()).toBe(chosen);

  const touch = await page.context().newCDPSession(page);
  const from = await middle(card);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  await seats.first().waitFor();
  const to = await middle(page.locator('[data-drop="none"]'));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [to] });
  await page.locator('[data-drop="none"][data-over]').waitFor();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await onCard('试驾的人', /^未入座 ·/);
});

test('without a network parties are called for, moved, joined and step out all the same, and the other desk sees it later', async () => {
  const { page } = desks.bar;
  const board = desks.office.page;
  await whenSynchronised(page);
  desks.cable.pull();
  await checkInAnonymous(page, '断网的一组');
  await leaveReadyField(page, '断网的一组');
  await page.keyboard.press('a');
  await whenFocused(page.getByRole('combobox', { name: '姓名' }));
  await page.keyboard.type('周');
  await page.getByRole('option', { name: '周销售', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await partyCard(page, '断网的一组')
    .getByText(/^已请 周销售/)
    .waitFor();
  await checkInAnonymous(page, '断网的亲友');
  await leaveReadyField(page, '断网的亲友');
  await page.keyboard.press('j');
  const hosts = page.getByRole('region', { name: '并到哪一组' });
  await tabTo(hosts.getByRole('button', { name: /^断网的一组/ }));
  await page.keyboard.press('Enter');
  await partyCard(page, '断网的亲友').waitFor({ state: 'detached' });
  await liftCard(partyCard(page, '试驾的人'));
  const seat = (await freeSeats().first().innerText()).trim();
  await letGoOn(freeSeats().first());
  await chooseParty(page, '试驾的人');
  await page.keyboard.press('l');
  await partyCard(page, '试驾的人')
    .getByText(/^暂离 \d+ 分钟$/)
    .waitFor();
  expect(await partyCard(board, '断网的一组').count()).toBe(0);

  desks.cable.plugIn();
  await onCard('断网的一组', '等 2 人');
  await onCard('断网的一组', /^已请 周销售/);
  await onCard('试驾的人', new RegExp(`^${seat} ·`));
  await onCard('试驾的人', /^暂离 \d+ 分钟$/);
  expect(await partyCard(board, '断网的亲友').count()).toBe(0);
});

async function setRefillMinutes(minutes: string): Promise<void> {
  await tabTo(desks.office.page.getByLabel('续杯间隔（分钟）'));
  await desks.office.page.keyboard.press('Control+a');
  await desks.office.page.keyboard.type(minutes);
  await desks.office.page.keyboard.press('Enter');
  await desks.office.page.getByText('门店设置已保存').waitFor();
}

test('a soft sound is chosen in the settings by keys, and heard when refills fall due', async () => {
  const { page } = desks.bar;
  await page.evaluate(() => {
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function ring(at) {
      document.body.dataset['tones'] = String(Number(document.body.dataset['tones'] ?? 0) + 1);
      start.call(this, at);
    };
  });
  const tones = async () => Number((await page.locator('body').getAttribute('data-tones')) ?? 0);
  // Before anybody listens: one that fell due by itself meanwhile would ring, and then a minute is silent.
  await leaveField(desks.office.page);
  await desks.office.page.keyboard.press('g');
  await desks.office.page.keyboard.press('s');
  await setRefillMinutes('240');
  await page.getByText('暂无待续杯').waitFor();
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await tabTo(page.getByRole('switch', { name: '待续杯时轻响一声' }));
  await page.keyboard.press('Space');
  // Two tones, so that one knows what to listen for.
  await expect.poll(tones).toBe(2);
  await page.goBack();
  await page.getByText('暂无待续杯').waitFor();
  await setRefillMinutes('2');
  await page.getByText(/^\d+ 组待续杯$/).waitFor(sinceTheDayBegan);
  await expect.poll(tones).toBe(4);
  expect([...desks.bar.errors, ...desks.office.errors]).toEqual([]);
});
