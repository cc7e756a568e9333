import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import type { LocalRow } from '../../renderer/data/database.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { addSeat } from '../../shared/commands/floor.ts';
import { recordPreference } from '../../shared/commands/preference.ts';
import { openAmending, rejectEdit, rejectOldest } from '../support/amending.tsx';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

async function office(role: Role = 'supervisor'): Promise<TestDesk> {
  const desk = await createTestDesk('office');
  const { person } = desk.desk.state.getState();
  if (person) desk.desk.state.setState({ person: { ...person, roles: [role] } });
  return desk;
}

const box = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name });
const submit = () => screen.getByRole('button', { name: /^提交/ });
const left = () => screen.findByRole('heading', { name: 'List' });

async function sent({ db }: TestDesk) {
  const entries = await db.outbox.toArray();
  expect(await db.attention.count()).toBe(0);
  return entries.filter(({ retryOf }) => retryOf !== null);
}

async function addCustomer({ db }: TestDesk, about: Partial<LocalRow<'customer'>> = {}) {
  const customer = { name: '王建国', kind: 'private', phones: [], note: null, ...about } as const;
  const row = { id: uuidv7(), rowVersion: 3, ...customer } as unknown as LocalRow<'customer'>;
  await db.customer.put(row);
  const card = await addGuest(db, { name: '王建国', customerId: row.id });
  return { customer: row, card };
}

test('[R3] a rejected preference opens with what was said, keeps what is typed, and is sent under its id', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三' });
  const said = { guestCardId: guest.id, kind: 'avoid', menuItemId: null, detail: '花生' } as const;
  await bar.desk.run(recordPreference, said);
  const rejected = await rejectOldest(bar);
  const { user, close } = openAmending(bar, rejected);
  await screen.findByDisplayValue('花生');
  await user.type(screen.getByDisplayValue('花生'), '酱');
  close();
  const again = openAmending(bar, rejected);
  await screen.findByDisplayValue('花生酱');
  await again.user.click(submit());
  await left();
  const [before] = rejected.patches;
  expect(await sent(bar)).toMatchObject([
    {
      ...{ name: 'recordPreference', retryOf: rejected.opId },
      patches: [{ op: 'create', id: before?.id, set: { ...before?.set, detail: '花生酱' } }],
    },
  ]);
});

test('[R3] a rejected change of a preference stands over what it says today; one withdrawn for good says so', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三' });
  const about = { guestCardId: guest.id, note: null, recordedBy: null, recordedAt: 1 };
  const row = {
    id: uuidv7(),
    rowVersion: 4,
    kind: 'avoid',
    menuItemId: null,
    detail: '牛奶',
    ...about,
  } as const;
  await bar.db.preference.put(row);
  const patch = {
    entity: 'preference',
    id: row.id,
    set: { kind: 'avoid', menuItemId: null, detail: '芒果' },
  };
  const rejected = await rejectEdit(bar, patch as never, 'changePreference');
  const { user, close } = openAmending(bar, rejected);
  await screen.findByDisplayValue('芒果');
  await user.click(submit());
  await left();
  expect(await bar.db.preference.get(row.id)).toMatchObject({ detail: '芒果' });
  close();
  await bar.db.preference.delete(row.id);
  openAmending(bar, await rejectEdit(bar, patch as never, 'changePreference'));
  await screen.findByText('该记录已不存在，无法修改。');
});

test('[R3] a rejected seat is put right in its form and added, in use and in its place', async () => {
  const desk = await office();
  const [area] = await desk.db.area.toArray();
  const fields = { areaId: area?.id ?? '', name: 'K1', capacity: 4, position: 7 };
  await desk.desk.run(addSeat, fields);
  const { user } = openAmending(desk, await rejectOldest(desk));
  expect((await box('座位名称')).value).toBe('K1');
  expect((await box('可坐人数')).value).toBe('4');
  expect(screen.queryByRole('button', { name: '停用' })).toBeNull();
  await user.clear(await box('可坐人数'));
  await user.type(await box('可坐人数'), '0');
  await user.click(submit());
  await screen.findByText('请填写 1 到 200 的整数，或留空。');
  await user.clear(await box('可坐人数'));
  await user.type(await box('可坐人数'), '6{Control>}{Enter}{/Control}');
  await left();
  const set = { ...fields, capacity: 6, outOfUse: false };
  expect(await sent(desk)).toMatchObject([{ name: 'addSeat', patches: [{ op: 'create', set }] }]);
});

test.each([
  ['area', 'editArea', '区域名称', '休息一区'],
  ['menuItem', 'editDrink', '饮品名称', '碧螺春'],
] as const)(
  '[R3] a rejected edit of %s sends what it said and what is typed, not what it did not touch',
  async (entity, name, label, typed) => {
    const desk = await office();
    const [row] = await desk.db[entity].toArray();
    const patch = { entity, id: row?.id ?? '', set: { nameEn: 'Lounge' } };
    const { user } = openAmending(desk, await rejectEdit(desk, patch, name));
    expect((await box(label)).value).toBe(row?.name);
    await screen.findByDisplayValue('Lounge');
    await user.clear(await box(label));
    await user.type(await box(label), typed);
    await user.click(submit());
    await left();
    const [entry] = await sent(desk);
    expect(entry?.patches).toMatchObject([{ id: row?.id, op: 'update' }]);
    expect(entry?.patches[0]?.set).toEqual({ name: typed, nameEn: 'Lounge' });
  },
);

