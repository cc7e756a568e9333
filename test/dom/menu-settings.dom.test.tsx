/** The menu in the settings under clumsy hands, and before who may only look. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { MenuPanel } from '../../renderer/app/menu-panel.tsx';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { takeBack } from '../support/take-back.ts';

async function openMenu(roles: readonly ('supervisor' | 'attendant')[] = ['supervisor']) {
  const office = await createTestDesk('office');
  const person = office.desk.state.getState().person;
  office.desk.state.setState({ person: person && { ...person, roles: [...roles] } });
  const { user } = renderOnDesk(office, <MenuPanel />);
  await screen.findByRole('region', { name: '饮品单' });
  const names = () =>
    screen.getAllByRole('listitem').map((item) => item.querySelector('b')?.textContent ?? '');
  return { office, user, names };
}

const chip = (name: RegExp) => screen.findByRole('button', { name });

test('who may not arrange the menu reads it, and is told who may', async () => {
  const { names } = await openMenu(['attendant']);
  expect(names()).toContain('绿茶');
  screen.getByText('仅 CR部长、CR主管和 CR专员可以修改。');
  expect(screen.queryByRole('button')).toBeNull();
});

test('saved three times in a row a drink is added once, last; undo takes it out of use', async () => {
  const { office, user, names } = await openMenu();
  const add = screen.getByRole('button', { name: '新增饮品' });
  await user.click(add);
  await user.keyboard('龙井');
  await user.selectOptions(screen.getByRole('combobox', { name: '类型' }), 'other');
  const form = screen.getByRole('form', { name: '新增饮品' });
  act(() => {
    for (let presses = 0; presses < 3; presses += 1) fireEvent.submit(form);
  });
  await chip(/^龙井 ?其他$/);
  expect(names().at(-1)).toBe('龙井');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('新增饮品'));
  const added = (await office.db.menuItem.toArray()).filter(({ name }) => name === '龙井');
  expect(added).toMatchObject([{ kind: 'other', nameEn: null, available: true, outOfUse: false }]);
  await takeBack();
  await chip(/^龙井.*已停用$/);
});

test('an edit is taken back as it was, one of an earlier version too', async () => {
  const { office, user } = await openMenu();
  await user.click(await chip(/^绿茶/));
  await user.clear(screen.getByRole('textbox', { name: '饮品名称' }));
  await user.type(screen.getByRole('textbox', { name: '饮品名称' }), '龙井{Control>}{Enter}{/Control}');
  await chip(/^龙井/);
  await takeBack();
  await user.click(await chip(/^绿茶/));
  await user.click(screen.getByRole('button', { name: '停用' }));
  await chip(/^绿茶.*已停用$/);
  await takeBack();
  await chip(/^绿茶 ?茶$/);
  expect(await office.db.outbox.count()).toBe(4);
});

test('what a cup takes is written a line each; what cannot be read is told beside it and kept', async () => {
  const { office, user } = await openMenu();
  const open = async () => {
    await user.click(await chip(/^拿铁/));
    return screen.getByRole('textbox', { name: '一杯的用料' });
  };
  const field = await open();
  expect(field).toHaveProperty('value', '咖啡豆 16 克\n牛奶 200 毫升');
  const save = '{Control>}{Enter}{/Control}';
  await user.type(field, '{Enter}糖一包' + save);
  await screen.findByText(/^请每行填写一种用料/);
  expect(field).toHaveProperty('value', '咖啡豆 16 克\n牛奶 200 毫升\n糖一包');
  await user.type(field, '{Backspace}{Backspace}{Backspace}糖1包' + save);
  const held = async () =>
    (await office.db.menuItem.toArray()).find(({ name }) => name === '拿铁')?.ingredients;
  await waitFor(async () => expect((await held())?.at(-1)).toEqual({ article: '糖', amount: 1, unit: '包' }));
  await takeBack();
  await waitFor(async () => expect(await held()).toHaveLength(2));
  // Left as it is, nothing is written.
  const before = await office.db.outbox.count();
  await user.type(await open(), save);
  await waitFor(() => expect(screen.queryByRole('textbox', { name: '一杯的用料' })).toBeNull());
  expect(await office.db.outbox.count()).toBe(before);
});

test('a step pressed twice in a row is two steps, and nothing at the end of the way', async () => {
  const { names } = await openMenu();
  const third = await chip(/^菊花茶/);
  act(() => {
    for (let presses = 0; presses < 2; presses += 1)
      fireEvent.keyDown(third, { key: 'ArrowLeft', altKey: true });
  });
  await waitFor(() => expect(names().slice(0, 3)).toEqual(['菊花茶', '绿茶', '红茶']));
  fireEvent.keyDown(await chip(/^菊花茶/), { key: 'ArrowLeft', altKey: true });
  fireEvent.keyDown(await chip(/^红茶/), { key: 'ArrowLeft', altKey: true });
  await waitFor(() => expect(names().slice(0, 3)).toEqual(['菊花茶', '红茶', '绿茶']));
});

test('what another desk changes meanwhile shows in the form, and is not written over', async () => {
  const { office, user } = await openMenu();
  await user.click(await chip(/^绿茶/));
  const name = screen.getByRole('textbox', { name: '饮品名称' });
  await user.clear(name);
  await user.type(name, '龙井');
  const tea = (await office.db.menuItem.toArray()).find((one) => one.name === '绿茶');
  if (tea) await office.db.menuItem.put({ ...tea, nameEn: 'Longjing', rowVersion: tea.rowVersion + 1 });
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: '英文名称' })).toHaveProperty('value', 'Longjing'),
  );
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  const [change] = await office.db.outbox.toArray();
  expect(change?.patches).toMatchObject([{ id: tea?.id, set: { name: '龙井' }, base: tea?.rowVersion }]);
});
