import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { FloorPanel } from '../../renderer/app/floor-panel.tsx';
import { undoLast } from '../../renderer/ui/notices.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

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
  await user.keyboard('亲子区{Enter}');
  const area = await screen.findByRole('region', { name: '亲子区' });
  await user.click(within(area).getByRole('button', { name: '新增座位' }));
  await user.keyboard('K1{Tab}3{Enter}');
  await within(area).findByRole('button', { name: /^K1 ?3 位$/ });
  undoLast();
  await within(area).findByRole('button', { name: /^K1.*已停用$/ });
  const added = (await office.db.seat.toArray()).find(({ name }) => name === 'K1');
  expect(added).toMatchObject({ capacity: 3, outOfUse: true });
});

test('seats that stand as an earlier version wrote them change their order by keys; undo puts them back', async () => {
  const { user, seatNames } = await openHouse();
  (await seat(/^A2/)).focus();
  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  await waitFor(() => expect(seatNames().slice(0, 2)).toEqual(['A2', 'A1']));
  undoLast();
  await waitFor(() => expect(seatNames().slice(0, 2)).toEqual(['A1', 'A2']));
});

test('a seat moved to another area stands there last; a count that cannot be is told', async () => {
  const { user, seatNames } = await openHouse();
  await user.click(await seat(/^A2/));
  const places = screen.getByRole('textbox', { name: '可坐人数' });
  await user.clear(places);
  await user.type(places, '0{Enter}');
  await screen.findByText('请填写 1 到 200 的整数，或留空。');
  await user.clear(places);
  await user.selectOptions(screen.getByRole('combobox', { name: '所在区域' }), '网络区');
  await user.click(screen.getByRole('button', { name: '保存' }));
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
  await seat(/^A4.*已停用$/);
  await user.click(await screen.findByRole('button', { name: '恢复使用' }));
  await waitFor(() => expect(screen.queryByText('已停用')).toBeNull());
});

test('who may not change the house reads it', async () => {
  await openHouse(['attendant']);
  await screen.findByText('仅 CR部长、CR主管和 CR专员可以修改。');
  expect(screen.queryByRole('button')).toBeNull();
});
