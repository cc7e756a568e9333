/** The day on the floor: who left and is back, who was left open overnight, what the window's title tells. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { seeOff } from '../../shared/commands/party.ts';
import { wallDate } from '../../shared/rules/time-zone.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const card = (name: string) => screen.findByRole('article', { name });
const minute = 60_000;
const day = 24 * 60 * minute;

afterEach(dismissNotice);

/** A party that came at 16:30 of the day before yesterday and was served at 17:05. */
async function overnightParty(bar: TestDesk, name: string) {
  const visitId = await checkInParty(bar, name, 1);
  const date = wallDate(Date.now() - 2 * day, 'Asia/Shanghai');
  const at = (time: string) => Date.parse(`${date}T${time}:00+08:00`);
  await bar.db.visit.update(visitId, { arrivedAt: at('16:30'), businessDay: date });
  await bar.db.serving.where({ visitId }).modify({ servedAt: at('17:05'), businessDay: date });
  return { visitId, at };
}

test('who left today stands in a list, and is back in the same visit by one tap', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 40);
  await bar.desk.run(seeOff, { visitId });
  const before = await bar.db.visit.get(visitId);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: '今日已离店' }));
  const list = within(await screen.findByRole('complementary', { name: /今日已离店/ }));
  await list.findByText('李建国 等 2 人');
  await user.click(list.getByRole('button', { name: '李建国 恢复在店' }));
  await card('李建国');
  expect(await bar.db.visit.count()).toBe(1);
  expect(await bar.db.visit.get(visitId)).toMatchObject({ arrivedAt: before?.arrivedAt, leftAt: null });
  await user.click(await screen.findByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.leftAt).toBe(before?.leftAt));
});

test('a day without departures says so', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: '今日已离店' }));
  await screen.findByText('今天还没有来宾离店。');
  await user.keyboard('{Escape}');
  await screen.findByRole('heading', { name: '接下来' });
});

test('a party left open overnight wants no refill: its card says so, with the date of its arrival', async () => {
  const bar = await createTestDesk();
  const { at } = await overnightParty(bar, '王芳');
  renderOnDesk(bar, <ReceptionPage />);
  const old = within(await card('王芳'));
  old.getByText('隔夜未送客');
  const date = new Intl.DateTimeFormat('zh-CN', {
    month: 'short',
    day: 'numeric',
    timeZone: 'Asia/Shanghai',
  });
  old.getByText(new RegExp(`${date.format(at('16:30'))} 16:30$`));
  expect(old.queryByRole('img')).toBeNull();
  await screen.findByText('暂无待续杯');
  await screen.findByText('隔夜，请补登离店');
});

test('seeing off a party of an earlier day asks for the true time, and takes it in one step', async () => {
  const bar = await createTestDesk();
  const { visitId, at } = await overnightParty(bar, '王芳');
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await screen.findByRole('complementary', { name: '来宾详情' });
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('x');
  const time = await screen.findByLabelText('离店时间', { selector: 'input' });
  expect(time).toHaveProperty('value', '17:05');
  expect((await bar.db.visit.get(visitId))?.leftAt).toBeNull();
  await user.keyboard('{Escape}');
  expect(screen.queryByLabelText('离店时间', { selector: 'input' })).toBeNull();
  await user.keyboard('x');
  const again = await screen.findByLabelText('离店时间', { selector: 'input' });
  fireEvent.change(again, { target: { value: '17:40' } });
  await screen.findByText(/^已于 .* 17:40 离店$/);
  await user.keyboard('{Enter}');
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.leftAt).toBe(at('17:40')));
  await user.click(await screen.findByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.leftAt).toBeNull());
});

test('the title of the window counts the refills that are due', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', 25);
  await checkInParty(bar, '王芳', 1);
  await overnightParty(bar, '赵敏');
  const { user, close } = renderOnDesk(bar, <ReceptionPage />);
  await card('李建国');
  await waitFor(() => expect(document.title).toMatch(/^\(1\) CR Desk/));
  await user.click(screen.getByRole('button', { name: /给 李建国 续杯/ }));
  await waitFor(() => expect(document.title).toMatch(/^CR Desk/));
  close();
});

test('who has no seat stands first on the board; a note stands on the card, before what matters less', async () => {
  const bar = await createTestDesk();
  const seated = await checkInParty(bar, '李建国', 9);
  await bar.db.visit.update(seated, {
    ...{ seatId: (await bar.db.seat.toArray())[0]?.id ?? null, note: '两位素食，孩子要温水' },
    expectedReadyAt: Date.now() - 5 * minute,
  });
  await checkInParty(bar, '王芳', 5);
  renderOnDesk(bar, <ReceptionPage />);
  const first = await card('王芳');
  const second = await card('李建国');
  expect(first.compareDocumentPosition(second)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  const words = second.textContent;
  expect(words.indexOf('孩子要温水')).toBeGreaterThan(0);
  expect(words.indexOf('孩子要温水')).toBeLessThan(words.indexOf('保养维修'));
  within(second).getByText(/^交车 \d\d:\d\d，超 5 分钟$/);
});

test('a card counts down to the car, and says what the workshop said, and the note below it', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const set = { workshopNote: '等配件', note: '赶火车' };
  await bar.db.visit.update(visitId, { ...set, expectedReadyAt: Date.now() + 25 * minute });
  renderOnDesk(bar, <ReceptionPage />);
  const shown = within(await card('李建国'));
  await shown.findByText(/^交车 \d\d:\d\d，还有 25 分钟$/);
  shown.getByText('车间：等配件');
  shown.getByText('赶火车');
  await bar.db.visit.update(visitId, { expectedReadyAt: Date.now() + 90 * minute });
  await shown.findByText(/^交车 (?:明天 )?\d\d:\d\d$/);
});

test('a guest without a name or a seat is not called nameless twice; one with a name is marked', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '来宾', 1);
  await checkInParty(bar, '看车的一家', 1);
  renderOnDesk(bar, <ReceptionPage />);
  expect(within(await card('来宾')).queryByText('匿名来宾')).toBeNull();
  within(await card('看车的一家')).getByText('匿名来宾');
});

test('guests without a name are told apart by their seat, in the language of the screen', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '来宾', 1);
  const seat = await bar.db.seat.filter(({ name }) => name === 'A5').first();
  await bar.db.visit.update(visitId, { seatId: seat?.id ?? null });
  const { speak } = renderOnDesk(bar, <ReceptionPage />);
  expect(within(await card('来宾 A5')).queryByText('匿名来宾')).toBeNull();
  await speak('en');
  await card('Guest A5');
});

test('another order of the board begins at its top', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', 9);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const board = (await card('李建国')).closest('section')?.parentElement as HTMLElement;
  board.scrollTop = 400;
  await user.click(screen.getByRole('radio', { name: '巡台' }));
  await waitFor(() => expect(board.scrollTop).toBe(0));
});

test.each([
  ['现在续杯', 20],
  ['该续杯，超 5 分钟', 25],
  ['3 分钟后续杯', 17],
])('what comes next says “%s”', async (words, minutes) => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', minutes);
  renderOnDesk(bar, <ReceptionPage />);
  await screen.findByText(words);
});

test('who was served nothing has waited since the arrival', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', null);
  await bar.db.visit.update(visitId, { arrivedAt: Date.now() - 3.5 * minute });
  renderOnDesk(bar, <ReceptionPage />);
  await screen.findByText(/^到店 [34] 分钟未上饮品$/);
  const ring = within(await card('李建国')).getByRole('img', { name: '到店 3 分钟，未上饮品' });
  expect(ring.dataset['level']).toBe('late');
});
