/** The list of checks under clumsy hands, and before who may only look. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
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
