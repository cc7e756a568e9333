import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { seeOff } from '../../shared/commands/party.ts';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const field = () => screen.findByRole('combobox', { name: '查找来宾' });
const save = '{Control>}{Enter}{/Control}';

async function addCar(
  { db }: TestDesk,
  customerId: string | null,
  plate: string,
  model: string | null = null,
) {
  const id = uuidv7();
  await db.vehicle.put({
    id,
    rowVersion: 1,
    customerId,
    plate,
    model,
    bringsInId: null,
    userId: null,
    vin: null,
    colour: null,
    note: null,
  });
}

async function addAvoided(
  { db }: TestDesk,
  guestCardId: string,
  detail: string | null,
  menuItemId: string | null = null,
) {
  await db.preference.put({
    ...{ id: uuidv7(), rowVersion: 1, guestCardId, kind: 'avoid', menuItemId, detail },
    ...{ note: null, recordedBy: null, recordedAt: null },
  });
}

async function seatOf({ db }: TestDesk, name: string) {
  const seat = (await db.seat.toArray()).find((one) => one.name === name);
  if (!seat) throw new Error(`no seat ${name}`);
  return seat;
}

test('a seat is found by its own name; free ones stand first, a taken one names who sits there', async () => {
  const bar = await createTestDesk();
  const taken = await seatOf(bar, 'A1');
  await bar.db.visit.update(await checkInParty(bar, '李建国'), { seatId: taken.id });
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf{Enter}');
  const select = await screen.findByRole('combobox', { name: '座位' });
  const labels = within(select)
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  expect(labels.slice(0, 3)).toEqual(['未入座', 'A2', 'A3']);
  expect(labels.at(-1)).toBe('A1（李建国）');
  await user.selectOptions(select, taken.id);
  await screen.findByText('休息区 A1 已有 李建国，仍可安排。');
});

test('a drink the guest avoids is marked among the choices, warned of, and never offered as the usual one', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  await addAvoided(bar, guest.id, '咖啡');
  const latte = (await bar.db.menuItem.toArray()).find(({ name }) => name === '拿铁');
  for (const visitId of [await checkInParty(bar, '谢燕'), await checkInParty(bar, '谢燕')]) {
    await bar.db.visit.update(visitId, { guestCardId: guest.id });
    await bar.desk.run(seeOff, { visitId });
    await bar.db.serving
      .where('visitId')
      .equals(visitId)
      .modify({ menuItemId: latte?.id ?? '' });
  }
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'xy{Enter}');
  const select = await screen.findByRole('combobox', { name: '饮品' });
  await within(select).findByRole('option', { name: '拿铁（忌 咖啡）' });
  expect(select).toHaveProperty('value', '');
  await user.selectOptions(select, latte?.id ?? '');
  expect((await screen.findByRole('alert')).textContent).toContain('忌 咖啡');
});

test('what a guest avoids is said on the drink also where another one is chosen for them', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  await addAvoided(bar, guest.id, '咖啡');
  const visitId = await checkInParty(bar, '谢燕');
  await bar.db.visit.update(visitId, { guestCardId: guest.id });
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await screen.findByRole('complementary', { name: '来宾详情' });
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('s');
  const latte = await screen.findByRole('button', { name: /^拿铁/ });
  await within(latte).findByText('忌 咖啡');
  expect(screen.getByRole('button', { name: /^矿泉水/ }).textContent).not.toContain('忌');
  await speak('en');
  await within(screen.getByRole('button', { name: /^Latte/ })).findByText('Avoids coffee');
  await user.click(latte);
  await waitFor(async () => expect(await bar.db.serving.where({ visitId }).count()).toBe(2));
});

test('a refill of what the guest avoids is warned of beside its button, and stays possible', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  const visitId = await checkInParty(bar, '谢燕', 30);
  await bar.db.visit.update(visitId, { guestCardId: guest.id });
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  const panel = within(await screen.findByRole('complementary', { name: '来宾详情' }));
  await panel.findByRole('button', { name: /^续杯 绿茶/ });
  expect(panel.queryByText(/请先问过来宾/)).toBeNull();
  await addAvoided(bar, guest.id, '茶');
  await panel.findByText('忌 茶：不宜上 绿茶，请先问过来宾。');
  await speak('en');
  await panel.findByText('Avoids tea: ask the guest before serving Green tea.');
  await user.click(panel.getByRole('button', { name: /^Refill Green tea/ }));
  await waitFor(async () => expect(await bar.db.serving.where({ visitId }).count()).toBe(2));
});

test('a drink that a guest avoids by name alone is named on the guest', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  const latte = (await bar.db.menuItem.toArray()).find(({ name }) => name === '拿铁');
  await addAvoided(bar, guest.id, null, latte?.id);
  const visitId = await checkInParty(bar, '谢燕');
  await bar.db.visit.update(visitId, { guestCardId: guest.id });
  const { speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  const panel = within(await screen.findByRole('complementary', { name: '来宾详情' }));
  await panel.findByText('忌 拿铁');
  await speak('en');
  await panel.findByText('Avoids Latte');
});

