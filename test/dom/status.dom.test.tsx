import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import { dismissNotice, noticeStore } from '../../renderer/ui/notices.ts';
import { registerCustomer } from '../../shared/commands/register-customer.ts';
import type { RejectedChange } from '../../shared/sync/device-store.ts';
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
      guestCardId: null,
      partyName: '李建国',
      partySize: 2,
      purpose: 'service',
    },
    ...{ seatId: null, arrivedAt: 1, businessDay: '2026-11-25', receivedBy: null, leftAt: null },
    ...{ expectedReadyAt: null, workshopNote: null, note: null, cancelledAt: null },
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

test('[R3] a rejected change is listed with its reason, and goes on a confirmed click alone', async () => {
  const bar = await createTestDesk();
  await reject(bar);
  const { user } = renderOnDesk(bar, <StatusPage />);
  const item = await screen.findByRole('listitem');
  await within(item).findByText(/这条记录已被删除/);
  await within(item).findByText(/李建国 · 等贷款/);
  await user.click(within(item).getByRole('button', { name: '放弃' }));
  const dialog = await screen.findByRole('dialog');
  expect(await bar.db.attention.count()).toBe(1);
  await user.click(within(dialog).getByRole('button', { name: '放弃' }));
  await screen.findByText('没有被退回的更改。');
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
  await screen.findByText(/^(29|30) 秒后$/);
  await user.click(screen.getByRole('button', { name: '立即同步' }));
  bar.lead({ phase: 'online', progressAt: later() });
  await screen.findByText('已同步');
  await waitFor(() => expect(screen.queryByText('下次尝试')).toBeNull());
});
