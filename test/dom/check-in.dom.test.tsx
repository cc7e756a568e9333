import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { seeOff } from '../../shared/commands/party.ts';
import { createMemoryJournal } from '../../shared/sync/device/memory-journal.ts';
import type { DeskDatabase } from '../../renderer/data/database.ts';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { whenSaved } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

/** Nobody else can write until the returned function is called. */
function holdDisk(db: DeskDatabase): () => void {
  let isHeld = true;
  const again = (transaction: IDBTransaction) => {
    const request = transaction.objectStore('visit').count();
    request.addEventListener('success', () => isHeld && again(transaction));
  };
  again(db.backendDB().transaction(['visit'], 'readwrite'));
  return () => (isHeld = false);
}

const field = () => screen.findByRole('combobox', { name: '查找来宾' });

test('a known guest is checked in by keys alone, and stands on the floor', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰', phoneLast4: '6688' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf{Enter}');
  const form = await screen.findByRole('form', { name: '登记到店' });
  await within(form).findByRole('heading', { name: '张三丰' });
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('article', { name: '张三丰' });
  const [visit] = await bar.db.visit.toArray();
  expect(visit).toMatchObject({ partyName: '张三丰', partySize: 1, leftAt: null });
  expect((await bar.db.outbox.toArray()).map(({ name }) => name)).toEqual(['checkInVisitor']);
});

test('saving twice in a hurry checks in once', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf{Enter}');
  await screen.findByRole('form', { name: '登记到店' });
  await user.keyboard('{Control>}{Enter}{Enter}{/Control}');
  await screen.findByRole('article', { name: '张三丰' });
  expect(await bar.db.visit.count()).toBe(1);
});

test('a guest with a usual drink is checked in once too, and the form is done with', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '谢燕' });
  for (const visitId of [await checkInParty(bar, '谢燕'), await checkInParty(bar, '谢燕')]) {
    await bar.db.visit.update(visitId, { guestCardId: guest.id });
    await bar.desk.run(seeOff, { visitId });
  }
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'xy{Enter}');
  const drink = await screen.findByRole('combobox', { name: '饮品' });
  await waitFor(() => expect(drink).not.toHaveProperty('value', ''));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('article', { name: '谢燕' });
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  expect(await field()).toHaveProperty('value', '');
  expect(await bar.db.visit.filter(({ leftAt }) => leftAt === null).count()).toBe(1);
});

test('what is wrong stands beside its field, and what was typed stays', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '王小明{Enter}');
  const phone = await screen.findByRole('textbox', { name: '电话' });
  await user.type(phone, '1380000');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText(/电话号码不正确/);
  expect(phone).toHaveProperty('value', '1380000');
  expect(screen.getByRole('textbox', { name: '姓名' })).toHaveProperty('value', '王小明');
  expect(await bar.db.visit.count()).toBe(0);
});

test('Escape sets a half-filled check-in aside; it is taken up again, also after a reload', async () => {
  const bar = await createTestDesk();
  const first = renderOnDesk(bar, <ReceptionPage />);
  await first.user.type(await field(), '王小明{Enter}');
  await first.user.type(await screen.findByRole('textbox', { name: '电话' }), '13800796001');
  await first.user.keyboard('{Escape}');
  await screen.findByRole('button', { name: '继续登记：王小明' });
  first.close();

  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: '继续登记：王小明' }));
  expect(await screen.findByRole('textbox', { name: '电话' })).toHaveProperty('value', '13800796001');
});

test('an open form survives a reload', async () => {
  const bar = await createTestDesk();
  const first = renderOnDesk(bar, <ReceptionPage />);
  await first.user.type(await field(), '王小明{Enter}');
  await first.user.type(await screen.findByRole('textbox', { name: '备注' }), '带小孩');
  first.close();
  renderOnDesk(bar, <ReceptionPage />);
  expect(await screen.findByRole('textbox', { name: '备注' })).toHaveProperty('value', '带小孩');
});

