/** What goes wrong with a tray in one hand: keys pressed twice, wrong figures, a colleague at the other desk. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const panel = () => screen.findByRole('complementary', { name: '来宾详情' });
const visitOf = (bar: TestDesk, visitId: string) => bar.db.visit.get(visitId);
const minute = 60_000;

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

/** The reception with the party chosen and its keys alive. */
async function openParty(bar: TestDesk, visitId: string) {
  const view = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  return view;
}

async function seatNamed(bar: TestDesk, name: string): Promise<string> {
  const seat = await bar.db.seat.filter((one) => one.name === name).first();
  return seat?.id ?? '';
}

test('seeing off twice sees off once, and the way back stays', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  fireEvent.keyDown(document.body, { key: 'x' });
  fireEvent.keyDown(document.body, { key: 'x' });
  await screen.findByText('李建国 已离店');
  expect(screen.queryByText('这组来宾已离店。')).toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect((await visitOf(bar, visitId))?.leftAt).toBeNull());
});

test('the same again twice serves once, keeps the undo, and can be done on purpose', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  fireEvent.keyDown(document.body, { key: 'r' });
  fireEvent.keyDown(document.body, { key: 'r' });
  await screen.findByText('已给 李建国 上 绿茶 ×2');
  await user.keyboard('r');
  await screen.findByText('李建国 刚上过饮品，没有重复登记');
  expect(await bar.db.serving.count()).toBe(2);
  screen.getByRole('button', { name: /Ctrl Z/ });
  await user.click(screen.getByRole('button', { name: '再上一次' }));
  await waitFor(async () => expect(await bar.db.serving.count()).toBe(3));
});

test('after an undo the same again is no repetition', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('r');
  await screen.findByText('已给 李建国 上 绿茶 ×2');
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect(await bar.db.serving.count()).toBe(3));
  await user.keyboard('r');
  await waitFor(async () => expect(await bar.db.serving.count()).toBe(4));
});

test('any serving of the list is taken back, by a further record, and can stand again', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 30);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('r');
  await screen.findByText('已给 李建国 上 绿茶 ×2');
  const list = within(screen.getByRole('region', { name: '到店记录' }));
  const takeBack = () => list.getAllByRole('button', { name: /^撤回 .* 的 绿茶 ×2$/ });
  await waitFor(() => expect(takeBack()).toHaveLength(2));
  await user.click(takeBack()[1] as HTMLElement);
  await screen.findByText('已撤回 李建国 的 绿茶 ×2');
  await waitFor(() => expect(list.getAllByText(/上 绿茶 ×2/)).toHaveLength(1));
  expect(await bar.db.serving.count()).toBe(3);
  await user.click(screen.getByRole('button', { name: /Ctrl Z/ }));
  await waitFor(() => expect(list.getAllByText(/上 绿茶 ×2/)).toHaveLength(2));
});

test('while a seat is being chosen no letter does anything else', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('m');
  await screen.findByRole('heading', { name: '换到' });
  await user.keyboard('xrse');
  // Nor after a tap beside the seats.
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('xrse');
  screen.getByRole('heading', { name: '换到' });
  expect((await visitOf(bar, visitId))?.leftAt).toBeNull();
  expect(await bar.db.serving.count()).toBe(1);
});

