/** What a guest likes and must not have, at the reception and on the record: recorded, changed, withdrawn, taken back, under a colleague's hands. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, test } from 'vitest';
import { seeOff } from '../../shared/commands/party.ts';
import { changePreference, withdrawPreference } from '../../shared/commands/preference.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { CustomerPage } from '../../renderer/features/customers/customer-page.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const save = '{Control>}{Enter}{/Control}';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

interface Said {
  readonly kind: 'beverage' | 'leisure' | 'avoid';
  readonly detail: string;
}

async function addSaid({ db }: TestDesk, guestCardId: string, ...all: readonly Said[]): Promise<string[]> {
  const rows = all.map((said) => ({
    ...{ id: uuidv7(), rowVersion: 1, guestCardId, menuItemId: null, ...said },
    ...{ note: null, recordedBy: null, recordedAt: 1 },
  }));
  await db.preference.bulkPut(rows);
  return rows.map(({ id }) => id);
}

/** A guest in the house, whose panel is open and whose keys are alive. */
async function openGuest(...said: readonly Said[]) {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '李建国' });
  const visitId = await checkInParty(bar, '李建国');
  await bar.db.visit
    .where('id')
    .equals(visitId)
    .modify((visit) => void (visit.guestCardId = guest.id));
  const ids = await addSaid(bar, guest.id, ...said);
  const view = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await screen.findByRole('link', { name: /^客户资料/ });
  (document.activeElement as HTMLElement | null)?.blur();
  return { ...view, bar, guest, visitId, ids };
}

const card = () => within(screen.getByRole('article', { name: '李建国' }));
const recorded = () => screen.findByRole('list', { name: '已登记的喜好' });
const newForm = async () => within(await screen.findByRole('form', { name: '登记一条' }));
const heldIn = ({ db }: TestDesk) => db.preference.toArray();

test('an allergy is recorded by keys alone and stands in words on the panel and the card; one key takes it back', async () => {
  const { user, bar } = await openGuest();
  await user.keyboard('p');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('类别')));
  await user.selectOptions(screen.getByLabelText('类别'), 'avoid');
  await user.keyboard('{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: '饮品' }));
  await user.keyboard('{Enter}');
  expect(document.activeElement?.textContent).toBe('咖啡');
  // The words are one place for Tab; backwards it comes round to the last.
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft} ');
  expect(document.activeElement?.textContent).toBe('花生过敏');
  await user.keyboard(save);
  await card().findByText('花生过敏');
  await within(await recorded()).findByText('花生过敏');
  await within(await recorded()).findByText(/登记$/);
  expect(await heldIn(bar)).toMatchObject([{ kind: 'avoid', detail: '花生过敏', menuItemId: null }]);
  // The next one can be recorded at once, and the key for the way back is heard all the same.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('类别')));
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(card().queryByText('花生过敏')).toBeNull());
  expect(await heldIn(bar)).toMatchObject([{ detail: null }]);
});

test('Escape keeps what was typed, of a new one and of a change; the button drops it', async () => {
  const { user } = await openGuest({ kind: 'beverage', detail: '少糖' });
  await user.keyboard('p');
  await user.type((await newForm()).getByLabelText('其他做法'), '杯子要大');
  await user.click(await screen.findByRole('button', { name: '修改 少糖' }));
  const change = within(await screen.findByRole('form', { name: '修改这一条' }));
  expect(change.getByRole('button', { name: '少糖' }).getAttribute('aria-pressed')).toBe('true');
  await user.type(change.getByLabelText('其他做法'), '不要搅拌{Escape}');
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  await user.keyboard('p');
  const again = within(await screen.findByRole('form', { name: '修改这一条' }));
  expect(again.getByLabelText<HTMLInputElement>('其他做法').value).toBe('不要搅拌');
  await user.click(again.getByRole('button', { name: '取消' }));
  expect((await newForm()).getByLabelText<HTMLInputElement>('其他做法').value).toBe('杯子要大');
  await user.click((await newForm()).getByRole('button', { name: '取消' }));
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('p');
  expect((await newForm()).getByLabelText<HTMLInputElement>('其他做法').value).toBe('');
});

