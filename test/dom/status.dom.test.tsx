import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import { dismissNotice, noticeStore } from '../../renderer/ui/notices.ts';
import { registerCustomer } from '../../shared/commands/register-customer.ts';
import type { RejectedChange } from '../../shared/sync/device/device-store.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

async function register({ desk }: TestDesk): Promise<void> {
  const blank = { gender: null, plate: null, model: null, contactPerson: null, note: null };
  const result = await desk.run(registerCustomer, { ...blank, kind: 'private', name: '王小明', phone: '' });
  if (!result.ok) throw new Error(result.error.code);
}

async function reject({ db }: TestDesk): Promise<RejectedChange> {
  const visitId = uuidv7();
  await db.visit.put({
    ...{
      id: visitId,
      rowVersion: 3,
      vehicleId: null,
      guestCardId: null,
      partyName: '李建国',
      partySize: 2,
      children: null,
      purpose: 'service',
    },
    ...{ seatId: null, arrivedAt: 1, businessDay: '2026-11-25', receivedBy: null, leftAt: null },
    ...{
      expectedReadyAt: null,
      workshopNote: null,
      note: null,
      cancelledAt: null,
      joinedVisitId: null,
      keepsPeople: null,
      away: [],
    },
  });
  const patch = { entity: 'visit', id: visitId, op: 'update', base: 3, set: { note: '等贷款' } } as const;
  const change: RejectedChange = {
    ...{ opId: uuidv7(), name: 'editVisit', version: 1, actor: uuidv7(), occurredAt: 2, rejectedAt: 3 },
    ...{ patches: [patch], code: 'gone', message: 'The row was removed.' },
  };
  await db.attention.put(change);
  return change;
}

test('the status line says offline, and how many changes wait', async () => {
  const bar = await createTestDesk();
  await register(bar);
  renderOnDesk(bar, <StatusLine />);
  bar.lead({ phase: 'offline', problem: 'server_unreachable' });
  await screen.findByRole('link', { name: /离线/ });
  await screen.findByText('待上传 1');
});

test('a waiting change is listed by what was done, and to whom', async () => {
  const bar = await createTestDesk();
  await register(bar);
  renderOnDesk(bar, <StatusPage />);
  const row = await screen.findByRole('row', { name: /登记新客户/ });
  await within(row).findByText('客户（新建）：王小明');
});

test('a change of the site’s settings is listed with the names of what was set', async () => {
  const bar = await createTestDesk();
  const patch = { entity: 'siteSettings', id: uuidv7(), op: 'update', base: 3 } as const;
  await bar.db.attention.put({
    ...{ opId: uuidv7(), name: 'updateSiteSettings', version: 1, actor: uuidv7(), occurredAt: 2 },
    ...{ rejectedAt: 3, code: 'forbidden', message: '' },
    patches: [{ ...patch, set: { refillMinutes: 33, opensAt: '09:15', closesAt: null } }],
  });
  renderOnDesk(bar, <StatusPage />);
  await screen.findByText('门店设置（修改）：开门时间 09:15 · 关门时间 空 · 续杯间隔 33 分钟');
});

test('[R3] a rejected change is listed with its reason, and goes on a confirmed click alone', async () => {
  const bar = await createTestDesk();
  await reject(bar);
  const { user } = renderOnDesk(bar, <StatusPage />);
  const item = await screen.findByRole('listitem');
  await within(item).findByText(/这条记录已被删除/);
  await within(item).findByText(/李建国 · 备注 等贷款/);
  await user.click(within(item).getByRole('button', { name: '放弃' }));
  const dialog = await screen.findByRole('dialog');
  expect(await bar.db.attention.count()).toBe(1);
  await user.click(within(dialog).getByRole('button', { name: '放弃' }));
  await screen.findByText('没有被退回的更改。');
});

test('why a change was rejected is said in the language of the screen; for support stand code and place', async () => {
  const bar = await createTestDesk();
  const { opId } = await reject(bar);
  await bar.db.attention.update(opId, {
    ...{ code: 'invalid', message: 'visit.note: Too big: expected string to have <=2000 characters' },
  });
  const { speak } = renderOnDesk(bar, <StatusPage />);
  const item = await screen.findByRole('listitem');
  const reason = await within(item).findByText('原因：内容不符合要求。（备注）');
  expect(reason.title).toBe('错误代码（供技术支持查看）：invalid · visit.note');
  await speak('en');
  expect(reason.title).toBe('Error code, for support: invalid · visit.note');
  expect(reason.textContent).toMatch(/^Reason: .* \(Note\)$/);
});

