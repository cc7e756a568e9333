/** Drinks that have run out: said by clumsy hands, looked at by who may not say it, and what is offered instead. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { seeOff } from '../../shared/commands/party.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { takeBack } from '../support/take-back.ts';

afterEach(dismissNotice);

async function openList(bar: TestDesk) {
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: /^饮品供应/ }));
  const list = within(await screen.findByRole('complementary', { name: '饮品供应' }));
  const tea = await list.findByRole('switch', { name: /^绿茶/ });
  return { user, list, tea };
}

async function drinkOf({ db }: TestDesk, name: string) {
  const drink = (await db.menuItem.toArray()).find((one) => one.name === name);
  if (!drink) throw new Error(`no drink ${name}`);
  return drink;
}

/** As a colleague at another desk would. */
async function runOut(bar: TestDesk, ...names: string[]) {
  for (const name of names) await bar.db.menuItem.update((await drinkOf(bar, name)).id, { available: false });
}

/** A guest who had these drinks, each at a visit of its own. */
async function guestWho(bar: TestDesk, name: string, drinks: readonly string[]) {
  const guest = await addGuest(bar.db, { name });
  for (const drink of drinks) {
    const visitId = await checkInParty(bar, name);
    await bar.db.visit.update(visitId, { guestCardId: guest.id });
    await bar.desk.run(seeOff, { visitId });
    const { id: menuItemId } = await drinkOf(bar, drink);
    await bar.db.serving.where('visitId').equals(visitId).modify({ menuItemId });
  }
  return guest;
}

test('pressed twice or three times in a row it is said once', async () => {
  const bar = await createTestDesk();
  const { user, tea } = await openList(bar);
  await user.dblClick(tea);
  await waitFor(() => expect(tea.ariaChecked).toBe('false'));
  fireEvent.click(tea);
  await screen.findByText('绿茶 已改为暂不供应');
  expect(tea.ariaChecked).toBe('false');
  expect(await bar.db.outbox.count()).toBe(1);
});

test('an undo brings it back; where a colleague did so before, that is said and nothing is written', async () => {
  const bar = await createTestDesk();
  const { user, tea, list } = await openList(bar);
  await user.click(tea);
  await waitFor(() => expect(tea.ariaChecked).toBe('false'));
  await takeBack();
  await waitFor(() => expect(tea.ariaChecked).toBe('true'));
  expect(await bar.db.outbox.count()).toBe(2);
  const latte = list.getByRole('switch', { name: /^拿铁/ });
  await user.click(latte);
  await waitFor(() => expect(latte.ariaChecked).toBe('false'));
  await bar.db.menuItem.update((await drinkOf(bar, '拿铁')).id, { available: true });
  await waitFor(() => expect(latte.ariaChecked).toBe('true'));
  await takeBack();
  await screen.findByText('同事刚改过 拿铁，同事的修改已保留');
  expect(await bar.db.outbox.count()).toBe(3);
});

test('without the right to the reception the list is there to be looked at', async () => {
  const bar = await createTestDesk();
  const { person } = bar.desk.state.getState();
  bar.desk.state.setState({ person: person && { ...person, roles: ['finance'] } });
  const { user, list, tea } = await openList(bar);
  expect(tea.ariaDisabled).toBe('true');
  expect(list.queryByText(/^方向键选择/)).toBeNull();
  await user.click(tea);
  expect(tea.ariaChecked).toBe('true');
  await user.keyboard('{Escape}');
  await screen.findByRole('button', { name: /^饮品供应/ });
  // Who may only look is not told off for it either.
  expect(screen.queryByText('您的角色无权执行此操作。')).toBeNull();
  expect(await bar.db.outbox.count()).toBe(0);
});

test('what is off the menu is in no list, and what ran out is counted beside the tasks', async () => {
  const bar = await createTestDesk();
  await bar.db.menuItem.update((await drinkOf(bar, '可乐')).id, { outOfUse: true, available: false });
  await runOut(bar, '普洱', '橙汁');
  const { list, user } = await openList(bar);
  expect(list.queryByRole('switch', { name: /^可乐/ })).toBeNull();
  list.getByRole('switch', { name: /^普洱 ?暂不供应/, checked: false });
  await user.keyboard('{Escape}');
  await within(await screen.findByRole('button', { name: /^饮品供应/ })).findByText('暂缺 2 种');
});