test('[R3] what a rejected edit said and is taken back in the form is sent as it is now', async () => {
  const desk = await office();
  const [row] = await desk.db.area.toArray();
  const patch = { entity: 'area', id: row?.id ?? '', set: { name: '写错了' } } as const;
  const { user } = openAmending(desk, await rejectEdit(desk, patch, 'editArea'));
  await user.clear(await box('区域名称'));
  await user.type(await box('区域名称'), row?.name ?? '');
  await user.click(submit());
  await left();
  expect((await sent(desk))[0]?.patches[0]?.set).toEqual({ name: row?.name });
});

test('[R3] a rejected edit of a customer is put right for the record and the card', async () => {
  const desk = await office();
  const { customer, card } = await addCustomer(desk);
  const edits = [
    { entity: 'customer', id: customer.id, set: { name: '王建', email: 'w@x.cn' } },
    { entity: 'guestCard', id: card.id, set: { name: '王建' } },
  ] as const;
  const rejected = await rejectEdit(desk, edits, 'editCustomer');
  const { user } = openAmending(desk, rejected);
  expect((await box('姓名')).value).toBe('王建');
  await user.type(await box('姓名'), '国');
  await user.type(await box('备注'), '老客户');
  await user.click(submit());
  await left();
  const [entry] = await sent(desk);
  expect(entry?.patches.map(({ entity, set }) => [entity, set])).toEqual([
    ['customer', { name: '王建国', email: 'w@x.cn', note: '老客户' }],
    ['guestCard', { name: '王建国' }],
  ]);
});

test('[R3] a rejected note on a card is put right, and sent once by a key pressed twice', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三', note: '怕冷' });
  const patch = { entity: 'guestCard', id: guest.id, set: { note: '怕热' } } as const;
  const { user } = openAmending(bar, await rejectEdit(bar, patch, 'editGuestNote'));
  const note = await screen.findByDisplayValue('怕热');
  await user.type(note, '，靠窗');
  for (let presses = 0; presses < 2; presses += 1) fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
  await left();
  expect(await sent(bar)).toHaveLength(1);
  await screen.findByText('已重新提交，等待服务器答复');
  expect((await bar.db.guestCard.get(guest.id))?.note).toBe('怕热，靠窗');
});

test('[R3] a rejected car is put right in its form, a new one with its owner, one that is there over what it says today', async () => {
  const desk = await office();
  const { customer } = await addCustomer(desk);
  const fields = { plate: '赣D12345', vin: null, model: '卡罗拉', colour: null, note: null };
  const people = { customerId: customer.id, bringsInId: null, userId: null };
  const id = uuidv7();
  const rejected = await rejectEdit(
    desk,
    { entity: 'vehicle', id, set: { ...fields, ...people } },
    'registerVehicle',
  );
  const created = {
    ...rejected,
    patches: rejected.patches.map((one) => ({ ...one, op: 'create' as const })),
  };
  await desk.db.attention.put(created);
  const { user, close } = openAmending(desk, rejected);
  expect((await box('车型')).value).toBe('卡罗拉');
  await user.clear(await box('车牌'));
  await user.type(await box('车牌'), '赣D54321');
  await user.click(submit());
  await left();
  expect(await sent(desk)).toMatchObject([
    { patches: [{ op: 'create', id, set: { ...fields, ...people, plate: '赣D54321' } }] },
  ]);
  close();
  await desk.db.outbox.clear();
  const edit = { entity: 'vehicle', id, set: { colour: '白' } } as const;
  const again = openAmending(desk, await rejectEdit(desk, edit, 'editVehicle'));
  await screen.findByDisplayValue('白');
  await again.user.type(screen.getByDisplayValue('白'), '色');
  await again.user.click(submit());
  await left();
  expect((await sent(desk))[0]?.patches[0]?.set).toEqual({ colour: '白色' });
});

test('[R3] what has no form says why, and can be sent again or discarded', async () => {
  const desk = await office();
  const changes = [
    ['editArea', { outOfUse: true }],
    ['undoRecordEdit', { note: null }],
    ['importCustomers', { note: null }],
    ['sellCar', { note: null }],
    ['editArea', { name: '新名' }],
  ] as const;
  // Each of a row of its own: none hangs on another.
  for (const [name, set] of changes) await rejectEdit(desk, { entity: 'area', id: uuidv7(), set }, name);
  renderOnDesk(desk, <StatusPage />);
  const item = async (words: RegExp) => {
    const found = (await screen.findByText(words)).closest('li');
    return within(found as HTMLElement);
  };
  for (const words of [
    /^这是一步完成的操作/,
    /^这是一次撤销/,
    /^导入的内容来自文件/,
    /^本版本没有这类更改的表单/,
  ]) {
    const of = await item(words);
    expect(of.queryByRole('link', { name: '修改后提交' })).toBeNull();
    of.getByRole('button', { name: '重新提交' });
    of.getByRole('button', { name: '放弃' });
  }
  await waitFor(() => expect(screen.getAllByRole('link', { name: '修改后提交' })).toHaveLength(1));
});