test('[R3] retrying makes a new change that names the old one', async () => {
  const bar = await createTestDesk();
  const rejected = await reject(bar);
  const { user } = renderOnDesk(bar, <StatusPage />);
  await user.click(await screen.findByRole('button', { name: '重新提交' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重新提交' }));
  await waitFor(async () => expect(await bar.db.outbox.count()).toBe(1));
  const [entry] = await bar.db.outbox.toArray();
  expect(entry?.retryOf).toBe(rejected.opId);
  expect(entry?.opId).not.toBe(rejected.opId);
  expect(await bar.db.attention.count()).toBe(0);
});

test('[R3] giving up is recorded: who, which change and why, but not what was written', async () => {
  const bar = await createTestDesk();
  const rejected = await reject(bar);
  const { user } = renderOnDesk(bar, <StatusPage />);
  await user.click(await screen.findByRole('button', { name: '放弃' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '放弃' }));
  await screen.findByText('已放弃，并留下记录');
  expect(await bar.db.auditEntry.toArray()).toMatchObject([
    { what: 'changeDiscarded', change: { opId: rejected.opId, code: 'gone' }, rows: [{ fields: ['note'] }] },
  ]);
  expect(JSON.stringify(await bar.db.auditEntry.toArray())).not.toContain('等贷款');
});

test('[R3] what depends on a rejected change stands under it, rejected or waiting', async () => {
  const bar = await createTestDesk();
  const rejected = await reject(bar);
  const [patch] = rejected.patches;
  const later = { ...rejected, opId: uuidv7(), occurredAt: 5, code: 'missing', name: 'seeOff' } as const;
  await bar.db.attention.put(later);
  await bar.db.outbox.add({
    ...{ opId: uuidv7(), name: 'moveParty', version: 1, actor: uuidv7(), occurredAt: 6, retryOf: null },
    ...{ overlay: true, patches: [{ ...patch, set: { seatId: null } }] as never },
  });
  renderOnDesk(bar, <StatusPage />);
  const item = await screen.findByRole('listitem', { name: '修改到店信息' });
  const under = await within(item).findByRole('list', { name: '与它相关的后续更改' });
  await within(under).findByText('服务器上没有这条记录。', { exact: false });
  const waiting = await within(under).findByRole('listitem', { name: '换座' });
  await within(waiting).findByText(/李建国 · 座位 空/);
});

test('[R3] sent again and rejected again is told at once', async () => {
  const bar = await createTestDesk();
  await reject(bar);
  const { user } = renderOnDesk(bar, <StatusPage />);
  await user.click(await screen.findByRole('button', { name: '重新提交' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重新提交' }));
  await screen.findByText('已重新提交，等待服务器答复');
  const [entry] = await bar.db.outbox.toArray();
  if (!entry) throw new Error('not sent');
  await bar.db.transaction('rw', bar.db.outbox, bar.db.attention, async () => {
    const { opId, name, version, actor, occurredAt, patches } = entry;
    await bar.db.attention.put({
      ...{ opId, name, version, actor, occurredAt, patches, rejectedAt: 9, code: 'gone', message: null },
    });
    await bar.db.outbox.clear();
  });
  await screen.findByText('又被退回：这条记录已被删除。');
});

test('[R3] who may not write it is told so, and it stays in the list', async () => {
  const bar = await createTestDesk();
  await reject(bar);
  const { person } = bar.desk.state.getState();
  if (person) bar.desk.state.setState({ person: { ...person, roles: ['planning'] } });
  const { user } = renderOnDesk(bar, <StatusPage />);
  await user.click(await screen.findByRole('button', { name: '重新提交' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重新提交' }));
  await screen.findByText('您的角色无权执行此操作。');
  expect(await bar.db.attention.count()).toBe(1);
});

test('[R3] sent again while it does not fit, the field is named, and what hangs on it names its party', async () => {
  const bar = await createTestDesk();
  const id = uuidv7();
  const set = {
    partyName: '人太多',
    partySize: 501,
    purpose: 'service',
    arrivedAt: 1,
    businessDay: '2026-11-25',
  };
  const about = { version: 1, actor: uuidv7(), rejectedAt: 3, message: null } as const;
  await bar.db.attention.bulkPut([
    {
      ...{ opId: uuidv7(), name: 'checkInVisitor', occurredAt: 1, code: 'invalid', ...about },
      patches: [{ entity: 'visit', id, op: 'create', base: 0, set }],
    },
    {
      ...{ opId: uuidv7(), name: 'editVisit', occurredAt: 2, code: 'missing', ...about },
      patches: [{ entity: 'visit', id, op: 'update', base: 0, set: { note: '带小孩' } }],
    },
  ]);
  const { user } = renderOnDesk(bar, <StatusPage />);
  await screen.findByText('到店登记（修改）：人太多 · 备注 带小孩');
  const [first] = await screen.findAllByRole('button', { name: '重新提交' });
  if (first) await user.click(first);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重新提交' }));
  await screen.findByText('部分内容填写有误，请检查。（人数）');
  expect(await bar.db.attention.count()).toBe(2);
});

test('asked for by a person, a synchronisation says how it went, and when it is tried again', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <StatusPage />);
  const later = () => Date.now() + 1;
  dismissNotice();
  // What was known before the question is no answer.
  bar.lead({ phase: 'offline', problem: 'server_unreachable', progressAt: 1 });
  await user.click(await screen.findByRole('button', { name: '立即同步' }));
  bar.lead({ phase: 'offline', problem: 'server_unreachable', progressAt: 1 });
  expect(noticeStore.getState().notice).toBeNull();
  bar.lead({
    ...{ phase: 'offline', problem: 'server_unreachable', progressAt: later() },
    nextTryAt: Date.now() + 30_000,
  });
  await screen.findByText('未能同步：无法连接服务器。更改已保存在本机，稍后自动重试。');
  // As much of the 30 as is left by the time it is looked at.
  await screen.findByText(/^([12]?\d|30) 秒后$/);
  await user.click(screen.getByRole('button', { name: '立即同步' }));
  bar.lead({ phase: 'online', progressAt: later() });
  await screen.findByText('已同步');
  await waitFor(() => expect(screen.queryByText('下次尝试')).toBeNull());
});
