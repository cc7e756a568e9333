import { screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { SiteSettingsPanel } from '../../renderer/app/site-settings-panel.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import type { LocalRow } from '../../renderer/data/database.ts';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { takeBack } from '../support/take-back.ts';

const wang = uuidv7();

/** An edit of this desk that 王芳 at the callback desk overruled a minute ago. */
async function overrule(
  { db, desk }: TestDesk,
  about: Partial<LocalRow<'conflict'>> & Pick<LocalRow<'conflict'>, 'entity' | 'rowId' | 'field'>,
): Promise<string> {
  const { person, device } = desk.state.getState();
  const staff = [
    { id: wang, username: 'w', name: '王芳', roles: ['agent'] },
    { id: person?.id ?? '', username: 'c', name: '陈静', roles: person?.roles ?? [] },
  ];
  for (const one of staff) await db.table('staff').put({ ...one, rowVersion: 1, active: true });
  const conflict: LocalRow<'conflict'> = {
    ...{ id: uuidv7(), rowVersion: 9, kept: '普洱', lost: '龙井' },
    ...{ keptDevice: uuidv7(), keptAt: Date.now() - 60_000, keptActor: wang, keptStation: 'callback' },
    ...{ lostDevice: device?.deviceId ?? null, lostAt: Date.now() - 120_000 },
    ...{ lostActor: person?.id ?? null, lostStation: 'bar' },
    ...about,
  };
  await db.conflict.put(conflict);
  return conflict.id;
}

const history = () => screen.findByRole('region', { name: '修改冲突' });

/** As it came from the server: `checkInParty` leaves it waiting. */
async function partyWith(bar: TestDesk, set: Partial<LocalRow<'visit'>>): Promise<string> {
  const visitId = await checkInParty(bar, '李建国');
  await bar.db.visit.update(visitId, { rowVersion: 5, ...set });
  await bar.db.outbox.clear();
  await bar.db.base.clear();
  return visitId;
}

test('[R4] a party says what lost, who overruled it, and restores it by one click, with a way back', async () => {
  const bar = await createTestDesk();
  const visitId = await partyWith(bar, { note: '普洱' });
  await overrule(bar, { entity: 'visit', rowId: visitId, field: 'note' });
  const { user, speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await history()).findByText(/吧台 陈静：“龙井” → \d\d:\d\d 回访 王芳：“普洱”，保留后者/);
  await within(await history()).findByText('您的修改被回访 王芳取代');
  await within(await screen.findByRole('article', { name: '李建国' })).findByText('修改被取代');

  await user.click(await within(await history()).findByRole('button', { name: '恢复“龙井”' }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.note).toBe('龙井'));
  await within(await history()).findByText('已恢复');
  await waitFor(() => expect(screen.queryByText('修改被取代')).toBeNull());
  expect(await bar.db.outbox.toArray()).toMatchObject([
    { name: 'restoreConflict', patches: [{ op: 'update', base: 5, set: { note: '龙井' } }] },
  ]);
  await user.click(await screen.findByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.note).toBe('普洱'));
  await speak('en');
  await screen.findByText('Your edit was overruled by Callbacks 王芳');
});

test('[R4] a guest’s preference says drinks, not ids, and only what differs of the group', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三' });
  const visitId = await partyWith(bar, { guestCardId: guest.id });
  const [first, second] = await bar.db.menuItem.toArray();
  const choice = { kind: 'beverage', menuItemId: second?.id ?? null, detail: '热' } as const;
  const preferenceId = uuidv7();
  const about = { guestCardId: guest.id, note: null, recordedBy: null, recordedAt: null };
  await bar.db.preference.put({ id: preferenceId, rowVersion: 2, ...choice, ...about });
  const lost = { ...choice, menuItemId: first?.id ?? null };
  await overrule(bar, { entity: 'preference', rowId: preferenceId, field: 'choice', kept: choice, lost });
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await history()).findByText(new RegExp(`：“${first?.name}” → .*：“${second?.name}”，保留`));
  await within(await screen.findByRole('article', { name: '李建国' })).findByText('修改被取代');
  await user.click(await within(await history()).findByRole('button', { name: /^恢复/ }));
  await waitFor(async () => expect(await bar.db.preference.get(preferenceId)).toMatchObject(lost));
});

