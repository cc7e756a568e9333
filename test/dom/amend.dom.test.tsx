import { fireEvent, screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { checkInVisitor } from '../../shared/commands/check-in.ts';
import { registerCustomer } from '../../shared/commands/register-customer.ts';
import { openAmending, rejectEdit, rejectOldest } from '../support/amending.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk } from '../support/render-desk.tsx';

const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

test('[R3] a rejected check-in opens in its form, keeps what is typed, and is sent as a new change of the same visit', async () => {
  const bar = await createTestDesk();
  const [seat] = await bar.db.seat.toArray();
  const result = await bar.desk.run(checkInVisitor, {
    ...{
      guestCardId: null,
      partyName: '王先生',
      partySize: 3,
      purpose: 'delivery',
      seatId: seat?.id ?? null,
    },
    ...{ note: '靠窗', expectedReadyAt: null, menuItemId: null },
  });
  expect(result.ok).toBe(true);
  const rejected = await rejectOldest(bar);
  const { user, close } = openAmending(bar, rejected);
  expect((await field('称呼')).value).toBe('王先生');
  expect((await field('来意')).value).toBe('delivery');
  expect((await field('座位')).value).toBe(seat?.id);
  expect(screen.queryByLabelText('饮品')).toBeNull();
  await user.type(await field('备注'), '，带小孩');
  close();
  const again = openAmending(bar, rejected);
  expect((await field('备注')).value).toBe('靠窗，带小孩');
  await again.user.click(screen.getByRole('button', { name: /^提交/ }));
  await screen.findByRole('heading', { name: 'List' });
  const [entry] = await bar.db.outbox.toArray();
  expect(entry).toMatchObject({ name: 'checkInVisitor', retryOf: rejected.opId });
  const [before] = rejected.patches;
  expect(entry?.patches).toEqual([{ ...before, base: 0, set: { ...before?.set, note: '靠窗，带小孩' } }]);
  expect(await bar.db.attention.count()).toBe(0);
});

test('[R3] a rejected registration asks for the customer alone, and shows what does not fit', async () => {
  const bar = await createTestDesk();
  await bar.desk.run(registerCustomer, {
    ...{ kind: 'private', name: '王小名', gender: null, phone: '13800796001', plate: '赣D12345' },
    ...{ model: null, contactPerson: null, note: null },
  });
  const rejected = await rejectOldest(bar);
  const { user } = openAmending(bar, rejected);
  expect((await field('姓名')).value).toBe('王小名');
  expect((await field('车牌')).value).toBe('赣D12345');
  expect(screen.queryByLabelText('来意')).toBeNull();
  await user.clear(await field('电话'));
  await user.type(await field('电话'), '12');
  await user.click(screen.getByRole('button', { name: /^提交/ }));
  await screen.findByText(/电话号码不正确/);
  expect(await bar.db.outbox.count()).toBe(0);
  await user.clear(await field('电话'));
  await user.type(await field('电话'), '13900796002');
  await user.click(screen.getByRole('button', { name: /^提交/ }));
  await screen.findByRole('heading', { name: 'List' });
  const [entry] = await bar.db.outbox.toArray();
  expect(entry?.patches.map(({ id }) => id)).toEqual(rejected.patches.map(({ id }) => id));
  expect(entry?.patches[1]?.set).toMatchObject({ name: '王小名', phoneLast4: '6002' });
});

test('[R3] a rejected edit opens over the visit as it is today, and sends what it said even where nothing else changed', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const patch = { entity: 'visit', id: visitId, set: { note: '等贷款' } } as const;
  const rejected = await rejectEdit(bar, patch, 'editVisit');
  const { user } = openAmending(bar, rejected);
  expect((await field('备注')).value).toBe('等贷款');
  expect((await screen.findByRole<HTMLInputElement>('textbox', { name: '人数' })).value).toBe('2');
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await screen.findByRole('heading', { name: 'List' });
  expect((await bar.db.visit.get(visitId))?.note).toBe('等贷款');
  const [entry] = await bar.db.outbox.toArray();
  expect(entry).toMatchObject({ retryOf: rejected.opId, patches: [{ set: { note: '等贷款' } }] });
});

test('[R3] what a rejected edit said and is taken back in the form is not sent again', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const patch = { entity: 'visit', id: visitId, set: { note: '等贷款', partySize: 3 } } as const;
  const { user } = openAmending(bar, await rejectEdit(bar, patch, 'editVisit'));
  await user.clear(await field('备注'));
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await screen.findByRole('heading', { name: 'List' });
  const [entry] = await bar.db.outbox.toArray();
  expect(entry?.patches).toMatchObject([{ set: { note: null, partySize: 3 } }]);
});

test('[R3] rejected site settings open with what was set, over the others as they are today', async () => {
  const bar = await createTestDesk('office');
  const { person } = bar.desk.state.getState();
  if (person) bar.desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  const [settings] = await bar.db.siteSettings.toArray();
  if (!settings) throw new Error('no settings');
  const patch = { entity: 'siteSettings', id: settings.id, set: { refillMinutes: 45 } } as const;
  const rejected = await rejectEdit(bar, patch, 'updateSiteSettings');
  const { user, close } = openAmending(bar, rejected);
  await waitFor(async () => expect((await field('续杯间隔（分钟）')).value).toBe('45'));
  expect((await field('营业日截止时间')).value).toBe(settings.dayCutOff);
  await user.clear(await field('续杯间隔（分钟）'));
  await user.type(await field('续杯间隔（分钟）'), '50');
  close();
  const again = openAmending(bar, rejected);
  await waitFor(async () => expect((await field('续杯间隔（分钟）')).value).toBe('50'));
  await again.user.click(screen.getByRole('button', { name: '提交' }));
  await screen.findByRole('heading', { name: 'List' });
  const [entry] = await bar.db.outbox.toArray();
  expect(entry?.patches).toMatchObject([{ entity: 'siteSettings', set: { refillMinutes: 50 } }]);
  expect(Object.keys(entry?.patches[0]?.set ?? {})).toEqual(['refillMinutes']);
});

test('[R3] a rejected check-in put right and sent by a key pressed twice is sent once, and no failure is told', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '王先生', null);
  openAmending(bar, await rejectOldest(bar));
  const note = await field('备注');
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
  await screen.findByText('已重新提交，等待服务器答复');
  await new Promise((resolve) => setTimeout(resolve, 100));
  screen.getByText('已重新提交，等待服务器答复');
  expect(await bar.db.outbox.count()).toBe(1);
});

test('a change that was dealt with elsewhere says so', async () => {
  const bar = await createTestDesk();
  openAmending(bar, { opId: uuidv7() });
  await screen.findByText('这条更改已经处理。');
});
