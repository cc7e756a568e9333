/** The list of checks under clumsy hands, and before who may only look. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

afterEach(dismissNotice);

async function openList(bar: TestDesk) {
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: /^当班检查/ }));
  const list = within(await screen.findByRole('complementary', { name: '当班检查' }));
  const music = await list.findByRole('checkbox', { name: /^背景音乐/ });
  return { user, list, music };
}

test('a double click ticks once', async () => {
  const bar = await createTestDesk();
  const { user, music } = await openList(bar);
  await user.dblClick(music);
  await waitFor(() => expect(music.ariaChecked).toBe('true'));
  expect(await bar.db.barCheck.count()).toBe(1);
});

test('Enter on down the list wipes no fault, and one that was put right leaves its trace', async () => {
  const bar = await createTestDesk();
  await bar.db.siteSettings.toCollection().modify({ opensAt: null, closesAt: null });
  const { user, list, music } = await openList(bar);
  music.focus();
  await user.keyboard('f');
  await user.type(await list.findByLabelText('哪里不合格'), '音箱没声音{Enter}');
  const screenCheck = list.getByRole('checkbox', { name: /^大屏电视/ });
  await waitFor(() => expect(document.activeElement).toBe(screenCheck));
  await list.findByText('不合格：音箱没声音');
  list.getByRole('checkbox', { name: /^室温/ }).focus();
  await user.keyboard('{Enter}');
  // Past the fault.
  await waitFor(() => expect(document.activeElement).toBe(screenCheck));
  music.focus();
  await user.keyboard('{Enter}');
  await list.findByText('曾不合格：音箱没声音');
});

test('the last one ticked is not under the next Enter; that all have left is not ticked while somebody is here', async () => {
  const bar = await createTestDesk();
  await bar.db.siteSettings.toCollection().modify({ opensAt: null, closesAt: null });
  await checkInParty(bar, '李建国');
  const { user, list } = await openList(bar);
  const gone = list.getByRole('checkbox', { name: /^来宾均已离店/ });
  gone.focus();
  await user.keyboard('{Enter}');
  await screen.findByText(/^还有 1 组来宾在店：送客之后再打勾/);
  expect(await bar.db.barCheck.count()).toBe(0);
  const last = list.getByRole('checkbox', { name: /^电视、音响、空调/ });
  last.focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^室温/));
  await waitFor(() => expect(last.ariaChecked).toBe('true'));
});

test('a round ticked hours late says by how much', async () => {
  const bar = await createTestDesk();
  await bar.db.siteSettings
    .toCollection()
    .modify({ opensAt: '08:00', closesAt: '18:00', dayCutOff: '00:00' });
  const { list } = await openList(bar);
  const day = bar.desk.businessDay();
  const at = Date.parse(`${day}T14:20:00+08:00`);
  await bar.db.barCheck.put({
    ...{
      id: '00000000-0000-7000-8000-000000000001',
      rowVersion: 1,
      businessDay: day,
      item: 'round',
      slot: '09:00',
    },
    ...{ result: 'ok', note: null, checkedAt: at, checkedBy: null, corrects: null, flags: [] },
  });
  await within(list.getByRole('checkbox', { name: /^09:00/ })).findByText('晚 5 小时 0 分');
});

test('a finger that goes on to the next row at once has ticked both, however the browser counts', async () => {
  const bar = await createTestDesk();
  const { list, music } = await openList(bar);
  const screens = list.getByRole('checkbox', { name: /^大屏电视/ });
  // The second of two taps close by, and the third, which is a slip.
  for (const [row, detail] of [
    [music, 1],
    [screens, 2],
    [screens, 3],
  ] as const)
    fireEvent.click(row, { detail });
  for (const row of [music, screens]) await waitFor(() => expect(row.ariaChecked).toBe('true'));
  expect(await bar.db.barCheck.count()).toBe(2);
});

test('what was typed of a fault goes at a second Escape, not with the first, and the list stays', async () => {
  const bar = await createTestDesk();
  const { user, list } = await openList(bar);
  await user.click(list.getByRole('button', { name: /^背景音乐.*记不合格$/ }));
  const field = await list.findByLabelText<HTMLInputElement>('哪里不合格');
  await user.type(field, '音箱没声音');
  await user.keyboard('{Escape}');
  expect(field.value).toBe('');
  expect(field.isConnected).toBe(true);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(field.isConnected).toBe(false));
  list.getByRole('checkbox', { name: /^背景音乐/ });
  expect(await bar.db.barCheck.count()).toBe(0);
});

test('without the right to the reception the list is there to be looked at', async () => {
  const bar = await createTestDesk();
  const { person } = bar.desk.state.getState();
  bar.desk.state.setState({ person: person && { ...person, roles: ['finance'] } });
  const { user, list, music } = await openList(bar);
  expect(music.ariaDisabled).toBe('true');
  expect(list.queryByRole('button', { name: /记不合格$/ })).toBeNull();
  await user.click(music);
  expect(music.ariaChecked).toBe('false');
  expect(await bar.db.barCheck.count()).toBe(0);
});