test('a page that goes while a check-in is being saved does not offer it once more', async () => {
  let isDone: (isDone: boolean) => void = () => undefined;
  const slow = new Promise<boolean>((resolve) => (isDone = resolve));
  // A disk that takes its time: the database has it, and it is not said to be saved yet.
  const bar = await createTestDesk('bar', { ...createMemoryJournal(), append: () => slow });
  const first = renderOnDesk(bar, <ReceptionPage />);
  await first.user.type(await field(), '王小明{Enter}');
  await first.user.type(await screen.findByRole('textbox', { name: '电话' }), '13800796001');
  await first.user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(async () => expect(await bar.db.visit.count()).toBe(1));
  first.close();
  renderOnDesk(bar, <ReceptionPage />);
  await waitFor(() => expect(screen.queryByRole('textbox', { name: '电话' })).toBeNull());
  await field();
  await screen.findByText('王小明 已登记');
  isDone(true);
  await whenSaved();
  expect(await bar.db.visit.count()).toBe(1);
});

test('who takes over the desk sees nobody else’s form, and whoever comes back finds theirs', async () => {
  const bar = await createTestDesk();
  const first = renderOnDesk(bar, <ReceptionPage />);
  await first.user.type(await field(), '王小明{Enter}');
  await first.user.type(await screen.findByRole('textbox', { name: '电话' }), '13870001234');
  first.close();
  const { person } = bar.desk.state.getState();
  if (!person) throw new Error('nobody is signed in');
  bar.desk.state.setState({ person: { ...person, id: uuidv7(), name: '李敏' } });
  const second = renderOnDesk(bar, <ReceptionPage />);
  await field();
  expect(screen.queryByRole('textbox', { name: '电话' })).toBeNull();
  expect(screen.queryByText(/王小明/)).toBeNull();
  second.close();
  bar.desk.state.setState({ person });
  renderOnDesk(bar, <ReceptionPage />);
  expect(await screen.findByRole('textbox', { name: '电话' })).toHaveProperty('value', '13870001234');
});

test('a check-in that is begun while another is being saved stays open, and the saved one is not kept twice', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await field();
  await user.keyboard('{Alt>}g{/Alt}');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '第一组');
  const release = holdDisk(bar.db);
  await user.keyboard('{Control>}{Enter}{/Control}');
  await user.keyboard('{Alt>}g{/Alt}');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '第二组');
  release();
  await screen.findByRole('article');
  expect(screen.getByRole('textbox', { name: '备注' })).toHaveProperty('value', '第二组');
  await user.keyboard('{Escape}');
  const asides = await screen.findAllByRole('button', { name: /继续登记/ });
  expect(asides).toHaveLength(1);
  expect(await bar.db.visit.count()).toBe(1);
});

test('while an input method composes, Enter belongs to it', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const input = await field();
  await user.type(input, 'zhang');
  await screen.findByRole('option', { name: /张三丰/ });
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
  expect(screen.queryByRole('form')).toBeNull();
  await user.keyboard('{Enter}');
  await screen.findByRole('form', { name: '登记到店' });
});

test('a new organisation is registered and checked in without leaving the flow', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '吉安中晟物流有限公司{Enter}');
  const name = await screen.findByRole('textbox', { name: '单位名称' });
  expect(name).toHaveProperty('value', '吉安中晟物流有限公司');
  await user.type(screen.getByRole('textbox', { name: '联系人' }), '邹师傅');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('article', { name: '吉安中晟物流有限公司' });
  const [customer] = await bar.db.customer.toArray();
  expect(customer).toMatchObject({ kind: 'organisation', name: '吉安中晟物流有限公司' });
});

test('an anonymous guest needs no name, and the check-in can be undone', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await field();
  await user.keyboard('{Alt>}g{/Alt}');
  await screen.findByRole('form', { name: '匿名来宾到店' });
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('article', { name: '来宾' });
  await screen.findByRole('button', { name: /Ctrl Z/ });
  // The field is ready for the next guest again, and empty.
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(screen.queryByRole('article', { name: '来宾' })).toBeNull());
});

test('the word for an anonymous guest gives way to what is typed', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await field();
  await user.keyboard('{Alt>}g{/Alt}');
  const name = await screen.findByRole<HTMLInputElement>('textbox', { name: '称呼' });
  await waitFor(() => expect(document.activeElement).toBe(name));
  await user.keyboard('红衣女士');
  expect(name.value).toBe('红衣女士');
});
