import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completeFields } from '../../../shared/sync/wire/complete-fields.ts';
import { entityByName, type EntityName } from '../../../shared/entities/registry.ts';
import { addDays, neighbour, periodOf, rangeOf } from '../../../shared/rules/register/period.ts';
import { createDeskDatabase, type DeskDatabase } from '../../data/database.ts';
import { readRegister } from './read-register.ts';
import type { Filters, RegisterAsk } from './register-ask.ts';

const today = '2026-11-26';
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+08:00`);
const anyone: Filters = { purpose: null, receivedBy: null, guestKind: null, text: '', isUndone: false };

let db: DeskDatabase;
beforeEach(() => {
  db = createDeskDatabase(`register-${uuidv7()}`);
});
afterEach(() => db.close());

async function put(entity: EntityName, set: object): Promise<string> {
  const id = uuidv7();
  const fields = completeFields(entityByName(entity), set as Record<string, unknown>);
  await db.table(entity).put({ id, rowVersion: 1, ...fields });
  return id;
}

const visitOn = (day: string, time: string, more: object = {}) =>
  put('visit', {
    ...{ arrivedAt: at(day, time), businessDay: day, purpose: 'service', partySize: 2, partyName: '来宾' },
    ...more,
  });
const serve = (visitId: string, day: string, time: string, more: object = {}) =>
  put('serving', { visitId, quantity: 2, servedAt: at(day, time), businessDay: day, ...more });

function ask(period = periodOf('day', today), filters: Partial<Filters> = {}): RegisterAsk {
  return {
    ...{ period, today, before: neighbour(period, -1), filters: { ...anyone, ...filters } },
    ...{ now: at(today, '18:00'), refillMinutes: 20, firstDrinkMinutes: 5 },
    ...{ timeZone: 'Asia/Shanghai', dayCutOff: '04:00' },
  };
}

test('the visits of the period in order of arrival, without those undone', async () => {
  await visitOn(today, '14:00');
  await visitOn(today, '10:00', { partySize: null });
  await visitOn(today, '11:00', { cancelledAt: at(today, '11:01') });
  await visitOn(addDays(today, -1), '16:00');
  await visitOn(addDays(today, 1), '09:00');
  const { lines, figures, total } = await readRegister(db, ask());
  expect(lines.map(({ arrivedAt }) => arrivedAt)).toEqual([at(today, '10:00'), at(today, '14:00')]);
  expect([total, figures.visits, figures.people]).toEqual([2, 2, 3]);
});

test('what was served after midnight belongs to its visit, what was taken back on another day does not count', async () => {
  const visitId = await visitOn(today, '23:30');
  await serve(visitId, today, '23:35');
  const wrong = await serve(visitId, today, '23:50');
  await serve(visitId, addDays(today, 1), '09:00', { quantity: -2, corrects: wrong });
  const { lines } = await readRegister(db, ask());
  expect(lines).toMatchObject([{ cups: 2, firstDrinkMs: 5 * 60_000 }]);
});

test('a guest has name, kind and cars; who has no card is anonymous', async () => {
  const customerId = uuidv7();
  const guestCardId = await put('guestCard', {
    customerId,
    name: '吉安物流',
    kind: 'organisation',
    flags: [],
  });
  await put('vehicle', { customerId, plate: '赣D12345', model: '海狮' });
  await visitOn(today, '10:00', { guestCardId, partyName: '王师傅' });
  await visitOn(today, '11:00');
  const { lines } = await readRegister(db, ask());
  expect(lines).toMatchObject([
    { guestKind: 'organisation', guestName: '吉安物流', partyName: '王师傅', vehicles: ['赣D·12345 海狮'] },
    { guestKind: 'anonymous', guestName: null, vehicles: [] },
  ]);
});

test('of several cars the one that came stands there; all of them where nobody said, or it is gone', async () => {
  const customerId = uuidv7();
  const guestCardId = await put('guestCard', { customerId, name: '单建国', kind: 'private', flags: [] });
  await put('vehicle', { customerId, plate: '赣D12345', model: null });
  const vehicleId = await put('vehicle', { customerId, plate: '赣D54321', model: null });
  await visitOn(today, '10:00', { guestCardId, vehicleId });
  await visitOn(today, '11:00', { guestCardId });
  await visitOn(today, '12:00', { guestCardId, vehicleId: uuidv7() });
  const { lines } = await readRegister(db, ask());
  const both = ['赣D·12345', '赣D·54321'];
  expect(lines.map(({ vehicles }) => vehicles)).toEqual([['赣D·54321'], both, both]);
});

test('check-ins that were undone stand in a list of their own, and count nowhere', async () => {
  await visitOn(today, '10:00');
  await visitOn(today, '11:00', { partyName: '误登', cancelledAt: 1 });
  const { lines, figures, total } = await readRegister(db, ask(undefined, { isUndone: true }));
  expect(lines.map(({ partyName }) => partyName)).toEqual(['误登']);
  expect([figures.visits, figures.people, total]).toEqual([0, 0, 1]);
});

test('filters, and a part of a name or a plate as people type it', async () => {
  const customerId = uuidv7();
  const receivedBy = uuidv7();
  const guestCardId = await put('guestCard', { customerId, name: '周文', kind: 'private', flags: [] });
  await put('vehicle', { customerId, plate: '赣D12345', model: '凯美瑞' });
  await visitOn(today, '10:00', { guestCardId, partyName: '周文', purpose: 'pickup' });
  await visitOn(today, '11:00', { receivedBy });
  const found = async (filters: Partial<Filters>) =>
    (await readRegister(db, ask(undefined, filters))).lines.map(({ partyName }) => partyName);
  expect(await found({ purpose: 'pickup' })).toEqual(['周文']);
  expect(await found({ receivedBy })).toEqual(['来宾']);
  expect(await found({ guestKind: 'anonymous' })).toEqual(['来宾']);
  for (const text of ['d 123', '赣d·12345', '凯美', ' 周 ']) expect(await found({ text })).toEqual(['周文']);
  expect(await found({ text: '周', purpose: 'service' })).toEqual([]);
  // All that received somebody are offered, whatever is filtered.
  expect((await readRegister(db, ask(undefined, { purpose: 'pickup' }))).receivers).toEqual([receivedBy]);
});

test('the period before is compared where the data reach back to its beginning, with the same filters', async () => {
  const week = periodOf('week', today);
  await visitOn('2026-11-16', '10:00', { partySize: 7 });
  await visitOn('2026-11-17', '10:00', { partySize: 7, purpose: 'event' });
  await visitOn('2026-11-24', '10:00', { partySize: 8 });
  const compared = async (filters: Partial<Filters> = {}) =>
    (await readRegister(db, ask(week, filters))).comparison;
  // Monday to Thursday are four days; the week before is whole.
  expect(await compared()).toEqual({ perDay: 2, perDayBefore: 2 });
  expect(await compared({ purpose: 'service' })).toEqual({ perDay: 2, perDayBefore: 1 });
  await db.visit.where('businessDay').equals('2026-11-16').delete();
  const { comparison, reach } = await readRegister(db, ask(week));
  expect([comparison.perDayBefore, reach.firstDay]).toEqual([null, '2026-11-17']);
});

test('of many visits the servings are the same as of few', async () => {
  const day = addDays(today, -1);
  const busy = await visitOn(day, '09:00');
  await serve(busy, day, '09:04');
  await serve(busy, today, '08:00');
  const few = await readRegister(db, ask(rangeOf(day, today)));
  for (let turn = 0; turn < 301; turn += 1) await visitOn(today, '12:00');
  const many = await readRegister(db, ask(rangeOf(day, today)));
  expect(many.figures.visits).toBe(302);
  expect(many.lines[0]).toEqual(few.lines[0]);
  expect(many.lines[0]?.cups).toBe(4);
});