test('what is typed stays while a colleague sees the party off, and is saved', async () => {
  const { user, bar, visitId } = await openGuest();
  await user.keyboard('p');
  await user.type((await newForm()).getByLabelText('其他做法'), '大杯');
  await bar.desk.run(seeOff, { visitId });
  await waitFor(() => expect(screen.queryByRole('article', { name: '李建国' })).toBeNull());
  await user.keyboard(save);
  await waitFor(async () => expect(await heldIn(bar)).toMatchObject([{ detail: '大杯' }]));
});

test('words are kept in one spelling, and each desk reads them in its language', async () => {
  const { user, bar, speak } = await openGuest();
  await speak('en');
  await user.keyboard('p');
  const form = within(await screen.findByRole('form', { name: 'New preference' }));
  await user.click(form.getByRole('button', { name: 'warm' }));
  // A cup is of one temperature.
  await user.click(form.getByRole('button', { name: 'no ice' }));
  await user.type(form.getByLabelText('In other words'), 'less sugar, big cup');
  await user.keyboard(save);
  await waitFor(async () => expect(await heldIn(bar)).toMatchObject([{ detail: '去冰、少糖、big cup' }]));
  await screen.findByText('no ice, less sugar, big cup');
  await speak('zh-CN');
  await within(await recorded()).findByText('去冰、少糖、big cup');
});

test('the same is not recorded twice, nothing not at all, and a key pressed over and over saves once', async () => {
  const { user, bar } = await openGuest({ kind: 'leisure', detail: '看报纸' });
  await user.keyboard('p');
  const form = await newForm();
  await user.keyboard(save);
  await form.findByText('请选择饮品或常用词，或写明来宾说了什么。');
  await user.selectOptions(form.getByLabelText('类别'), 'leisure');
  await user.type(form.getByLabelText('其他休闲'), '报纸');
  await user.keyboard(save);
  await form.findByText('已经登记过，不必再记。');
  await user.type(form.getByLabelText('其他休闲'), '、靠窗');
  const typed = screen.getByRole('form', { name: '登记一条' });
  const isDrawnAnew = () => screen.queryByRole('form', { name: '登记一条' }) !== typed;
  for (let times = 0; times < 500 && !isDrawnAnew(); times += 1) {
    fireEvent.keyDown(typed, { key: 'Enter', ctrlKey: true });
    await Promise.resolve();
    if (times % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  await waitFor(() => expect(isDrawnAnew()).toBe(true));
  expect(await bar.db.preference.count()).toBe(2);
});

test('a colleague’s change under the open form is told, counts as unseen, and outlives the undo of mine', async () => {
  const { user, bar, ids } = await openGuest({ kind: 'beverage', detail: '少糖' });
  const preferenceId = ids[0] ?? '';
  await user.keyboard('p');
  await user.click(await screen.findByRole('button', { name: '修改 少糖' }));
  const form = within(await screen.findByRole('form', { name: '修改这一条' }));
  await user.click(form.getByRole('button', { name: '加奶' }));
  await bar.db.preference.update(preferenceId, { detail: '无糖', rowVersion: 7 });
  await form.findByText('同事已改为“无糖”，保存后以您填写的为准。');
  await user.keyboard(save);
  await within(await recorded()).findByText('少糖、加奶');
  const sent = (await bar.db.outbox.toArray()).find(({ name }) => name === 'changePreference');
  expect(sent?.patches).toMatchObject([{ base: 1 }]);
  const colleague = { preferenceId, kind: 'beverage', menuItemId: null, detail: '常温' } as const;
  await bar.desk.run(changePreference, colleague);
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await screen.findByText('同事刚改过 李建国 的喜好，同事的修改已保留');
  expect(await heldIn(bar)).toMatchObject([{ detail: '常温' }]);
});

test('withdrawn and taken back, it says who recorded it as before; withdrawn by a colleague it can be said again', async () => {
  const { user, bar, ids } = await openGuest({ kind: 'avoid', detail: '花生过敏' });
  await user.keyboard('p');
  await user.click(await screen.findByRole('button', { name: '撤回 花生过敏' }));
  await waitFor(() => expect(card().queryByText('花生过敏')).toBeNull());
  // The button went with it, and the focus is in the form.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('类别')));
  await user.keyboard('{Control>}z{/Control}');
  await card().findByText('花生过敏');
  expect(await heldIn(bar)).toMatchObject([{ detail: '花生过敏', recordedAt: 1, recordedBy: null }]);
  expect(screen.queryByText(/同事刚改过/)).toBeNull();
  await user.click(await screen.findByRole('button', { name: '修改 花生过敏' }));
  await bar.desk.run(withdrawPreference, { preferenceId: ids[0] ?? '' });
  await screen.findByText('同事已撤回这一条，保存后会重新登记。');
  await user.click(screen.getByRole('button', { name: '坚果过敏' }));
  await user.keyboard(save);
  await card().findByText('花生过敏、坚果过敏');
});

test('an allergy stands in red words wherever the drink is chosen: card, panel, picker, check-in', async () => {
  const { user, bar, guest, visitId } = await openGuest({ kind: 'avoid', detail: '牛奶过敏、咖啡' });
  const words = '牛奶过敏 · 忌 咖啡';
  await card().findByText(words);
  await user.keyboard('s');
  const latte = await screen.findByRole('button', { name: /^拿铁/ });
  expect((await within(latte).findByText(words)).dataset['tone']).toBe('bad');
  const panel = within(screen.getByRole('complementary', { name: '来宾详情' }));
  expect((await panel.findAllByText(words))[0]?.dataset['tone']).toBe('bad');
  await bar.db.visit
    .where('id')
    .equals(visitId)
    .modify((visit) => void (visit.guestCardId = null));
  bar.answerSearch(guest);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), 'ljg{Enter}');
  const form = within(await screen.findByRole('form', { name: '登记到店' }));
  expect((await form.findByText(words)).dataset['tone']).toBe('bad');
  const latteOption = await form.findByRole('option', { name: `拿铁（${words}）` });
  await user.selectOptions(form.getByRole('combobox', { name: '饮品' }), latteOption);
  await form.findByText(`${words}：不宜上 拿铁，请先问过来宾。`);
});

