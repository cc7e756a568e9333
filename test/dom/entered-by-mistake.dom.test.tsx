/** A customer who was entered by mistake, as the bar sees it: undone with the check-in, kept, in nobody's way. */
import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const field = () => screen.findByRole('combobox', { name: '查找来宾' });
const save = '{Control>}{Enter}{/Control}';

/** A new customer is checked in, by keys. */
async function checkInNew(name: string) {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), `${name}{Enter}`);
  await screen.findByRole('form', { name: '新客户到店' });
  await user.keyboard(save);
  await screen.findByRole('article', { name });
  await screen.findByRole('button', { name: /Ctrl Z/ });
  const marks = async () =>
    (await bar.db.guestCard.toArray()).map(({ mistakenAt }) => (mistakenAt ?? null) !== null);
  return { bar, user, marks };
}

test('the undo of a new customer’s check-in marks the customer as a mistake, unless one keeps them', async () => {
  const { user, marks } = await checkInNew('王小明');
  await user.click(screen.getByRole('button', { name: /Ctrl Z/ }));
  await screen.findByText('登记已撤销；新客户 王小明 已记为“登记有误”，不再列出。');
  expect(await marks()).toEqual([true]);
  await user.click(screen.getByRole('button', { name: '保留客户' }));
  await waitFor(async () => expect(await marks()).toEqual([false]));
});

test('cancelled later, a new customer is a mistake with the check-in, and the undo brings both back', async () => {
  const { bar, user, marks } = await checkInNew('王小明');
  await user.click(screen.getByRole('article', { name: '王小明' }).querySelector('[data-visit]') as Element);
  await user.click(await screen.findByRole('button', { name: /撤销登记/ }));
  expect(await screen.findByRole('checkbox', { name: /新客户 王小明 也登记有误/ })).toHaveProperty(
    'checked',
    true,
  );
  await user.keyboard('{Enter}');
  await screen.findByText('已撤销 王小明 的登记；新客户 王小明 已记为“登记有误”');
  expect(await marks()).toEqual([true]);
  await user.click(screen.getByRole('button', { name: /Ctrl Z/ }));
  await screen.findByRole('article', { name: '王小明' });
  await waitFor(async () => expect(await marks()).toEqual([false]));
  expect(await bar.db.visit.toArray()).toMatchObject([{ cancelledAt: null }]);
});

test('of a guest who was known before nobody says that they are a mistake', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '陈芳', id: uuidv7({ msecs: Date.now() - 60_000 }) });
  await bar.db.visit.update(await checkInParty(bar, '陈芳'), { guestCardId: guest.id });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const card = await screen.findByRole('article', { name: '陈芳' });
  await user.click(card.querySelector('[data-visit]') as Element);
  await user.click(await screen.findByRole('button', { name: /撤销登记/ }));
  await screen.findByRole('region', { name: '撤销 陈芳 的登记？' });
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('who was entered by mistake is no duplicate of whom one enters rightly', async () => {
  const bar = await createTestDesk();
  const owner = await addGuest(bar.db, { name: '陈方', mistakenAt: 5 });
  const unknown = { bringsInId: null, userId: null, vin: null, model: null, colour: null, note: null };
  const { customerId } = owner;
  await bar.db.vehicle.put({ id: uuidv7(), rowVersion: 1, customerId, plate: '赣D12345', ...unknown });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), '陈芳{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '车牌' }), '赣D12345');
  await user.keyboard(save);
  await screen.findByRole('article', { name: '陈芳' });
  expect(await bar.db.guestCard.count()).toBe(2);
});
