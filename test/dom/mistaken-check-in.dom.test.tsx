/** A check-in that was a mistake, found out long after its undo has gone. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { joinParty } from '../../shared/commands/join-parties.ts';
import { seeOff } from '../../shared/commands/party.ts';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { RegisterPage } from '../../renderer/features/register/register-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

afterEach(dismissNotice);

const panel = () => screen.findByRole('complementary', { name: '来宾详情' });
const figure = (name: string) => screen.getByText(name).nextElementSibling?.textContent;
const leave = () => (document.activeElement as HTMLElement | null)?.blur();

async function openParty(bar: TestDesk) {
  const visitId = await checkInParty(bar, '李建国');
  const view = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  leave();
  return { ...view, visitId, cancelledAt: async () => (await bar.db.visit.get(visitId))?.cancelledAt };
}

test('it is cancelled from the panel, asked once with what becomes of its drinks, and counts nowhere; one key takes it back', async () => {
  const bar = await createTestDesk();
  const { user, cancelledAt } = await openParty(bar);
  await user.keyboard('u');
  const question = await screen.findByRole('region', { name: '撤销 李建国 的登记？' });
  within(question).getByText(/不再计入登记表和今天的数字。 已上的 2 杯饮品也不再计入。/);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('region', { name: /^撤销/ })).toBeNull());
  expect(await cancelledAt()).toBeNull();

  await user.keyboard('u{Enter}');
  await screen.findByText('已撤销 李建国 的登记，2 杯饮品不再计入');
  await waitFor(() => expect(figure('到店（组）')).toBe('0'));
  await waitFor(() => expect(figure('饮品（杯）')).toBe('0'));
  await user.keyboard('{Control>}z{/Control}');
  await panel();
  await waitFor(async () => expect(await cancelledAt()).toBeNull());
});

test('others that joined it are parted first', async () => {
  const bar = await createTestDesk();
  const other = await checkInParty(bar, '张三丰');
  const { user, visitId, cancelledAt } = await openParty(bar);
  await bar.desk.run(joinParty, { visitId: other, targetId: visitId });
  await screen.findByRole('button', { name: '张三丰 分开' });
  await user.keyboard('u');
  await screen.findByText('还有来宾并到这里：请先让他们分开，再撤销登记。');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('region', { name: /^撤销/ })).toBeNull());
  expect(await cancelledAt()).toBeNull();
});

test('of a day that is over it stands', async () => {
  const bar = await createTestDesk();
  const { user, visitId } = await openParty(bar);
  await screen.findByRole('button', { name: /^撤销登记/ });
  await bar.db.visit.update(visitId, { businessDay: '2026-01-01' });
  await waitFor(() => expect(screen.queryByRole('button', { name: /^撤销登记/ })).toBeNull());
  await user.keyboard('u');
  expect(screen.queryByRole('region', { name: /^撤销/ })).toBeNull();
});

test('in the register it is cancelled too, the party here or gone, and brought back', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  await bar.desk.run(seeOff, { visitId });
  const { user } = renderOnDesk(bar, <RegisterPage />, `/?visit=${visitId}`);
  await screen.findByRole('button', { name: /^撤销登记/ });
  await user.keyboard('u{Enter}');
  await screen.findByText('已撤销 李建国 的登记，2 杯饮品不再计入');
  expect((await bar.db.visit.get(visitId))?.cancelledAt).not.toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.cancelledAt).toBeNull());
  expect((await bar.db.visit.get(visitId))?.leftAt).not.toBeNull();
});

test('one that was undone long ago is restored from its panel by a key, and that is taken back', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  await bar.db.visit.update(visitId, { cancelledAt: 5, businessDay: '2026-01-01' });
  const cancelledAt = async () => (await bar.db.visit.get(visitId))?.cancelledAt;
  const { user } = renderOnDesk(bar, <RegisterPage />, `/?undone=1&visit=${visitId}`);
  const undone = await screen.findByRole('button', { name: '已撤销的登记' });
  expect(undone.getAttribute('aria-pressed')).toBe('true');
  await screen.findByText('这次登记已被撤销，不计入登记表。');
  await user.keyboard('u');
  await screen.findByText('已恢复 李建国 的登记，重新计入');
  expect(await cancelledAt()).toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect(await cancelledAt()).toBe(5));
});
