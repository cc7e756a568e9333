/** Two records compared: what is chosen is what is written, what changes under the form is looked at once more, and an undo tells what it left. */
import { screen, waitFor, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import type { Role } from '../../shared/rules/permissions.ts';
import { AmendPage } from '../../renderer/app/amend-page.tsx';
import { CustomerPage } from '../../renderer/features/customers/customer-page.tsx';
import { MergePage } from '../../renderer/features/customers/merge-page.tsx';
import type { LocalRow } from '../../renderer/data/database.ts';
import { dismissNotice, noticeStore } from '../../renderer/ui/notices.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const save = '{Control>}{Enter}{/Control}';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

function customer(id: string, name: string, more: Partial<LocalRow<'customer'>>): LocalRow<'customer'> {
  return {
    ...{ id, rowVersion: 1, kind: 'private', name, gender: null, birthDate: null, idNumber: null },
    ...{ phones: [], email: null, address: null, employer: null, maritalStatus: null, residence: null },
    ...{ industry: null, contactPerson: null, website: null, note: null, ...more },
  };
}

const page = (
  <Routes>
    <Route path="/customers/:guestCardId" element={<CustomerPage />} />
    <Route path="/customers/:guestCardId/merge" element={<MergePage />} />
    <Route path="/status/edit/:opId" element={<AmendPage />} />
    <Route path="/status" element={<h1>List</h1>} />
  </Routes>
);

async function openTwo(roles: readonly Role[] = ['supervisor']) {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  if (person) office.desk.state.setState({ person: { ...person, roles } });
  const [keptId, otherId] = [uuidv7(), uuidv7()];
  const kept = await addGuest(office.db, { name: '陈芳', customerId: keptId });
  const other = await addGuest(office.db, { name: '陈方', customerId: otherId });
  await office.db.customer.bulkPut([
    customer(keptId, '陈芳', { phones: [{ kind: 'mobile', number: '+8613800798165' }], email: 'a@b.cn' }),
    customer(otherId, '陈方', { phones: [{ kind: 'mobile', number: '+8613800790011' }], employer: '甲厂' }),
  ]);
  return { office, kept, other, keptId, otherId };
}

async function compare(two: Awaited<ReturnType<typeof openTwo>>) {
  const view = renderOnDesk(two.office, page, `/customers/${two.kept.id}/merge?with=${two.other.id}`);
  return { ...view, form: within(await screen.findByRole('form')) };
}

const held = ({ db }: TestDesk, id: string) => db.customer.get(id);
const group = (form: ReturnType<typeof within>, name: string) => within(form.getByRole('group', { name }));

test('what is proposed fills in and keeps both numbers; what is chosen otherwise is written so', async () => {
  const two = await openTwo();
  const { user, form } = await compare(two);
  const phones = group(form, '电话');
  expect(phones.getByRole<HTMLInputElement>('radio', { name: '两者都留' }).checked).toBe(true);
  expect(phones.getByText('138 **** 8165')).toBeTruthy();
  expect(group(form, '工作单位').getByRole<HTMLInputElement>('radio', { name: '甲厂' }).checked).toBe(true);
  // Of what only the kept one says there is nothing to choose.
  expect(form.queryByRole('group', { name: '电子邮箱' })).toBeNull();
  await user.click(group(form, '名称').getByRole('radio', { name: '陈方' }));
  await user.keyboard(save);
  await screen.findByRole('heading', { level: 1, name: '陈方' });
  expect(await held(two.office, two.keptId)).toMatchObject({
    ...{ name: '陈方', employer: '甲厂', email: 'a@b.cn' },
    phones: [{ number: '+8613800798165' }, { number: '+8613800790011' }],
  });
  const [sent] = await two.office.db.outbox.toArray();
  expect(sent?.patches.map(({ entity, base }) => [entity, base])).toEqual([
    ['customerMerge', 0],
    ['mergeValues', 0],
    ...[1, 1].map((base) => ['guestCard', base]),
    ...[1, 1].map((base) => ['customer', base]),
  ]);
});

test('kept the other way round, the values stay in their places and the other record is filled in', async () => {
  const two = await openTwo();
  const { user, form } = await compare(two);
  await user.click(group(form, '保留哪一条记录').getByRole('radio', { name: /^陈方/ }));
  expect(group(form, '名称').getAllByRole('radio')).toHaveLength(2);
  expect(group(form, '电子邮箱').getByRole<HTMLInputElement>('radio', { name: 'a@b.cn' }).checked).toBe(true);
  await user.keyboard(save);
  await screen.findByRole('heading', { level: 1, name: '陈方' });
  expect(await held(two.office, two.otherId)).toMatchObject({
    name: '陈方',
    email: 'a@b.cn',
    employer: '甲厂',
  });
  expect(await held(two.office, two.keptId)).toMatchObject({ name: '陈芳', employer: null });
});

test('a choice left half-made is of the records, from whichever of them one comes back to it', async () => {
  const two = await openTwo();
  const { user, form, close } = await compare(two);
  await user.click(group(form, '保留哪一条记录').getByRole('radio', { name: /^陈方/ }));
  await user.click(group(form, '名称').getByRole('radio', { name: '陈芳' }));
  close();
  const again = renderOnDesk(two.office, page, `/customers/${two.other.id}/merge?with=${two.kept.id}`);
  const turned = within(await screen.findByRole('form'));
  const keep = group(turned, '保留哪一条记录');
  expect(keep.getByRole<HTMLInputElement>('radio', { name: /^陈方/ }).checked).toBe(true);
  expect(group(turned, '名称').getByRole<HTMLInputElement>('radio', { name: '陈芳' }).checked).toBe(true);
  await again.user.keyboard(save);
  await screen.findByRole('heading', { level: 1, name: '陈芳' });
  expect(await held(two.office, two.otherId)).toMatchObject({ name: '陈芳' });
  expect(await held(two.office, two.keptId)).toMatchObject({ name: '陈芳', employer: null });
  const [sent] = await two.office.db.outbox.toArray();
  expect(sent?.patches[0]?.set).toMatchObject({ guestCardId: two.kept.id, intoCardId: two.other.id });
});

test('what a colleague changes under the form is told, and merged only once that was seen', async () => {
  const two = await openTwo();
  const { user, form } = await compare(two);
  await two.office.db.customer.update(two.otherId, { rowVersion: 2 });
  expect(screen.queryByText(/资料刚被修改/)).toBeNull();
  await two.office.db.customer.update(two.otherId, { employer: '乙厂', rowVersion: 3 });
  await screen.findByText(/资料刚被修改/);
  await user.keyboard(save);
  await waitFor(() => expect(screen.queryByText(/资料刚被修改/)).toBeNull());
  expect(await two.office.db.outbox.count()).toBe(0);
  expect(group(form, '工作单位').getByText('乙厂')).toBeTruthy();
  await user.keyboard(save);
  await screen.findByRole('heading', { level: 1, name: '陈芳' });
  expect(await held(two.office, two.keptId)).toMatchObject({ employer: '乙厂' });
});

test('an undo tells what was changed since, and leaves it', async () => {
  const two = await openTwo();
  const { user } = await compare(two);
  await user.keyboard(save);
  const panel = within(await screen.findByRole('region', { name: '合并记录' }));
  await two.office.db.customer.update(two.keptId, { employer: '丙厂' });
  await user.click(await panel.findByRole('button', { name: /^撤销与 陈方/ }));
  await waitFor(async () =>
    expect(await held(two.office, two.keptId)).toMatchObject({
      employer: '丙厂',
      phones: [{ number: '+8613800798165' }],
    }),
  );
  const told = '已撤销合并。合并后又改过的内容保持不变：工作单位';
  await waitFor(() => expect(noticeStore.getState().notice?.text).toBe(told));
  await panel.findByText(/已撤销$/);
});

test('an undo that was refused is decided again on what stands, and leaves what came first', async () => {
  const two = await openTwo();
  const { user, close } = await compare(two);
  await user.keyboard(save);
  const panel = within(await screen.findByRole('region', { name: '合并记录' }));
  await user.click(await panel.findByRole('button', { name: /^撤销与 陈方/ }));
  await waitFor(async () => expect(await two.office.db.outbox.count()).toBe(2));
  close();
  const { db } = two.office;
  const [made, undone] = await db.outbox.toArray();
  if (!made || !undone) throw new Error('two changes wait');
  // As after the server's word: the merge stands, and a colleague was at the kept record first.
  await db.customerMerge.update(undone.patches[0]?.id ?? '', { withdrawnAt: null, rowVersion: 5 });
  await db.customer.update(two.keptId, { employer: '丙厂', email: null, rowVersion: 6 });
  await db.outbox.clear();
  await db.base.clear();
  const { opId, name, version, actor, occurredAt, patches, localSeq } = undone;
  const rejected = { opId, name, version, actor, occurredAt, patches, localSeq };
  await db.attention.put({ ...rejected, code: 'stale', message: null, rejectedAt: 1 });
  const again = renderOnDesk(two.office, page, `/status/edit/${opId}`);
  await again.user.click(await screen.findByRole('button', { name: '撤销合并' }));
  await screen.findByRole('heading', { name: 'List' });
  expect(await db.customer.get(two.keptId)).toMatchObject({ employer: '丙厂', email: null });
  expect((await db.customerMerge.toArray())[0]?.withdrawnAt).not.toBeNull();
  const [sent] = await db.outbox.toArray();
  expect(sent).toMatchObject({ name: 'undoMerge', retryOf: opId });
  expect(sent?.patches.find(({ id }) => id === two.keptId)?.base).toBe(6);
});

test('who has not the right is shown no merge', async () => {
  const two = await openTwo(['attendant']);
  renderOnDesk(two.office, page, `/customers/${two.kept.id}/merge?with=${two.other.id}`);
  await screen.findByRole('heading', { level: 1, name: '陈芳' });
  expect(screen.queryByRole('form')).toBeNull();
  expect(screen.queryByRole('button', { name: /合并/ })).toBeNull();
});
