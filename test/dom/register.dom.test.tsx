/** The register without its worker: one visit beside the list, its correction, the charts, and what is said where nothing can be read. */
import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { RegisterPage } from '../../renderer/features/register/register-page.tsx';
import { FigureTiles } from '../../renderer/features/register/figure-tiles.tsx';
import type { RegisterReading } from '../../renderer/features/register/register-ask.ts';
import { TotalCells } from '../../renderer/features/register/total-cells.tsx';
import { VisitPanel } from '../../renderer/features/register/visit-panel.tsx';
import { ColumnChart, RowChart } from '../../renderer/ui/bar-chart.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { cancelCheckIn, seeOff } from '../../shared/commands/party.ts';
import { periodOf } from '../../shared/rules/register/period.ts';
import { toRegisterEntry, type RegisterEntry } from '../../shared/rules/register/register-entry.ts';
import { registerFigures } from '../../shared/rules/register/register-figures.ts';
import { rules, testVisit } from '../../shared/rules/register/test-visits.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

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
  await user.click(screen.getByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect(await partySize(bar, visitId)).toBe(2));
});

test('of several cars the one that came is put right, and taken back to none that anybody said', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 10);
  const card = await addGuest(bar.db, { name: '李建国' });
  await bar.db.visit.update(visitId, { guestCardId: card.id });
  const nobody = { bringsInId: null, userId: null, vin: null, colour: null, note: null, model: null };
  const ids = { 赣D12345: uuidv7(), 赣D54321: uuidv7() };
  for (const [plate, id] of Object.entries(ids))
    await bar.db.vehicle.put({ ...nobody, id, rowVersion: 1, customerId: card.customerId, plate });
  const { user } = openPanel(bar, visitId);
  await screen.findByText('赣D·12345 · 赣D·54321');
  await user.keyboard('e');
  await user.selectOptions(await screen.findByRole('combobox', { name: '来店车辆' }), '赣D·54321');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText('赣D·54321');
  expect((await bar.db.visit.get(visitId))?.vehicleId).toBe(ids['赣D54321']);
  await user.click(await screen.findByRole('button', { name: /^撤销(?!登记)/ }));
  await screen.findByText('赣D·12345 · 赣D·54321');
  expect((await bar.db.visit.get(visitId))?.vehicleId).toBeNull();
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
  const events = () => list.getAllByRole('listitem').map((one) => one.textContent.replace(/^\d\d:\d\d/, ''));
  await waitFor(() => expect(events()).toEqual(['到店登记陈静', expect.stringMatching(/^上 .+ ×2陈静$/)]));
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

test('the first drink’s share counts who was never served; the middle is said alike above and under the list', async () => {
  const minutes = (count: number) => count * 60_000;
  const entry = (firstDrinkMs: number | null, unservedMs: number | null): RegisterEntry => ({
    ...toRegisterEntry(testVisit('10:00', '10:30'), 'anonymous', [], rules),
    ...{ firstDrinkMs, unservedMs, stayMs: 30_000 },
  });
  const entries = [
    entry(minutes(2), null),
    entry(minutes(9), null),
    entry(null, 30 * 60_000),
    entry(null, 0),
  ];
  const period = periodOf('day', '2026-11-26');
  const figures = registerFigures(entries, period, {
    ...{ firstDrinkMinutes: 5, timeZone: 'Asia/Shanghai', dayCutOff: '04:00' },
  });
  const reading = { figures, comparison: { perDay: null, perDayBefore: null } } as RegisterReading;
  const ask = { firstDrinkMinutes: 5, refillMinutes: 20 } as RegisterReading['ask'];
  renderOnDesk(
    await createTestDesk(),
    <>
      <FigureTiles reading={{ ...reading, ask }} />
      <table>
        <tbody>
          <tr>
            <TotalCells figures={figures} />
          </tr>
        </tbody>
      </table>
    </>,
  );
  const tile = (name: string) => screen.getByText(name).parentElement?.textContent;
  expect(tile('5 分钟内上首杯')).toBe('5 分钟内上首杯33%1 / 3、1 组超时未上');
  expect(tile('停留（中位）')).toContain('0.5 分钟');
  screen.getByRole('cell', { name: '中位 0.5 分钟' });
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