test('[R4] what one took note of is told no more, and stays with its record', async () => {
  const bar = await createTestDesk();
  const visitId = await partyWith(bar, { note: '普洱' });
  await overrule(bar, { entity: 'visit', rowId: visitId, field: 'note' });
  const screens = (
    <>
      <StatusLine />
      <ReceptionPage />
    </>
  );
  const { user } = renderOnDesk(bar, screens, `/?visit=${visitId}`);
  await screen.findByText('1 处修改被取代');
  await user.click(await within(await history()).findByRole('button', { name: '知道了' }));
  await waitFor(() => expect(screen.queryByText(/修改被取代/)).toBeNull());
  await within(await history()).findByRole('button', { name: '恢复“龙井”' });
});

test('[R4] what happened between two others is shown with its record, and told to nobody here', async () => {
  const bar = await createTestDesk();
  const visitId = await partyWith(bar, { note: '绿茶' });
  await overrule(bar, {
    entity: 'visit',
    rowId: visitId,
    field: 'note',
    lostDevice: uuidv7(),
    lostActor: wang,
  });
  const screens = (
    <>
      <StatusLine />
      <ReceptionPage />
    </>
  );
  renderOnDesk(bar, screens, `/?visit=${visitId}`);
  await within(await history()).findByText('现为“绿茶”');
  expect(screen.queryByText(/修改被取代|您的修改被/)).toBeNull();
});

test('[R4] site settings show their conflicts; who may not change them is offered no way to', async () => {
  const bar = await createTestDesk();
  const [settings] = await bar.db.siteSettings.toArray();
  if (!settings) throw new Error('no settings');
  const of = { entity: 'siteSettings', rowId: settings.id, field: 'refillMinutes' };
  await overrule(bar, { ...of, kept: settings.refillMinutes, lost: 45 });
  const { close } = renderOnDesk(bar, <SiteSettingsPanel settings={settings} />);
  await within(await history()).findByText(/：“45 分钟” → /);
  expect(within(await history()).queryByRole('button', { name: /恢复/ })).toBeNull();
  close();
  const { person } = bar.desk.state.getState();
  await bar.db.staff.update(person?.id ?? '', { roles: ['supervisor'] });
  await waitFor(() => expect(bar.desk.state.getState().person?.roles).toEqual(['supervisor']));
  const { user } = renderOnDesk(bar, <SiteSettingsPanel settings={settings} />);
  await user.click(await within(await history()).findByRole('button', { name: '恢复“45 分钟”' }));
  await waitFor(async () => expect((await bar.db.siteSettings.get(settings.id))?.refillMinutes).toBe(45));
});

test('[R4] every conflict of late is found on the status page, with the record it belongs to', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三', note: '普洱' });
  await overrule(bar, { entity: 'guestCard', rowId: guest.id, field: 'note' });
  const old = Date.now() - 40 * 86_400_000;
  await overrule(bar, { entity: 'guestCard', rowId: guest.id, field: 'name', keptAt: old });
  renderOnDesk(bar, <StatusPage />);
  const list = await screen.findByRole('region', { name: '最近的修改冲突 1' });
  await within(list).findByText('客户卡 张三 · 备注');
});

test('[R4] who may say which drinks there are restores that too; an undo leaves what a colleague said since', async () => {
  const bar = await createTestDesk();
  const [drink] = await bar.db.menuItem.toArray();
  if (!drink) throw new Error('no drink');
  await bar.db.menuItem.update(drink.id, { available: true });
  const of = { entity: 'menuItem', rowId: drink.id };
  await overrule(bar, { ...of, field: 'available', kept: true, lost: false });
  await overrule(bar, { ...of, field: 'name', kept: drink.name, lost: '旧名' });
  const { user } = renderOnDesk(bar, <StatusPage />);
  const list = await screen.findByRole('region', { name: '最近的修改冲突 2' });
  const available = async () => (await bar.db.menuItem.get(drink.id))?.available;
  const restore = await within(list).findByRole('button', { name: /^恢复/ });
  expect(within(list).queryByRole('button', { name: '恢复“旧名”' })).toBeNull();
  await user.click(restore);
  await waitFor(async () => expect(await available()).toBe(false));
  await bar.db.menuItem.update(drink.id, { available: null });
  await takeBack();
  await screen.findByText(/同事刚改过.*，同事的修改已保留/);
  expect(await available()).toBeNull();
});
