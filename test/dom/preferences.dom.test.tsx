import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

test('what a guest must not have is recorded by key, stands in red words, is withdrawn and undone', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const guestCardId = uuidv7();
  const visit = await bar.db.visit.get(visitId);
  await bar.db.guestCard.put({
    ...{ id: guestCardId, rowVersion: 1, customerId: null, name: '李建国', kind: 'private' },
    ...{ phoneLast4: null, birthMonthDay: null, flags: [], note: null },
  });
  await bar.db.visit.put({ ...visit, guestCardId } as never);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await screen.findByRole('button', { name: /^喜好/ });
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('p');
  const form = within(await screen.findByRole('form', { name: '李建国 的喜好' }));
  await user.selectOptions(form.getByLabelText('类别'), 'avoid');
  await user.click(form.getByRole('button', { name: '花生过敏' }));
  await user.click(form.getByRole('button', { name: '登记喜好' }));
  await form.findByRole('button', { name: '撤回 花生过敏' });
  expect((await bar.db.preference.toArray())[0]).toMatchObject({ kind: 'avoid', detail: '花生过敏' });
  await user.click(form.getByRole('button', { name: '撤回 花生过敏' }));
  await waitFor(() => expect(form.queryByRole('button', { name: '撤回 花生过敏' })).toBeNull());
  await user.click(await screen.findByRole('button', { name: /撤销/ }));
  await form.findByRole('button', { name: '撤回 花生过敏' });
});