describe('on the customer’s record', () => {
  async function openRecord(roles: readonly Role[], ...said: readonly Said[]) {
    const office = await createTestDesk('office');
    const { person } = office.desk.state.getState();
    if (person) office.desk.state.setState({ person: { ...person, roles } });
    const guest = await addGuest(office.db, { name: '李建国', customerId: null });
    await addSaid(office, guest.id, ...said);
    const page = (
      <Routes>
        <Route path="/customers/:guestCardId" element={<CustomerPage />} />
      </Routes>
    );
    const view = renderOnDesk(office, page, `/customers/${guest.id}`);
    await screen.findByRole('heading', { level: 1, name: '李建国' });
    return { ...view, office };
  }

  test('one is recorded by key, and withdrawn; what was withdrawn is no line there', async () => {
    const { user, office } = await openRecord(['supervisor'], { kind: 'leisure', detail: '看报纸' });
    await user.keyboard('p');
    await user.click((await newForm()).getByRole('button', { name: '常温' }));
    await user.keyboard(save);
    await within(await recorded()).findByText('常温');
    await user.click(screen.getByRole('button', { name: '撤回 看报纸' }));
    await waitFor(async () => expect(await office.db.outbox.count()).toBe(2));
    await user.keyboard('{Escape}');
    const panel = within(await screen.findByRole('region', { name: '喜好' }));
    await panel.findByRole('button', { name: /^登记与修改/ });
    await waitFor(() => expect(panel.getAllByRole('listitem')).toHaveLength(1));
    expect(panel.getByRole('listitem').textContent).toContain('常温');
  });

  test('who may not use the reception reads them, and no key records one', async () => {
    const { user } = await openRecord(['department'], { kind: 'avoid', detail: '花生过敏' });
    await within(await recorded()).findByText('花生过敏');
    await user.keyboard('p');
    expect(screen.queryByRole('button', { name: /^登记与修改/ })).toBeNull();
    expect(screen.queryByRole('form')).toBeNull();
  });
});
