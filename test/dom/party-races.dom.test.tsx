/** Fast fingers and a colleague at the other desk: keys that come while the one before is still being saved. */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { Dexie } from 'dexie';
import { useLocation } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { editVisit, moveParty } from '../../shared/commands/party.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const visitOf = (bar: TestDesk, visitId: string) => bar.db.visit.get(visitId);
const press = (key: string) => fireEvent.keyDown(document.body, { key });
const pressUndo = () => fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

/** The reception with the party chosen and its keys alive. */
async function openParty(bar: TestDesk, visitId: string) {
  const view = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await screen.findByRole('complementary', { name: '来宾详情' });
  (document.activeElement as HTMLElement | null)?.blur();
  return view;
}

/** The disk takes its time with the named command until the returned function is called. */
function holdCommand(bar: TestDesk, name: string): { bar: TestDesk; release: () => void } {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const run: TestDesk['desk']['run'] = async (command, ...given) => {
    if (command.name === name) await held;
    return bar.desk.run(command, ...given);
  };
  return { bar: { ...bar, desk: { ...bar.desk, run } }, release };
}

async function twoSeats(bar: TestDesk): Promise<readonly [string, string]> {
  const [first, second] = await bar.db.seat.toArray();
  if (!first || !second) throw new Error('no seats');
  return [first.id, second.id];
}

/** As long as the floor takes to be drawn anew, and longer. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

test('undo pressed while a serving is being saved takes that back, and not what was done before', async () => {
  const plain = await createTestDesk();
  const visitId = await checkInParty(plain, '李建国', 9);
  const { bar, release } = holdCommand(plain, 'serveDrinks');
  await openParty(bar, visitId);
  press('m');
  fireEvent.click(await screen.findByRole('button', { name: /^A1 / }));
  await screen.findByText(/已换到/);
  const { seatId } = (await visitOf(bar, visitId)) ?? {};
  press('r');
  pressUndo();
  release();
  await waitFor(async () => expect(await bar.db.serving.count()).toBe(3));
  await aWhile();
  expect(screen.queryByText(/^已给 李建国 上/)).toBeNull();
  expect(await visitOf(bar, visitId)).toMatchObject({ seatId });
});

test('an undo asked for while something is saved that then fails takes nothing back later', async () => {
  const plain = await createTestDesk();
  const visitId = await checkInParty(plain, '李建国', 9);
  const { bar, release } = holdCommand(plain, 'serveDrinks');
  await openParty(bar, visitId);
  press('r');
  pressUndo();
  await bar.db.visit.update(visitId, { leftAt: 1 });
  release();
  await screen.findByText('这组来宾已离店。');
  await bar.db.visit.update(visitId, { leftAt: null });
  await aWhile();
  press('m');
  fireEvent.click(await screen.findByRole('button', { name: /^A1 / }));
  await screen.findByText(/已换到/);
});

test('seen off and brought back before the floor was drawn, a party can be seen off again', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  await openParty(bar, visitId);
  const before = await bar.db.outbox.count();
  press('x');
  pressUndo();
  await waitFor(async () => expect(await bar.db.outbox.count()).toBe(before + 2));
  expect((await visitOf(bar, visitId))?.leftAt).toBeNull();
  await aWhile();
  // Between the two the floor may have been drawn without them, and may not be drawn with them yet.
  await waitFor(async () => {
    press('x');
    expect((await visitOf(bar, visitId))?.leftAt).not.toBeNull();
  });
});

test('taken back by two taps, a serving is taken back once', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 9);
  await openParty(bar, visitId);
  const takeBack = screen.getByRole('button', { name: /^撤回 / });
  fireEvent.click(takeBack);
  fireEvent.click(takeBack);
  await screen.findByText('已撤回 李建国 的 绿茶 ×2');
  await aWhile();
  expect(await bar.db.serving.count()).toBe(2);
});

test('an edit saved by a key pressed twice is saved once, and its undo brings back what was before', async () => {
  const plain = await createTestDesk();
  const visitId = await checkInParty(plain, '李建国', 1);
  const { bar, release } = holdCommand(plain, 'editVisit');
  const { user } = await openParty(bar, visitId);
  const waiting = await bar.db.outbox.count();
  press('e');
  const note = await screen.findByRole('textbox', { name: '备注' });
  await user.type(note, '等贷款');
  let runs = 0;
  const { run } = bar.desk;
  Object.assign(bar.desk, {
    run: (...given: Parameters<typeof run>) => {
      runs += 1;
      return run(...given);
    },
  });
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
  release();
  await screen.findByText('已修改 李建国');
  expect(runs).toBe(1);
  expect(await bar.db.outbox.count()).toBe(waiting + 1);
  pressUndo();
  await waitFor(async () => expect(await visitOf(bar, visitId)).toMatchObject({ note: null }));
});

test('the undo of an edit leaves what a colleague changed since, and says so', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = await openParty(bar, visitId);
  press('e');
  await user.clear(await screen.findByRole('textbox', { name: '称呼' }));
  await user.type(screen.getByRole('textbox', { name: '称呼' }), '李先生');
  await user.type(screen.getByRole('textbox', { name: '备注' }), '等贷款{Control>}{Enter}{/Control}');
  await screen.findByText('已修改 李先生');
  await bar.desk.run(editVisit, { visitId, note: '贷款已批' });
  pressUndo();
  await screen.findByText('同事刚改过 李先生，同事的修改已保留');
  expect(await visitOf(bar, visitId)).toMatchObject({ partyName: '李建国', note: '贷款已批' });
});

test('the undo of a move leaves a party where a colleague has put it since', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const [, second] = await twoSeats(bar);
  await openParty(bar, visitId);
  press('m');
  fireEvent.click(await screen.findByRole('button', { name: /^A1 / }));
  await screen.findByText(/已换到/);
  await bar.desk.run(moveParty, { visitId, seatId: second });
  pressUndo();
  await screen.findByText('同事刚改过 李建国，同事的修改已保留');
  expect(await visitOf(bar, visitId)).toMatchObject({ seatId: second });
});

/** The floor is drawn anew once the returned function is called: a slow machine. */
function holdFloor({ db: { menuItem } }: TestDesk): () => void {
  let release = () => {};
  const held = new Dexie.Promise<void>((resolve) => (release = resolve));
  const read = menuItem.toArray.bind(menuItem) as () => ReturnType<typeof menuItem.toArray>;
  Object.assign(menuItem, { toArray: () => held.then(read) });
  return release;
}

