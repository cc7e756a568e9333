import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { checkInParty } from '../support/check-in-party.ts';

const card = (name: string) => screen.findByRole('article', { name });

test.each([
  [3, 'fresh', '3 分钟前上'],
  [17, 'soon', '17 分钟前上，即将续杯'],
  [25, 'due', '25 分钟前上，该续杯了'],
])('the ring says %i minutes in colour and in words', async (minutes, level, words) => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', minutes);
  renderOnDesk(bar, <ReceptionPage />);
  const ring = await within(await card('李建国')).findByRole('img', { name: words });
  expect(ring.dataset['level']).toBe(level);
});

test('who has had nothing yet is told so, and cannot be refilled', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', null);
  renderOnDesk(bar, <ReceptionPage />);
  const party = await card('李建国');
  within(party).getAllByText('未上饮品');
  expect(within(party).getByRole('button', { name: /未上饮品$/ })).toHaveProperty('disabled', true);
});

test('the refill follows the setting of the site, and one tap on the ring serves the same again', async () => {
  const bar = await createTestDesk();
  await bar.db.siteSettings.toCollection().modify({ refillMinutes: 60 });
  const visitId = await checkInParty(bar, '李建国', 25);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await within(await card('李建国')).findByRole('img', { name: '25 分钟前上' });
  await screen.findByText('暂无待续杯');
  await bar.db.siteSettings.toCollection().modify({ refillMinutes: 20 });
  await screen.findByText('1 组待续杯');
  await user.click(screen.getByRole('button', { name: /给 李建国 续杯/ }));
  await waitFor(async () => expect(await bar.db.serving.where({ visitId }).count()).toBe(2));
  await screen.findByText('暂无待续杯');
});

test('the head counts parties and people; rounds begin with who has waited longest', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '周文', 2);
  await checkInParty(bar, '李建国', 9);
  await checkInParty(bar, '王芳', 5);
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />);
  await screen.findByRole('heading', { name: '现场 3 组 · 6 人' });
  await user.click(screen.getByRole('radio', { name: '巡台' }));
  const names = () => screen.getAllByRole('article').map((article) => article.getAttribute('aria-label'));
  await waitFor(() => expect(names()).toEqual(['李建国', '王芳', '周文']));
  await speak('en');
  await screen.findByRole('heading', { name: '3 parties · 6 guests' });
});

test('a floor without guests says what to do', async () => {
  renderOnDesk(await createTestDesk(), <ReceptionPage />);
  await screen.findByText('现在没有来宾。');
  await screen.findByText(/按 Enter 登记/);
});

test('arrows go from card to card', async () => {
  const bar = await createTestDesk();
  await checkInParty(bar, '李建国', 9);
  await checkInParty(bar, '王芳', 5);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await card('王芳');
  await user.keyboard('{Escape}');
  await user.keyboard('{ArrowDown}');
  await within(await screen.findByRole('complementary', { name: '来宾详情' })).findByRole('heading', {
    name: '李建国 等 2 人',
  });
  await user.keyboard('{ArrowDown}');
  await screen.findByRole('heading', { name: '王芳 等 2 人' });
});

test('warnings of a guest stand on the check-in: what to avoid, the birthday, the flags', async () => {
  const bar = await createTestDesk();
  const today = bar.desk.businessDay().slice(5);
  const guest = await addGuest(bar.db, {
    name: '张三丰',
    birthMonthDay: today,
    flags: ['openCase', 'maintenanceDue', 'unheardOf'],
  });
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), 'zsf{Enter}');
  const form = await screen.findByRole('form', { name: '登记到店' });
  for (const words of ['今天生日', '有未结工单', '保养到期']) await within(form).findByText(words);
  expect(within(form).queryByText('unheardOf')).toBeNull();
});

test('a long name on a card gives way to the number of guests', async () => {
  const bar = await createTestDesk();
  const name = '吉安庐陵电子科技有限公司自驾车友会';
  await checkInParty(bar, name, 9);
  renderOnDesk(bar, <ReceptionPage />);
  const body = await card(name);
  const count = within(body).getByText('等 2 人');
  expect(count.previousElementSibling?.textContent).toBe(name);
  expect(within(body).getByTitle(`${name} 等 2 人`).textContent).toBe(`${name} 等 2 人`);
});

test('rounds say who wants something now; as one walks they follow the seats, kept over a reload; N goes on to the next', async () => {
  const bar = await createTestDesk();
  const seats = new Map((await bar.db.seat.toArray()).map(({ id, name }) => [name, id]));
  for (const [name, minutes, seat] of [
    ['李建国', 40, 'W1'],
    ['王芳', 30, 'A2'],
    ['周文', 18, 'A1'],
    ['陈静', 2, 'A3'],
  ] as const) {
    const visitId = await checkInParty(bar, name, minutes);
    await bar.db.visit.update(visitId, { seatId: seats.get(seat) ?? null });
  }
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await card('陈静');
  const shown = () =>
    ['现在照看', '稍后照看', '其余'].map((name) =>
      within(screen.getByRole('region', { name }))
        .getAllByRole('article')
        .map((article) => article.getAttribute('aria-label')),
    );
  await user.keyboard('{Escape}w');
  await waitFor(() => expect(shown()).toEqual([['李建国', '王芳'], ['周文'], ['陈静']]));
  await user.keyboard('w');
  await waitFor(() => expect(shown()).toEqual([['王芳', '李建国'], ['周文'], ['陈静']]));
  await user.keyboard('n');
  const focused = () => document.activeElement?.closest('article')?.getAttribute('aria-label');
  await waitFor(() => expect(focused()).toBe('王芳'));
  // Served, she is looked after; the keys stay with her, and go on from there.
  await user.keyboard('r');
  await waitFor(() => expect(shown()).toEqual([['李建国'], ['周文'], ['王芳', '陈静']]));
  await waitFor(() => expect(focused()).toBe('王芳'));
  await user.keyboard('n');
  await waitFor(() => expect(focused()).toBe('李建国'));
  cleanup();
  const again = renderOnDesk(bar, <ReceptionPage />);
  await waitFor(() => expect(shown()).toEqual([['李建国'], ['周文'], ['王芳', '陈静']]));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: '按路线' }).checked).toBe(true);
  await again.user.keyboard('{Escape}v');
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('radio', { name: '时间' }).checked).toBe(true),
  );
});