test('which of two people of one name was picked is told by number, plate and model', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '单建国', phoneLast4: '8165' });
  await addCar(bar, guest.customerId, '赣D12345', '汉兰达');
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'sjg{Enter}');
  await within(await screen.findByRole('form')).findByText('尾号 8165 · 赣D·12345 汉兰达');
});

test('a plate that somebody has is not registered twice by an Enter too many', async () => {
  const bar = await createTestDesk();
  const owner = await addGuest(bar.db, { name: '宋秀英' });
  await addCar(bar, owner.customerId, '赣D12345');
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '王小明{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '车牌' }), 'd12345');
  await user.keyboard(save);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('车牌 赣D·12345 已登记在 宋秀英 名下');
  expect(await bar.db.visit.count()).toBe(0);
  await user.click(within(alert).getByRole('button', { name: '仍登记为新客户' }));
  await screen.findByRole('article', { name: '王小明' });
  expect(await bar.db.vehicle.where('plate').equals('赣D12345').count()).toBe(2);
});

/** The desk with a search that finds this guest by any of these plates. */
async function deskFinding(bar: TestDesk, name: string, plates: readonly string[]) {
  const guest = await addGuest(bar.db, { name });
  for (const plate of plates) await addCar(bar, guest.customerId, plate);
  const vehicles = await bar.db.vehicle.toArray();
  const facts = { guestCardId: guest.id, vehicles, lastVisitAt: null, nameRange: null } as const;
  const hits = [{ ...guest, ...facts, reason: 'plate' }] as const;
  const search: typeof bar.desk.search.search = async () => ({ hits, total: 1 });
  return { ...bar, desk: { ...bar.desk, search: { ...bar.desk.search, search } } };
}
const carOfVisit = async ({ db }: TestDesk) => {
  const [visit] = await db.visit.toArray();
  return visit && (await db.vehicle.get(visit.vehicleId ?? ''))?.plate;
};

test('the plate that was typed is the car they came with; Enter goes past it, and another can be chosen', async () => {
  const bar = await deskFinding(await createTestDesk(), '单建国', ['赣D12345', '赣D54321']);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '54321{Enter}');
  const car = await screen.findByRole<HTMLSelectElement>('combobox', { name: '来店车辆' });
  expect(car.selectedOptions[0]?.textContent).toBe('赣D·54321');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox', { name: '来意' })));
  await user.keyboard('{Enter}{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: '座位' }));
  await user.keyboard(save);
  await screen.findByRole('article', { name: '单建国' });
  expect(await carOfVisit(bar)).toBe('赣D54321');
});

test('of several cars none is taken that nobody said: the form asks on the way', async () => {
  const bar = await deskFinding(await createTestDesk(), '单建国', ['赣D12345', '赣D54321']);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'sjg{Enter}');
  const car = await screen.findByRole<HTMLSelectElement>('combobox', { name: '来店车辆' });
  expect(car.selectedOptions[0]?.textContent).toBe('未说明');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox', { name: '来意' })));
  await user.keyboard('{Enter}{Enter}');
  expect(document.activeElement).toBe(car);
  await user.selectOptions(car, '赣D·12345');
  await user.keyboard(save);
  await screen.findByRole('article', { name: '单建国' });
  expect(await carOfVisit(bar)).toBe('赣D12345');
});

test('an only car is the one they came with, without a question', async () => {
  const bar = await deskFinding(await createTestDesk(), '单建国', ['赣D12345']);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'sjg{Enter}');
  await within(await screen.findByRole('form')).findByText('赣D·12345');
  expect(screen.queryByRole('combobox', { name: '来店车辆' })).toBeNull();
  await user.keyboard(save);
  await screen.findByRole('article', { name: '单建国' });
  expect(await carOfVisit(bar)).toBe('赣D12345');
});