function Address() {
  return <output>{useLocation().search}</output>;
}

test('keys for who was just checked in, and is not drawn yet, are for nobody else on the floor', async () => {
  const bar = await createTestDesk();
  const otherId = await checkInParty(bar, '李建国', 9);
  const screens = (
    <>
      <ReceptionPage />
      <Address />
    </>
  );
  const { user } = renderOnDesk(bar, screens);
  await screen.findByRole('article', { name: '李建国' });
  const release = holdFloor(bar);
  await user.keyboard('{Alt>}g{/Alt}');
  await screen.findByRole('form', { name: '匿名来宾到店' });
  await user.keyboard('{Control>}{Enter}{/Control}');
  const field = await screen.findByRole('combobox', { name: '查找来宾' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  // This router takes its time with the address, which the application's does not.
  await screen.findByText(/^\?visit=/);
  await user.keyboard('{Escape}x');
  await aWhile();
  expect((await visitOf(bar, otherId))?.leftAt).toBeNull();
  expect(screen.queryByRole('article', { name: '来宾' })).toBeNull();
  release();
  const card = await screen.findByRole('button', { name: /^来宾/, pressed: true });
  await waitFor(() => expect(document.activeElement).toBe(card));
  await user.keyboard('x');
  await waitFor(() => expect(screen.queryByRole('article', { name: '来宾' })).toBeNull());
  expect((await visitOf(bar, otherId))?.leftAt).toBeNull();
});
