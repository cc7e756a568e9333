/** What an attendant's fingers and eyes rely on: keys of a closed card, keys of drinks, seats by name, what was said before. */
import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

afterEach(dismissNotice);

const panel = () => screen.findByRole('complementary', { name: '来宾详情' });
const field = () => screen.findByRole('combobox', { name: '查找来宾' });
const focusedCard = () => document.activeElement?.closest('article')?.getAttribute('aria-label');

async function openCheckIn(bar: TestDesk, note: string | null = null) {
  const guest = await addGuest(bar.db, { name: '陈芳', note });
  bar.answerSearch(guest);
  const view = renderOnDesk(bar, <ReceptionPage />);
  return { ...view, guest };
}

async function likes(
  { db }: TestDesk,
  guestCardId: string,
  detail: string,
  menuItemId: string | null = null,
) {
  await db.preference.put({
    ...{ id: uuidv7(), rowVersion: 1, guestCardId, kind: 'beverage', menuItemId, detail },
    ...{ note: null, recordedBy: null, recordedAt: 1 },
  });
}

test('after Escape the card with the ring hears its keys, and the first arrow leads to the next', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 9);
  await checkInParty(bar, '王芳', 5);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(focusedCard()).toBe('李建国'));
  await user.keyboard('m');
  await screen.findByRole('heading', { name: '换到' });
  await user.keyboard('{Escape}{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary', { name: '来宾详情' })).toBeNull());
  await user.keyboard('r');
  await screen.findByText('已给 李建国 上 绿茶 ×2');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(focusedCard()).toBe('李建国'));
  await user.keyboard('{ArrowRight}');
  await waitFor(() => expect(focusedCard()).toBe('王芳'));
});

test('what was said before stands in the row and the form, and comes before the habit; the picker begins with it', async () => {
  const bar = await createTestDesk();
  const { user, guest } = await openCheckIn(bar, '怕吵');
  const oolong = (await bar.db.menuItem.toArray()).find(({ name }) => name === '铁观音');
  await likes(bar, guest.id, '无糖、温热', oolong?.id);
  await user.type(await field(), 'cf');
  await within(await screen.findByRole('option', { name: /陈芳/ })).findByText(/铁观音 无糖、温热/);
  await user.keyboard('{Enter}');
  const form = within(await screen.findByRole('form', { name: '登记到店' }));
  await form.findByText(/铁观音/, { selector: 'span' });
  form.getByText(/怕吵/);
  const drink = form.getByRole<HTMLSelectElement>('combobox', { name: '饮品' });
  await waitFor(() => expect(drink.value).toBe(oolong?.id));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await within(await panel()).findByText(/无糖/);
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('s');
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^铁观音/));
  within(await panel()).getByText(/无糖/);
});

test('a seat that does not exist is said, and no other one taken, at the check-in and in the picker', async () => {
  const bar = await createTestDesk();
  const { user } = await openCheckIn(bar);
  await user.type(await field(), 'cf{Enter}');
  const seat = await screen.findByRole<HTMLSelectElement>('combobox', { name: '座位' });
  seat.focus();
  await user.keyboard('a9');
  await screen.findByText('没有座位“A9”。');
  expect(seat.selectedOptions[0]?.textContent).toBe('未入座');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await user.keyboard('a2');
  expect(seat.selectedOptions[0]?.textContent).toBe('A2');
  expect(screen.queryByText(/^没有座位/)).toBeNull();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('m');
  await screen.findByRole('heading', { name: '换到' });
  await user.keyboard('a9{Enter}');
  await screen.findByText('没有座位“A9”。');
  screen.getByRole('heading', { name: '换到' });
});

test('more guests than a seat takes are told before they sit there', async () => {
  const bar = await createTestDesk();
  await bar.db.seat.toCollection().modify({ capacity: 4 });
  const { user } = await openCheckIn(bar);
  await user.type(await field(), 'cf{Enter}');
  const people = await screen.findByLabelText<HTMLInputElement>('人数');
  await user.clear(people);
  await user.type(people, '12');
  (await screen.findByRole('combobox', { name: '座位' })).focus();
  await user.keyboard('a2');
  await screen.findByText('A2 可坐 4 人，这样共 12 人。');
});

test('a drink keeps its key whatever has run out; the key of what ran out offers another', async () => {
  const bar = await createTestDesk();
  const menu = await bar.db.menuItem.orderBy('id').toArray();
  const [first, second] = menu.toSorted((a, b) => a.position - b.position);
  await bar.db.menuItem.update(first?.id ?? '', { available: false });
  const visitId = await checkInParty(bar, '李建国', null);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('s');
  await screen.findByRole('heading', { name: '上什么饮品' });
  await user.keyboard('1');
  await screen.findByRole('button', { name: /^改上 / });
  expect(await bar.db.serving.count()).toBe(0);
  await user.keyboard('2');
  await waitFor(async () => expect((await bar.db.serving.toArray())[0]?.menuItemId).toBe(second?.id));
});

test('rows far down tell of an allergy too', async () => {
  const bar = await createTestDesk();
  const guests = await Promise.all(
    Array.from({ length: 12 }, (_, at) => addGuest(bar.db, { name: `王${at}` })),
  );
  await bar.db.preference.put({
    ...{ id: uuidv7(), rowVersion: 1, guestCardId: guests[11]?.id ?? '', kind: 'avoid', menuItemId: null },
    ...{ detail: '花生过敏', note: null, recordedBy: null, recordedAt: 1 },
  });
  bar.answerSearch(...guests);
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await user.type(await field(), 'w');
  await within(await screen.findByRole('option', { name: /王11/ })).findByText('花生过敏');
});