test('a plate typed as the house says it, without province and letter, shows whose it ends', async () => {
  const bar = await createTestDesk();
  const owner = await addGuest(bar.db, { name: '陈芳' });
  await addCar(bar, owner.customerId, '赣DD8488');
  const car = { id: uuidv7(), plate: '赣DD8488', model: null, vin: null };
  const hit = { ...owner, guestCardId: owner.id, vehicles: [car], lastVisitAt: null, nameRange: null };
  const search: typeof bar.desk.search.search = async (query) => ({
    hits: query === 'D8488' ? [{ ...hit, reason: 'plate' }] : [],
    total: 1,
  });
  const desk = { ...bar.desk, search: { ...bar.desk.search, search } };
  const { user } = renderOnDesk({ ...bar, desk }, <ReceptionPage />);
  await user.type(await field(), '陈方{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '车牌' }), 'd848');
  expect(screen.queryByText(/尾数相同/)).toBeNull();
  await user.type(screen.getByRole('textbox', { name: '车牌' }), '8');
  await screen.findByText('尾数相同的车牌 赣D·D8488 登记在 陈芳 名下。');
  await user.click(screen.getByRole('button', { name: '使用已有客户' }));
  await within(await screen.findByRole('form')).findByText(/陈芳/);
});

test('what was typed of the party goes on with the customer the desk knows', async () => {
  const bar = await createTestDesk();
  const owner = await addGuest(bar.db, { name: '宋秀英' });
  await addCar(bar, owner.customerId, '赣D12345');
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '宋{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '车牌' }), '赣D12345');
  await user.type(screen.getByRole('textbox', { name: '备注' }), '带小孩');
  await user.click(await screen.findByRole('button', { name: '使用已有客户' }));
  await screen.findByRole('heading', { name: '宋秀英' });
  await user.keyboard(save);
  await screen.findByRole('article', { name: '宋秀英' });
  expect(await bar.db.visit.toArray()).toMatchObject([{ guestCardId: owner.id, note: '带小孩' }]);
  // Nothing is left over of the new customer that was none.
  expect(screen.queryByRole('region', { name: '未完成的登记' })).toBeNull();
});

test('a guest in the house is named with the seat, whatever tells that they are the same', async () => {
  const bar = await createTestDesk();
  const owner = await addGuest(bar.db, { name: '宋秀英' });
  await addCar(bar, owner.customerId, '赣D12345');
  const { id: seatId } = await seatOf(bar, 'A3');
  await bar.db.visit.update(await checkInParty(bar, '宋秀英'), { guestCardId: owner.id, seatId });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '宋{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '车牌' }), '赣D12345');
  await screen.findByText(/现在在店：A3。/);
  await user.click(screen.getByRole('button', { name: '查看在店来宾' }));
  await screen.findByRole('complementary', { name: '来宾详情' });
});

test('an organisation of the same name is pointed out', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '吉安中晟物流有限公司', kind: 'organisation' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await field();
  await user.keyboard('{Alt>}n{/Alt}');
  await user.click(await screen.findByRole('radio', { name: '单位' }));
  await user.type(screen.getByRole('textbox', { name: '单位名称' }), '吉安中晟物流有限公司');
  await screen.findByText(/已有同名单位：吉安中晟物流有限公司。/);
});

test('a new-customer form without a word in it leaves nothing behind', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await field();
  await user.keyboard('{Alt>}n{/Alt}');
  await user.type(await screen.findByRole('textbox', { name: '姓名' }), '王{Backspace}');
  await user.click(screen.getByRole('radio', { name: '单位' }));
  await user.keyboard('{Escape}');
  await field();
  expect(screen.queryByRole('button', { name: /继续登记/ })).toBeNull();
});

test('a guest of two open visits is told in the list, with both places', async () => {
  const bar = await createTestDesk();
  const { id } = bar.desk.state.getState().person ?? { id: '' };
  await bar.db.staff.put({
    id,
    rowVersion: 1,
    username: 'chen',
    name: '陈静',
    roles: ['attendant'],
    active: true,
  });
  const guest = await addGuest(bar.db, { name: '张三丰' });
  const { id: seatId } = await seatOf(bar, 'A3');
  for (const one of [seatId, null])
    await bar.db.visit.update(await checkInParty(bar, '张三丰'), { guestCardId: guest.id, seatId: one });
  bar.answerSearch(guest);
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf');
  const option = await screen.findByRole('option', { name: /张三丰/ });
  await waitFor(() => expect(option.textContent).toContain('重复在店：A3、未入座'));
  for (const card of screen.getAllByRole('article')) within(card).getByText('重复在店');
  await speak('en');
  for (const card of screen.getAllByRole('article')) within(card).getByText('here twice');
  await speak('zh-CN');
  // One of the two is undone in place, with who made it named; then all is said.
  await user.click(
    await screen.findByRole('button', { name: /^撤销：未入座 · \d\d:\d\d · 陈静 登记 · 绿茶$/ }),
  );
  await waitFor(() => expect(option.textContent).toContain('在店 A3'));
  await waitFor(() => expect(screen.queryByText('张三丰 重复登记，请撤销其中一张：')).toBeNull());
  expect((await bar.db.visit.toArray()).filter(({ cancelledAt }) => cancelledAt === null)).toMatchObject([
    { seatId },
  ]);
});

test('the panel of a guest who is here twice says so, and where', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三丰' });
  const { id: seatId } = await seatOf(bar, 'A3');
  let visitId = '';
  for (const one of [seatId, null]) {
    visitId = await checkInParty(bar, '张三丰');
    await bar.db.visit.update(visitId, { guestCardId: guest.id, seatId: one });
  }
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  const panel = within(await screen.findByRole('complementary', { name: '来宾详情' }));
  await panel.findByText('重复在店：A3、未入座');
  await speak('en');
  await panel.findByText('here more than once: A3, no seat');
  await user.click(panel.getByRole('button', { name: /^See off/ }));
  await waitFor(() => expect(screen.queryByText(/here twice|here more than once/)).toBeNull());
});

test('where a guest is stands in the list', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三丰' });
  const { id: seatId } = await seatOf(bar, 'A3');
  await bar.db.visit.update(await checkInParty(bar, '张三丰'), { guestCardId: guest.id, seatId });
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf');
  const option = await screen.findByRole('option', { name: /张三丰/ });
  await waitFor(() => expect(option.textContent).toContain('在店 A3'));
});
