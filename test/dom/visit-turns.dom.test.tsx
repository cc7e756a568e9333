import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { joinParty } from '../../shared/commands/join-parties.ts';
import { stepOut } from '../../shared/commands/away.ts';
import { seeOff } from '../../shared/commands/party.ts';
import { callStaff } from '../../shared/commands/staff-calls.ts';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

const panel = () => screen.findByRole('complementary', { name: '来宾详情' });
const blur = () => (document.activeElement as HTMLElement | null)?.blur();

async function join(bar: TestDesk, visitId: string, targetId: string) {
  const joined = await bar.desk.run(joinParty, { visitId, targetId });
  expect(joined.ok).toBe(true);
}

/** A party of the guest, who must not have coffee. */
async function partyOfGuest(bar: TestDesk): Promise<string> {
  const visitId = await checkInParty(bar, '王芳');
  const card = await addGuest(bar.db, { name: '王芳' });
  await bar.db.visit
    .where('id')
    .equals(visitId)
    .modify((visit) => void (visit.guestCardId = card.id));
  await bar.db.preference.put({
    ...{ id: uuidv7(), rowVersion: 1, guestCardId: card.id, kind: 'avoid', menuItemId: null },
    ...{ detail: '咖啡', note: null, recordedBy: null, recordedAt: 1 },
  });
  return visitId;
}

test('that who was called has come is one fact, however often the key is pressed', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  await bar.desk.run(callStaff, { visitId, role: 'sales' as const, name: '王强' });
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await panel()).findByRole('button', { name: /^王强\s*已到/ });
  blur();
  fireEvent.keyDown(document.body, { key: 'y' });
  fireEvent.keyDown(document.body, { key: 'y' });
  await screen.findByText('王强 已到 李建国 处');
  expect(await bar.db.staffCall.count()).toBe(2);
  await user.keyboard('{Control>}z{/Control}');
  await within(await panel()).findByRole('button', { name: /^王强\s*已到/ });
  blur();
  await user.keyboard('y');
  await waitFor(async () => expect(await bar.db.staffCall.count()).toBe(4));
});

