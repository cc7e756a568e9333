import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { businessDayOf } from '../../shared/rules/business-day.ts';
import { wallTime } from '../../shared/rules/time-zone.ts';
import { Frame } from '../../renderer/app/frame.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const panel = () => screen.findByRole('complementary', { name: '来宾详情' });

test('a party is refilled, moved, edited and seen off by single keys', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await panel()).findByRole('heading', { name: /李建国/ });
  (document.activeElement as HTMLElement | null)?.blur();

  await user.keyboard('r');
  await waitFor(async () => expect(await bar.db.serving.count()).toBe(2));
  await user.keyboard('m');
  await user.click(await screen.findByRole('button', { name: /A2/ }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.seatId).not.toBeNull());

  await user.keyboard('e');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '等贷款');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.note).toBe('等贷款'));
  // On the disk before the form goes, which has the keys until then.
  await waitFor(() => expect(screen.queryByRole('textbox', { name: '备注' })).toBeNull());
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('x');
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.leftAt).not.toBeNull());
  // The edit before has a way back, too.
  await screen.findByText('李建国 已离店');
  await user.click(await screen.findByRole('button', { name: /Ctrl Z/ }));
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.leftAt).toBeNull());
});

test('an edit sends what was changed in the form, not what another desk changed meanwhile', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('e');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '等贷款');
  await bar.db.visit.update(visitId, { partySize: 5 });
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(async () => expect((await bar.db.visit.get(visitId))?.note).toBe('等贷款'));
  expect((await bar.db.visit.get(visitId))?.partySize).toBe(5);
});

test('the time a car is ready is one of the site’s clock, whatever the device is set to', async () => {
  const bar = await createTestDesk();
  await bar.db.siteSettings.toCollection().modify({ timeZone: 'Pacific/Kiritimati' });
  const visitId = await checkInParty(bar, '李建国');
  // Of that zone's today, which is not always Shanghai's.
  const businessDay = businessDayOf(Date.now(), 'Pacific/Kiritimati', '04:00');
  const arrivedAt = Date.parse('2026-11-24T09:00:00+14:00');
  await bar.db.visit.update(visitId, { arrivedAt, businessDay });
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await within(await panel()).findAllByText(/09:00/);
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('e');
  fireEvent.change(await screen.findByLabelText('预计交车时间'), { target: { value: '11:30' } });
  await user.click(screen.getByRole('button', { name: /^保存/ }));
  await waitFor(async () => {
    const ready = (await bar.db.visit.get(visitId))?.expectedReadyAt ?? 0;
    expect(wallTime(ready, 'Pacific/Kiritimati')).toBe('11:30');
    expect(Math.abs(ready - Date.now())).toBeLessThanOrEqual(12 * 60 * 60_000);
  });
  await within(await screen.findByRole('article', { name: '李建国' })).findByText(/11:30/);
});

test('under an open dialog no key reaches the party', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const screens = (
    <>
      <Frame />
      <ReceptionPage />
    </>
  );
  const { user } = renderOnDesk(bar, screens, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('?');
  await screen.findByRole('dialog');
  await user.keyboard('x');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect((await bar.db.visit.get(visitId))?.leftAt).toBeNull();
});

test('a key held down serves one drink', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国', 1);
  const { user } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('{r>5/}');
  await screen.findByText('已给 李建国 上 绿茶 ×2');
  expect(await bar.db.serving.count()).toBe(2);
});

test('the ring says in words when a refill is due', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, '李建国');
  const longAgo = Date.now() - 25 * 60_000;
  await bar.db.serving.toCollection().modify({ servedAt: longAgo });
  await bar.db.visit.update(visitId, { arrivedAt: longAgo });
  renderOnDesk(bar, <ReceptionPage />);
  const card = await screen.findByRole('article', { name: '李建国' });
  await within(card).findByRole('img', { name: '25 分钟前上，该续杯了' });
  await screen.findByText('1 组待续杯');
});

test('the language changes live, and the screen keeps its place', async () => {
  const bar = await createTestDesk();
  const visitId = await checkInParty(bar, uuidv7());
  const { speak } = renderOnDesk(bar, <ReceptionPage />, `/?visit=${visitId}`);
  await panel();
  await speak('en');
  await screen.findByRole('complementary', { name: 'Chosen party' });
  await screen.findByRole('button', { name: /See off/ });
});
