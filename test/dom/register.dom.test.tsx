/** The register without its worker: one visit beside the list, its correction, the charts, and what is said where nothing can be read. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { RegisterPage } from '../../renderer/features/register/register-page.tsx';
import { VisitPanel } from '../../renderer/features/register/visit-panel.tsx';
import { ColumnChart, RowChart } from '../../renderer/ui/bar-chart.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { cancelCheckIn, seeOff } from '../../shared/commands/party.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

function openPanel(bar: TestDesk, visitId: string) {
  const onClose = vi.fn();
  const panel = <VisitPanel visitId={visitId} today={bar.desk.businessDay()} onClose={onClose} />;
  return { ...renderOnDesk(bar, panel), onClose };
}
const partySize = async (bar: TestDesk, visitId: string) => (await bar.db.visit.get(visitId))?.partySize;

test('a visit of today that has left is corrected by keys, and the correction taken back', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 10);
  await bar.desk.run(seeOff, { visitId });
  const { user } = openPanel(bar, visitId);
  await screen.findByRole('heading', { name: '李建国' });
  await user.keyboard('e');
  const size = await screen.findByRole('textbox', { name: '人数' });
  await user.clear(size);
  await user.type(size, '4{Control>}{Enter}{/Control}');
  await screen.findByText('已更正 李建国 的登记');
  expect(await partySize(bar, visitId)).toBe(4);
  expect((await bar.db.visit.get(visitId))?.leftAt).not.toBeNull();
  await user.click(screen.getByRole('button', { name: /^撤销/ }));
  await waitFor(async () => expect(await partySize(bar, visitId)).toBe(2));
});

test('a wrong number is told beside its field; Escape keeps what was typed for the next time', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 10);
  const { user, onClose } = openPanel(bar, visitId);
  await screen.findByRole('heading', { name: '李建国' });
  await user.keyboard('e');
  const name = await screen.findByRole('textbox', { name: '称呼' });
  await user.clear(name);
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText('请填写称呼。');
  await user.type(name, '李先生{Escape}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  expect(onClose).not.toHaveBeenCalled();
  expect((await bar.db.visit.get(visitId))?.partyName).toBe('李建国');
  await user.keyboard('e');
  expect(await screen.findByRole('textbox', { name: '称呼' })).toHaveProperty('value', '李先生');
});

test('a day that is over stands: it says so, and the key does nothing', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 10);
  await bar.desk.run(seeOff, { visitId });
  await bar.db.visit.update(visitId, { businessDay: '2026-01-05' });
  const { user } = openPanel(bar, visitId);
  // Before it is read, and after.
  await user.keyboard('e');
  await screen.findByText('这一天的营业日已结束，登记不能再更正。');
  await user.keyboard('e');
  expect(screen.queryByRole('form')).toBeNull();
});

test('a check-in that was undone says so, and has nothing to correct', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 10);
  await bar.desk.run(cancelCheckIn, { visitId });
  openPanel(bar, visitId);
  await screen.findByText('这次登记已被撤销，不计入登记表。');
  expect(screen.queryByRole('button', { name: /更正/ })).toBeNull();
});

test('what happened stands in its order, with who did it; a party that is here is a link to the floor', async () => {
  const bar = await createTestDesk();
  const person = bar.desk.state.getState().person;
  await bar.db.staff.put({
    ...{ id: person?.id ?? '', rowVersion: 1, username: 'chen', name: '陈静', roles: [], active: true },
  });
  const visitId = await checkInParty(bar, '李建国', 10);
  openPanel(bar, visitId);
  const list = within(await screen.findByRole('list'));
  await list.findAllByText('陈静');
  const events = list.getAllByRole('listitem');
  expect(events.map((one) => one.textContent.replace(/^\d\d:\d\d/, ''))).toEqual([
    '到店登记陈静',
    expect.stringMatching(/^上 .+ ×2陈静$/),
  ]);
  expect(screen.getByRole('link', { name: '在“到店”中打开' }).getAttribute('href')).toBe(
    `/reception?visit=${visitId}`,
  );
});

test.each([ColumnChart, RowChart])('a chart has its numbers as a table, in their order', async (Chart) => {
  const bars = [
    { key: 'a', label: '9 时', value: 4 },
    { key: 'b', label: '10 时', value: 0 },
  ];
  renderOnDesk(
    await createTestDesk(),
    <Chart title="各时段来访" labelHead="时段" valueHead="组数" bars={bars} />,
  );
  const table = screen.getByRole('table', { name: '各时段来访' });
  const rows = within(table).getAllByRole('row');
  expect(rows.map((row) => row.textContent)).toEqual(['时段组数', '9 时4', '10 时0']);
  // Zero is drawn as nothing, four as high or wide as the drawing allows.
  const [first, second] = document.querySelectorAll('rect');
  const extent = (rect: Element | undefined) =>
    Number(rect?.getAttribute(Chart === ColumnChart ? 'height' : 'width'));
  expect(extent(first)).toBeGreaterThan(50);
  expect(extent(second)).toBe(0);
});

test('where the register cannot be read it says so, instead of an empty list', async () => {
  renderOnDesk(await createTestDesk(), <RegisterPage />);
  await screen.findByText(/^来访登记读取失败/);
  expect(screen.queryByText('这段时间没有来访登记。')).toBeNull();
});

test('a date is typed as people type it; what is none is told', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <RegisterPage />);
  const field = await screen.findByRole('textbox', { name: '日期' });
  await user.clear(field);
  await user.type(field, '2026/2/30{Enter}');
  await screen.findByText('请填写日期，如 2026-11-26。');
  await user.clear(field);
  await user.type(field, '20260203{Enter}');
  await screen.findByText('2026年2月3日星期二');
  await user.click(screen.getByRole('button', { name: '今天' }));
  expect(field).toHaveProperty('value', new Date(Date.now() + 4 * 3_600_000).toISOString().slice(0, 10));
});