test('a seat is chosen by its name or by arrows, beginning at a free one; the floor stays where it is', async () => {
  const bar = await createTestDesk();
  const [visitId, other] = [await checkInParty(bar, '李建国', 1), await checkInParty(bar, '王芳', 1)];
  await bar.db.visit.update(other, { seatId: await seatNamed(bar, 'A1') });
  const { user } = await openParty(bar, visitId);
  await user.keyboard('m');
  const seat = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name} `) });
  await waitFor(() => expect(document.activeElement).toBe(seat('A2')));
  await user.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(seat('A3'));
  await user.keyboard('{ArrowUp}{ArrowUp}');
  expect(document.activeElement).toBe(seat('A1'));
  await screen.findByText('休息区 A1 已有 王芳，仍可换到这里。');
  await user.keyboard('a4');
  expect(document.activeElement).toBe(seat('A4'));
  await user.keyboard('{Enter}');
  const a4 = await seatNamed(bar, 'A4');
  await waitFor(async () => expect((await visitOf(bar, visitId))?.seatId).toBe(a4));
  await screen.findByText('李建国 已换到 休息区 A4');
});

test('moving onto a taken seat says who sits there; a party can be without a seat again', async () => {
  const bar = await createTestDesk();
  const [visitId, other] = [await checkInParty(bar, '李建国', 1), await checkInParty(bar, '王芳', 1)];
  await bar.db.visit.update(other, { seatId: await seatNamed(bar, 'A1') });
  const { user } = await openParty(bar, visitId);
  await user.keyboard('ma1{Enter}');
  await screen.findByText('李建国 已换到 休息区 A1，与 王芳 同座');
  await user.keyboard('m');
  await user.click(screen.getByRole('button', { name: '不安排座位' }));
  await screen.findByText('李建国 已改为未入座');
  expect((await visitOf(bar, visitId))?.seatId).toBeNull();
});

test('every drink has a key, the tenth too', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const menu = (await bar.db.menuItem.toArray())
    .filter(({ available }) => available !== false)
    .sort((a, b) => a.position - b.position);
  expect(menu.length).toBeGreaterThan(10);
  const { user } = await openParty(bar, visitId);
  for (const [key, item] of [
    ['0', menu[9]],
    ['a', menu[10]],
  ] as const) {
    await user.keyboard('s');
    await screen.findByRole('heading', { name: '上什么饮品' });
    await user.keyboard(key);
    await screen.findByText(`已给 李建国 上 ${item?.name} ×2`);
  }
});

test('a wrong number of guests is told and not changed; an empty name has its own words', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  const size = await screen.findByRole('textbox', { name: '人数' });
  await user.clear(size);
  await user.type(size, '0');
  await user.clear(screen.getByRole('textbox', { name: '称呼' }));
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await screen.findByText('人数应为 1 到 500。');
  await screen.findByText('请填写称呼。');
  expect(size).toHaveProperty('value', '0');
  expect(await visitOf(bar, visitId)).toMatchObject({ partySize: 2, partyName: '李建国' });
});

test('an edit is told under the new name, and taken back by one key', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '来宾', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  const name = await screen.findByRole('textbox', { name: '称呼' });
  await user.clear(name);
  await user.type(name, '看车的一家');
  await user.type(screen.getByRole('textbox', { name: '备注' }), '等贷款{Control>}{Enter}{/Control}');
  await screen.findByText('已修改 看车的一家');
  await waitFor(() => expect(document.activeElement?.getAttribute('data-visit')).toBe(visitId));
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () =>
    expect(await visitOf(bar, visitId)).toMatchObject({ partyName: '来宾', note: null }),
  );
});

test('a form stays with what was typed when a colleague sees the party off, and brings nobody back unasked', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  const note = await screen.findByRole('textbox', { name: '备注' });
  await user.type(note, '等贷');
  const leftAt = Date.now() - minute;
  await bar.db.visit
    .where({ id: visitId })
    .modify((visit) => void Object.assign(visit, { leftAt, isOpen: undefined }));
  await screen.findByText(/^李建国 已于 .* 离店。您填写的内容还在这里。$/);
  await user.type(note, '款{Control>}{Enter}{/Control}');
  expect(note).toHaveProperty('value', '等贷款');
  expect(screen.queryByText('这组来宾已离店。')).toBeNull();
  expect(await visitOf(bar, visitId)).toMatchObject({ leftAt, note: null });
  await user.click(screen.getByRole('button', { name: '恢复在店并保存' }));
  await screen.findByText('李建国 已恢复在店');
  expect(await visitOf(bar, visitId)).toMatchObject({ leftAt: null, note: '等贷款' });
  await user.click(screen.getByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect(await visitOf(bar, visitId)).toMatchObject({ leftAt, note: null }));
});

test('a field that a colleague changed meanwhile says so where it was typed into, and follows where not', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '等贷款');
  await bar.db.visit.update(visitId, { note: '等保险', partySize: 5 });
  await screen.findByText('已被改为“等保险”，保存后以您填写的为准。');
  await waitFor(() => expect(screen.getByRole('textbox', { name: '人数' })).toHaveProperty('value', '5'));
  expect(screen.getByRole('textbox', { name: '备注' })).toHaveProperty('value', '等贷款');
});

test('[R4] what a colleague changed under an open form counts as unseen, so that the loser is kept', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  await bar.db.transaction('rw', bar.db.base, bar.db.outbox, bar.db.visit, async () => {
    await bar.db.base.clear();
    await bar.db.outbox.clear();
    await bar.db.visit.update(visitId, { rowVersion: 3 });
  });
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '等贷款');
  await bar.db.visit.update(visitId, { note: '等保险', rowVersion: 8 });
  await screen.findByText('已被改为“等保险”，保存后以您填写的为准。');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText('已修改 李建国');
  expect((await bar.db.outbox.toArray()).flatMap(({ patches }) => patches)).toMatchObject([
    { entity: 'visit', base: 3, set: { note: '等贷款' } },
  ]);
});

test('a check-in undone elsewhere leaves the form, which cannot be saved', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '等贷款');
  await bar.db.visit
    .where({ id: visitId })
    .modify((visit) => void Object.assign(visit, { cancelledAt: Date.now(), isOpen: undefined }));
  await screen.findByText(/到店登记已被撤销/);
  expect(screen.queryByRole('button', { name: /保存/ })).toBeNull();
  expect(screen.getByRole('textbox', { name: '备注' })).toHaveProperty('value', '等贷款');
});

test('a time is typed as people write it; what is none is told beside its field and kept', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user, speak } = await openParty(bar, visitId);
  await user.keyboard('e');
  const field = await screen.findByLabelText('预计交车时间');
  await user.type(field, '下午三点');
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await screen.findByText('请填写时间，如 14:30。');
  await speak('en');
  await screen.findByText('Enter a time, such as 14:30.');
  await speak('zh-CN');
  expect(field).toHaveProperty('value', '下午三点');
  expect((await visitOf(bar, visitId))?.expectedReadyAt).toBeNull();
  await user.clear(field);
  await user.type(field, '1430');
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await within(await screen.findByRole('article', { name: '李建国' })).findByText(/14:30/);
});

test('when a party of yesterday left is typed as people write it, and read in 24 hours', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const arrivedAt = Date.parse('2026-11-20T13:05:00+08:00');
  await bar.db.visit.update(visitId, { arrivedAt, businessDay: '2026-11-20' });
  await bar.db.serving.where({ visitId }).modify({ servedAt: arrivedAt });
  const { user, speak } = await openParty(bar, visitId);
  await user.keyboard('x');
  const field = await screen.findByRole('textbox', { name: '离店时间' });
  expect(field).toHaveProperty('value', '13:05');
  await user.clear(field);
  await user.type(field, '下午{Enter}');
  await screen.findByText('请填写时间，如 14:30。');
  await speak('en');
  await screen.findByText('Enter a time, such as 14:30.');
  expect(field).toHaveProperty('value', '下午');
  expect((await visitOf(bar, visitId))?.leftAt).toBeNull();
  await user.clear(field);
  await user.type(field, '14.30{Enter}');
  await waitFor(async () =>
    expect((await visitOf(bar, visitId))?.leftAt).toBe(Date.parse('2026-11-20T14:30:00+08:00')),
  );
});

test('a time just past says how late it is; the next day is one tap away', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  await user.keyboard('e');
  const past = new Date(Date.now() - 28 * minute);
  const shown = past.toLocaleTimeString('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  });
  fireEvent.change(await screen.findByLabelText('预计交车时间'), { target: { value: shown } });
  await screen.findByText(/已过 2[89] 分钟$/);
  await user.click(screen.getByRole('button', { name: '改为次日' }));
  await screen.findByText(/还有 141\d 分钟$/);
  await user.click(screen.getByRole('button', { name: '改回前一日' }));
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await waitFor(async () =>
    expect((await visitOf(bar, visitId))?.expectedReadyAt).toBe(Math.floor(past.getTime() / minute) * minute),
  );
});

test('after a see-off keys go on from the next card', async () => {
  const bar = await createTestDesk();
  const [first, second] = [await checkInParty(bar, '李建国', 9), await checkInParty(bar, '王芳', 5)];
  const { user } = await openParty(bar, first);
  await user.keyboard('x');
  await waitFor(() => expect(document.activeElement?.getAttribute('data-visit')).toBe(second));
  expect((await visitOf(bar, second))?.leftAt).toBeNull();
  await user.keyboard('{ArrowDown}');
  await within(await panel()).findByRole('heading', { name: '王芳 等 2 人' });
});