test('where the usual drink ran out, the next habit is chosen at the check-in, and said', async () => {
  const bar = await createTestDesk();
  const guest = await guestWho(bar, '谢燕', ['绿茶', '橙汁', '橙汁', '绿茶', '绿茶']);
  await runOut(bar, '绿茶');
  bar.answerSearch(guest);
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), 'xy{Enter}');
  const form = within(await screen.findByRole('form', { name: '登记到店' }));
  await form.findByText('常点的 绿茶 暂不供应，建议 橙汁。');
  const select = form.getByRole<HTMLSelectElement>('combobox', { name: '饮品' });
  const juice = await drinkOf(bar, '橙汁');
  await waitFor(() => expect(select.value).toBe(juice.id));
  await user.selectOptions(select, (await drinkOf(bar, '红茶')).id);
  expect(form.queryByText(/暂不供应/)).toBeNull();
  await user.selectOptions(select, '');
  await speak('en');
  await screen.findByText('The usual Green tea is not available; suggest Orange juice.');
});

test('one of the same kind is suggested at the check-in, and not served unasked', async () => {
  const bar = await createTestDesk();
  const guest = await guestWho(bar, '谢燕', ['绿茶', '绿茶']);
  await runOut(bar, '绿茶');
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), 'xy{Enter}');
  const form = within(await screen.findByRole('form', { name: '登记到店' }));
  await form.findByText('常点的 绿茶 暂不供应，建议 红茶。');
  expect(form.getByRole<HTMLSelectElement>('combobox', { name: '饮品' }).value).toBe('');
});

test('a drink that runs out while the form is open stays in sight, with a word', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await screen.findByRole('combobox', { name: '查找来宾' });
  await user.keyboard('{Alt>}g{/Alt}');
  const form = within(await screen.findByRole('form', { name: '匿名来宾到店' }));
  const select = form.getByRole<HTMLSelectElement>('combobox', { name: '饮品' });
  await user.selectOptions(select, (await drinkOf(bar, '拿铁')).id);
  await runOut(bar, '拿铁');
  await form.findByText('拿铁 暂不供应，建议 美式咖啡。');
  expect(select.selectedOptions[0]?.textContent).toBe('拿铁（暂不供应）');
});

test('a refill of what ran out asks, with the suggestion one key away; nothing is served before', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 30);
  await runOut(bar, '绿茶');
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  const panel = within(await screen.findByRole('complementary', { name: '来宾详情' }));
  await panel.findByText('绿茶 暂不供应，建议 红茶。');
  panel.getByRole('button', { name: /^上饮品/ });
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('r');
  const picker = within(await screen.findByRole('region', { name: '上什么饮品' }));
  picker.getByText('绿茶 暂不供应，建议 红茶。');
  expect(picker.getByRole('button', { name: /^绿茶/ })).toHaveProperty('ariaDisabled', 'true');
  expect(document.activeElement?.textContent).toMatch(/^红茶/);
  expect(await bar.db.serving.count()).toBe(1);
  await user.keyboard('{Enter}');
  await screen.findByText('已给 李建国 上 红茶 ×2');
});

test('the ring of a card offers another drink too, never one the guest avoids', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  await bar.db.preference.put({
    ...{ id: crypto.randomUUID(), rowVersion: 1, guestCardId: guest.id, kind: 'avoid', menuItemId: null },
    ...{ detail: '红茶', note: null, recordedBy: null, recordedAt: null },
  });
  const visitId = await checkInParty(bar, '谢燕', 30);
  await bar.db.visit.update(visitId, { guestCardId: guest.id });
  await runOut(bar, '绿茶');
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: /^给 谢燕 续杯 绿茶/ }));
  await screen.findByText('没有给 谢燕 续杯：绿茶 暂不供应。');
  expect(await bar.db.serving.count()).toBe(1);
  await user.click(screen.getByRole('button', { name: '改上 菊花茶' }));
  await screen.findByText('已给 谢燕 上 菊花茶 ×2');
});
