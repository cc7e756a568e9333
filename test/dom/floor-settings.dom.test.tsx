import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { FloorPanel } from '../../renderer/app/floor-panel.tsx';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { takeBack } from '../support/take-back.ts';

async function openHouse(roles: readonly ('supervisor' | 'attendant')[] = ['supervisor']) {
  const office = await createTestDesk('office');
  const person = office.desk.state.getState().person;
  office.desk.state.setState({ person: person && { ...person, roles: [...roles] } });
  const { user } = renderOnDesk(office, <FloorPanel />);
  await screen.findByRole('region', { name: '区域与座位' });
  const seatNames = () =>
    screen.getAllByRole('listitem').map((item) => item.querySelector('b')?.textContent ?? '');
  return { office, user, seatNames };
}

const seat = (name: RegExp) => screen.findByRole('button', { name });

test('an area and a seat are added; undo takes the seat out of use', async () => {
  const { office, user } = await openHouse();
  await user.click(screen.getByRole('button', { name: '新增区域' }));
  await user.keyboard('亲子区{Control>}{Enter}{/Control}');
  const area = await screen.findByRole('region', { name: '亲子区' });
  await user.click(within(area).getByRole('button', { name: '在 亲子区 新增座位' }));
  await user.keyboard('K1{Enter}３{Control>}{Enter}{/Control}');
  await within(area).findByRole('button', { name: /^K1 ?3 位$/ });
  await takeBack();
  await within(area).findByRole('button', { name: /^K1.*已停用$/ });
  const added = (await office.db.seat.toArray()).find(({ name }) => name === 'K1');
  expect(added).toMatchObject({ capacity: 3, outOfUse: true });
});

test('seats that stand as an earlier version wrote them change their order by keys; undo puts them back', async () => {
  const { user, seatNames } = await openHouse();
  (await seat(/^A2/)).focus();
  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  await waitFor(() => expect(seatNames().slice(0, 2)).toEqual(['A2', 'A1']));
  await takeBack();
  await waitFor(() => expect(seatNames().slice(0, 2)).toEqual(['A1', 'A2']));
});

test('a seat moved to another area stands there last; a count that cannot be is told', async () => {
  const { user, seatNames } = await openHouse();
  await user.click(await seat(/^A2/));
  const places = screen.getByRole('textbox', { name: '可坐人数' });
  await user.clear(places);
  await user.type(places, '0{Control>}{Enter}{/Control}');
  await screen.findByText('请填写 1 到 200 的整数，或留空。');
  await user.clear(places);
  await user.selectOptions(screen.getByRole('combobox', { name: '所在区域' }), '网络区');
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await waitFor(() => expect(seatNames().at(-1)).toBe('A2'));
});

test('a seat with a party cannot go out of use; an empty one can, and comes back', async () => {
  const { office, user } = await openHouse();
  const a3 = (await office.db.seat.toArray()).find(({ name }) => name === 'A3');
  const visit = { id: uuidv7(), rowVersion: 1, isOpen: 1, seatId: a3?.id ?? '', leftAt: null };
  await office.db.visit.put(visit as never);
  await user.click(await seat(/^A3/));
  await screen.findByText('有客人在座，暂不能停用。');
  expect(screen.getByRole('button', { name: '停用' })).toHaveProperty('disabled', true);
  await user.click(await seat(/^A4/));
  await user.click(screen.getByRole('button', { name: '停用' }));
  await user.click(await seat(/^A4.*已停用$/));
  await user.click(await screen.findByRole('button', { name: '恢复使用' }));
  await waitFor(() => expect(screen.queryByText('已停用')).toBeNull());
});

test('where a party sat down meanwhile, an undo that would take the seat out of use says why it does not', async () => {
  const { office, user } = await openHouse();
  await user.click(await seat(/^A4/));
  await user.click(screen.getByRole('button', { name: '停用' }));
  await user.click(await seat(/^A4.*已停用$/));
  await user.click(await screen.findByRole('button', { name: '恢复使用' }));
  await waitFor(() => expect(screen.queryByText('已停用')).toBeNull());
  const a4 = (await office.db.seat.toArray()).find(({ name }) => name === 'A4');
  const visit = { id: uuidv7(), rowVersion: 1, isOpen: 1, seatId: a4?.id ?? '', leftAt: null };
  await office.db.visit.put(visit as never);
  await takeBack();
  await screen.findByText('有客人在座，暂不能停用。');
  expect((await office.db.seat.get(a4?.id ?? ''))?.outOfUse).toBe(false);
});

test('who may not change the house reads it', async () => {
  await openHouse(['attendant']);
  await screen.findByText('仅 CR部长、CR主管和 CR专员可以修改。');
  expect(screen.queryByRole('button')).toBeNull();
});

test('saved twice in a row, a seat is added once, and the keys go on where they were', async () => {
  const { office, user } = await openHouse();
  const add = screen.getByRole('button', { name: '在 网络区 新增座位' });
  await user.click(add);
  await user.keyboard('W9');
  const form = screen.getByRole('form', { name: '新增座位' });
  act(() => {
    for (let presses = 0; presses < 3; presses += 1) fireEvent.submit(form);
  });
  await seat(/^W9/);
  await waitFor(() => expect(document.activeElement).toBe(add));
  expect((await office.db.seat.toArray()).filter(({ name }) => name === 'W9')).toHaveLength(1);
  expect(await office.db.outbox.count()).toBe(1);
});

test('a step pressed twice in a row is two steps', async () => {
  const { seatNames } = await openHouse();
  const a3 = await seat(/^A3/);
  act(() => {
    for (let presses = 0; presses < 2; presses += 1)
      fireEvent.keyDown(a3, { key: 'ArrowLeft', altKey: true });
  });
  await waitFor(() => expect(seatNames().slice(0, 3)).toEqual(['A3', 'A1', 'A2']));
});

test('what was typed waits behind Escape and another form; “cancel” forgets it, and nothing edited is nothing saved', async () => {
  const { office, user } = await openHouse();
  await user.click(await seat(/^A2/));
  const name = () => screen.getByRole<HTMLInputElement>('textbox', { name: '座位名称' });
  await user.clear(name());
  await user.type(name(), '窗边{Escape}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  await user.click(await seat(/^A4/));
  await waitFor(() => expect(name().value).toBe('A4'));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  await user.click(await seat(/^A2/));
  expect(name().value).toBe('窗边');
  // Off the fields, too.
  (await seat(/^A3/)).focus();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  await user.click(await seat(/^A2/));
  await user.click(screen.getByRole('button', { name: '取消' }));
  await user.click(await seat(/^A2/));
  expect(name().value).toBe('A2');
  expect(await office.db.outbox.count()).toBe(0);
});

test('what another desk changes meanwhile shows in the form, and is not written over', async () => {
  const { office, user } = await openHouse();
  await user.click(await seat(/^A2/));
  await user.clear(screen.getByRole('textbox', { name: '座位名称' }));
  await user.type(screen.getByRole('textbox', { name: '座位名称' }), 'A1');
  await screen.findByText('休息区已有座位 A1，同名容易弄错。');
  const a2 = (await office.db.seat.toArray()).find(({ name }) => name === 'A2');
  if (a2) await office.db.seat.put({ ...a2, capacity: 9, rowVersion: a2.rowVersion + 1 });
  await waitFor(() => expect(screen.getByRole('textbox', { name: '可坐人数' })).toHaveProperty('value', '9'));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  const [change] = await office.db.outbox.toArray();
  expect(change?.patches).toMatchObject([{ id: a2?.id, set: { name: 'A1' }, base: a2?.rowVersion }]);
});
