import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { checkInParty } from '../support/check-in-party.ts';

const field = () => screen.findByRole('combobox', { name: '查找来宾' });

test('the field is ready without a click, and F2 brings back to it from anywhere', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <ReceptionPage />);
  const input = await field();
  await waitFor(() => expect(document.activeElement).toBe(input));
  input.blur();
  await user.keyboard('{F2}');
  expect(document.activeElement).toBe(input);
});

test('F2 out of a check-in: what is typed next takes the place of the name that was looked for', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf');
  await screen.findByRole('option', { name: /张三丰/ });
  await user.keyboard('{Enter}');
  await screen.findByRole('form', { name: '登记到店' });
  await user.keyboard('{F2}');
  await waitFor(async () => expect(document.activeElement).toBe(await field()));
  await user.keyboard('lf');
  expect(await field()).toHaveProperty('value', 'lf');
});

test('Enter before the answer takes who is found, never who an older query found', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zsf');
  await screen.findByRole('option', { name: /张三丰/ });
  const answer = bar.holdSearch();
  bar.answerSearch(await addGuest(bar.db, { name: '李芳' }));
  await user.clear(await field());
  await user.type(await field(), 'lf{Enter}');
  expect(screen.queryByRole('form')).toBeNull();
  expect(screen.getByRole('listbox').ariaBusy).toBe('true');
  answer();
  const form = await screen.findByRole('form', { name: '登记到店' });
  await within(form).findByRole('heading', { name: '李芳' });
});

test('Enter before the answer begins a new customer where nobody is found', async () => {
  const bar = await createTestDesk();
  const answer = bar.holdSearch();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '王小明{Enter}');
  answer();
  await screen.findByRole('form', { name: '新客户到店' });
  expect(screen.getByRole('textbox', { name: '姓名' })).toHaveProperty('value', '王小明');
});

test('arrows choose among the found', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }), await addGuest(bar.db, { name: '张三' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'zs');
  await screen.findByRole('option', { name: /张三丰/ });
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  const form = await screen.findByRole('form', { name: '登记到店' });
  await within(form).findByRole('heading', { name: '张三' });
});

test('an input method that reports no composition but key code 229 keeps its keys too', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const input = await field();
  await user.type(input, 'zhang');
  await screen.findByRole('option', { name: /张三丰/ });
  for (const key of ['Enter', 'Escape', 'ArrowDown']) {
    const event = createEvent.keyDown(input, { key, keyCode: 229 });
    fireEvent(input, event);
    expect(event.defaultPrevented).toBe(false);
  }
  expect(screen.queryByRole('form')).toBeNull();
  expect(input).toHaveProperty('value', 'zhang');
});

test('Escape empties the field first, then goes to the floor', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国');
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const input = await field();
  await screen.findByRole('article', { name: '李建国' });
  await user.type(input, 'zhang{Escape}');
  expect(input).toHaveProperty('value', '');
  expect(document.activeElement).toBe(input);
  await user.keyboard('{Escape}');
  expect(document.activeElement?.closest('article')?.getAttribute('aria-label')).toBe('李建国');
});

test('who is already in the house is shown, not checked in twice', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '张三丰');
  const guest = await addGuest(bar.db, { name: '张三丰' });
  await bar.db.visit.update(visitId, { guestCardId: guest.id });
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await screen.findByRole('article', { name: '张三丰' });
  await user.type(await field(), 'zsf{Enter}');
  await screen.findByText('张三丰 已在店');
  await screen.findByRole('complementary', { name: '来宾详情' });
  expect(screen.queryByRole('form')).toBeNull();
});

test('nobody found is said in words, with what can be done', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <ReceptionPage />);
  await user.type(await field(), '欧阳');
  await screen.findByText('没有找到“欧阳”');
  await screen.findByText(/可以登记为新客户/);
});