test('what who joined must not have stands on the drinks of the party they joined, and on its card', async () => {
  const bar = await createTestDesk();
  const targetId = await checkInParty(bar, '李建国');
  const visitId = await partyOfGuest(bar);
  const third = await checkInParty(bar, '周文');
  await join(bar, visitId, third);
  await join(bar, third, targetId);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${targetId}`);
  await within(await screen.findByRole('article', { name: '李建国' })).findByText('忌 咖啡');
  await within(await panel()).findByRole('list', { name: '并到这里的来宾' });
  blur();
  await user.keyboard('s');
  const coffee = await screen.findByRole('button', { name: /^美式咖啡/ });
  await within(coffee).findByText('忌 咖啡');
});

test('a party that joined another while it was edited is a party of its own again, with what was typed', async () => {
  const bar = await createTestDesk();
  const [visitId, targetId] = [await checkInParty(bar, '李建国'), await checkInParty(bar, '周文')];
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await panel()).findByRole('heading', { name: /李建国/ });
  blur();
  await user.keyboard('e');
  fireEvent.change(await screen.findByLabelText('备注'), { target: { value: '等贷款' } });
  await join(bar, visitId, targetId);
  await user.click(await screen.findByRole('button', { name: '恢复在店并保存' }));
  await waitFor(async () =>
    expect(await bar.db.visit.get(visitId)).toMatchObject({
      note: '等贷款',
      leftAt: null,
      joinedVisitId: null,
    }),
  );
  expect(await bar.db.visit.get(targetId)).toMatchObject({ partySize: 2 });
});

test('who joined is found as here, with the party they joined', async () => {
  const bar = await createTestDesk();
  const targetId = await checkInParty(bar, '李建国');
  const visitId = await partyOfGuest(bar);
  await join(bar, visitId, targetId);
  const card = await bar.db.guestCard.get((await bar.db.visit.get(visitId))?.guestCardId ?? uuidv7());
  if (card) bar.answerSearch(card);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const field = await screen.findByRole('combobox', { name: '查找来宾' });
  await user.type(field, '王芳');
  await screen.findByRole('option', { name: /王芳/ });
  await user.keyboard('{Enter}');
  await within(await panel()).findByRole('heading', { name: /李建国/ });
  expect(await bar.db.visit.count()).toBe(2);
});

test('who joined, chosen in the search of the whole application, is shown with the party they joined', async () => {
  const bar = await createTestDesk();
  const targetId = await checkInParty(bar, '李建国');
  const visitId = await partyOfGuest(bar);
  await join(bar, visitId, targetId);
  const card = await bar.db.guestCard.toCollection().first();
  renderOnDesk(bar, <ReceptionPage />, `/?guest=${card?.id}`);
  await within(await panel()).findByRole('heading', { name: /李建国/ });
  expect(screen.queryByRole('form')).toBeNull();
});

test('a guest who was seen off today is offered the visit of before, and not another one', async () => {
  const bar = await createTestDesk();
  const visitId = await partyOfGuest(bar);
  const card = await bar.db.guestCard.toCollection().first();
  if (card) bar.answerSearch(card);
  await bar.desk.run(seeOff, { visitId });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), '王芳');
  await screen.findByRole('option', { name: /王芳/ });
  await user.keyboard('{Enter}');
  await screen.findByText(/^王芳 今天来过/);
  fireEvent.keyDown(document.body, { key: 'r', code: 'KeyR', altKey: true });
  await within(await panel()).findByRole('heading', { name: /王芳/ });
  expect(await bar.db.visit.count()).toBe(1);
  expect((await bar.db.visit.get(visitId))?.leftAt).toBeNull();
  expect(screen.queryByRole('form')).toBeNull();
});

test('who was seen off while out and is brought back stands on the floor as here', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  await bar.desk.run(stepOut, { visitId });
  await bar.desk.run(seeOff, { visitId });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: '今日已离店' }));
  const list = within(await screen.findByRole('complementary', { name: /今日已离店/ }));
  await user.click(await list.findByRole('button', { name: /恢复在店$/ }));
  const card = await screen.findByRole('article', { name: '李建国' });
  expect(card.textContent).not.toContain('暂离');
  const visit = await bar.db.visit.get(visitId);
  expect(visit?.away.at(-1)?.to).toEqual(expect.any(Number));
});

test('of a visit of another day nothing is offered', async () => {
  const bar = await createTestDesk();
  const visitId = await partyOfGuest(bar);
  const card = await bar.db.guestCard.toCollection().first();
  if (card) bar.answerSearch(card);
  await bar.desk.run(seeOff, { visitId });
  await bar.db.visit.update(visitId, { businessDay: '2020-01-01' });
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), '王芳');
  await screen.findByRole('option', { name: /王芳/ });
  await user.keyboard('{Enter}');
  await within(await screen.findByRole('form')).findByText('忌 咖啡');
  expect(screen.queryByText(/今天来过/)).toBeNull();
});

test('Enter goes past the children, which are there once a party is more than one', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.click(await screen.findByRole('button', { name: /^匿名来宾/ }));
  const size = await screen.findByLabelText('人数');
  expect(screen.queryByLabelText('其中儿童')).toBeNull();
  await user.clear(size);
  await user.type(size, '3');
  await screen.findByLabelText('其中儿童');
  await user.keyboard('{Enter}');
  expect(document.activeElement).toBe(screen.getByLabelText('座位'));
});

/** Two parties, each joined to the other by another desk. */
async function sentToEachOther(bar: TestDesk) {
  const [visitId, targetId] = [await checkInParty(bar, '李建国'), await checkInParty(bar, '周文')];
  await join(bar, visitId, targetId);
  await bar.db.visit
    .where('id')
    .equals(targetId)
    .modify((visit) => {
      Object.assign(visit, { leftAt: bar.desk.now(), joinedVisitId: visitId, keepsPeople: true });
      delete (visit as { isOpen?: number }).isOpen;
    });
  return [visitId, targetId].toSorted();
}
const openVisits = async ({ db }: TestDesk) =>
  (await db.visit.toArray()).filter((one) => one.leftAt === null);

// They were found among those who had left, and only by who looked there: nobody had left.
test('of two parties that desks apart sent to each other one stays on the floor with both, and is looked after as any', async () => {
  const bar = await createTestDesk();
  const [first] = await sentToEachOther(bar);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const card = await screen.findByRole('article');
  expect(card.textContent).toContain('4');
  await user.click(await screen.findByRole('button', { name: '今日已离店' }));
  await screen.findByText('今天还没有来宾离店。');
  await user.click(within(card).getAllByRole('button')[0] ?? card);
  await within(await panel()).findByRole('list', { name: '并到这里的来宾' });
  expect(await openVisits(bar)).toEqual([]);
  blur();
  await user.keyboard('l');
  await within(await screen.findByRole('article')).findByText(/^暂离/);
  expect(await openVisits(bar)).toMatchObject([{ id: first, joinedVisitId: null }]);
  expect(screen.getAllByRole('article')).toHaveLength(1);
});

test('who was sent to each other part again, both in the house', async () => {
  const bar = await createTestDesk();
  await sentToEachOther(bar);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  const [card] = await within(await screen.findByRole('article')).findAllByRole('button');
  fireEvent.click(card ?? document.body);
  const list = await within(await panel()).findByRole('list', { name: '并到这里的来宾' });
  await user.click(within(list).getByRole('button'));
  await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2));
  expect(await openVisits(bar)).toHaveLength(2);
});

test('a guest of a party that was sent to another, and that one to it, is found as here', async () => {
  const bar = await createTestDesk();
  const [, second] = await sentToEachOther(bar);
  const card = await addGuest(bar.db, { name: '王芳' });
  await bar.db.visit
    .where('id')
    .equals(second ?? '')
    .modify((visit) => void (visit.guestCardId = card.id));
  renderOnDesk(bar, <ReceptionPage />, `/?guest=${card.id}`);
  await within(await panel()).findByRole('list', { name: '并到这里的来宾' });
  expect(screen.queryByRole('form')).toBeNull();
});
