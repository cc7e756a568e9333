/**
 * A whole day without a server, by one pair of hands: the opening, a party nobody saw off the day before, thirty
 * arrivals and what is done with them, the closing; then the server again, and the same day on a second desk.
 */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDayOf } from '../../shared/rules/business-day.ts';
import { addDays } from '../../shared/rules/register/period.ts';
import { standingServings } from '../../shared/rules/refill.ts';
import type { DeskOptions, OpenDesk } from './chromium.ts';
import { arrivals, closingChecks, leftover, openingChecks } from './day-script.ts';
import { registerRow, registerSays } from './day-screen.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite, type HeldRow } from './desks.ts';
import { enrolDevice } from './http-device.ts';
import { v7 as uuidv7 } from 'uuid';
import { openPlace, whenKept } from './opened-desk.ts';
import { playDay, type DayBook, type Hands } from './play-day.ts';
import { whenReady } from './reception-keys.ts';
import { startServer } from './server-process.ts';
import { whenEqual } from './when-equal.ts';

const [timeZone, dayCutOff] = ['Asia/Shanghai', '04:00'];

/** @param handsOf the hands that play the day on a page */
export function wholeDay<Own extends Hands>(
  handsOf: (page: Page) => Own,
  options: DeskOptions = {},
): { readonly hands: () => Own } {
  let site: DemoSite;
  let bar: OpenDesk;
  let office: OpenDesk;
  let hands: Own;
  /** Of the day so far, as the bar has to show it in the end. */
  let expected: DayBook;
  const yesterday = addDays(businessDayOf(Date.now(), timeZone, dayCutOff), -1);

  beforeAll(async () => {
    site = await openDemoSite();
    await leaveBehind(site.server.url, yesterday);
    bar = await site.enter({ name: '吧台 1' }, options);
    office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
    for (const { page } of [bar, office]) {
      await whenSynchronised(page);
      await whenKept(page);
    }
    await site.server.end('SIGTERM');
    await bar.page.reload();
    await bar.page.getByRole('contentinfo').getByText(/^离线/).waitFor();
    await whenReady(bar.page);
    hands = handsOf(bar.page);
  });
  afterAll(() => site.close());

  test('the bar opens without a server: every opening check is ticked', async () => {
    const { page } = bar;
    await hands.tick(openingChecks);
    expect(await standingChecks(page)).toHaveLength(openingChecks.length);
    expected = await heldDay(page, addDays(yesterday, 1));
  });

  test('whoever was left in the house over night left when they left, and counts as yesterday’s', async () => {
    const { page } = bar;
    await hands.closeLeftover(leftover.name, leftover.left);
    const [visit] = (await heldRows(page, 'visit')).filter((row) => row['partyName'] === leftover.name);
    expect(visit).toMatchObject({ businessDay: yesterday, leftAt: at(yesterday, leftover.left) });
  });

  test('thirty arrivals, one taken back, and what is done with them', async () => {
    const brought = await playDay(hands);
    expect(brought.visits).toBe(30);
    expect(brought.people).toBeGreaterThan(brought.visits);
    expected = {
      visits: expected.visits + brought.visits,
      people: expected.people + brought.people,
      cups: expected.cups + brought.cups,
    };
  });

  test('everybody is seen off and the closing checks are ticked: the register says what was done', async () => {
    const { page } = bar;
    await hands.seeOffAll();
    await hands.tick(closingChecks);
    expect(await standingChecks(page)).toHaveLength(openingChecks.length + closingChecks.length);
    await hands.openRegister();
    await expect.poll(() => registerSays(page)).toEqual(expected);
    expect(await heldDay(page, addDays(yesterday, 1))).toEqual(expected);
    await hands.earlierDay();
    await registerRow(page, leftover.name).waitFor();
    await hands.laterDay();
    await registerRow(page, leftover.name).waitFor({ state: 'detached' });
  });

  test('the server is back: the second desk has the same day, row by row and in its register', async () => {
    const untouched = await heldDay(office.page, addDays(yesterday, 1));
    expect(untouched.visits).toBe(expected.visits - arrivals.filter(({ isWrong }) => !isWrong).length);
    const { port, dataDir } = site.server;
    site.server = await startServer({ demo: true, port, dataDir });
    await whenEqual(bar.page, office.page);
    for (const { page } of [bar, office]) await page.getByRole('contentinfo').getByText('待处理 0').waitFor();
    const { page } = office;
    await openPlace(page, '/register');
    await expect.poll(() => registerSays(page)).toEqual(expected);
    await registerRow(page, '看新车的同事们').waitFor();
    expect([...bar.errors, ...office.errors]).toEqual([]);
  });

  return { hands: () => hands };
}

const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+08:00`);

/** Yesterday another desk of the bar checked a party in, served it, and forgot it. */
async function leaveBehind(url: string, day: string): Promise<void> {
  const device = await enrolDevice(url);
  const rows = [...(await device.pullAll()).values()];
  const idOf = (entity: string, name: string) =>
    rows.find((row) => row.entity === entity && 'data' in row && row.data['name'] === name)?.id ?? null;
  const attendant = idOf('staff', '刘晓燕');
  const visitId = uuidv7();
  const arrivedAt = at(day, leftover.arrived);
  const visit = {
    ...{ partyName: leftover.name, partySize: leftover.people, children: null, purpose: 'showroom' },
    ...{ guestCardId: null, seatId: null, arrivedAt, businessDay: day, receivedBy: attendant, leftAt: null },
    ...{ joinedVisitId: null, away: [], expectedReadyAt: null, workshopNote: null, note: null },
    cancelledAt: null,
  };
  const serving = {
    ...{ visitId, menuItemId: idOf('menuItem', '绿茶'), quantity: leftover.people, corrects: null },
    ...{ servedAt: arrivedAt + 180_000, businessDay: day, servedBy: attendant },
  };
  for (const [entity, id, set] of [
    ['visit', visitId, visit],
    ['serving', uuidv7(), serving],
  ] as const)
    Object.assign(device.write({ entity, id, op: 'create', base: 0, set }), { actor: attendant });
  await device.drain();
  expect([...device.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
}

const standingChecks = async (page: Page): Promise<HeldRow[]> =>
  (await heldRows(page, 'barCheck')).filter(
    ({ id, corrects }, _, all) => corrects === null && !all.some((other) => other['corrects'] === id),
  );

type Serving = Parameters<typeof standingServings>[0][number] & {
  readonly visitId: string;
  readonly quantity: number;
};

/** What the rows of the desk make of a day. */
async function heldDay(page: Page, day: string): Promise<DayBook> {
  const visits = (await heldRows(page, 'visit')).filter(
    (row) => row['businessDay'] === day && row['cancelledAt'] === null,
  );
  const ids = new Set(visits.map(({ id }) => id));
  const servings = (await heldRows(page, 'serving')) as unknown as Serving[];
  const cups = standingServings(servings).filter(({ visitId }) => ids.has(visitId));
  return {
    visits: visits.length,
    people: visits.reduce((sum, row) => sum + Number(row['partySize'] ?? 1), 0),
    cups: cups.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}
