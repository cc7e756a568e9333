/** The search's memory of the database: what it answers from at a start, and that it is exact after it. */
import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { deviceRecord } from '../../../shared/sync/device/test-device.ts';
import { createDeskDatabase, type DeskDatabase, type LocalRow } from '../database.ts';
import { wipeDesk } from '../wipe-desk.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

let db: DeskDatabase;

beforeEach(async () => {
  db = createDeskDatabase(`test-${uuidv7()}`);
  await db.meta.put({ key: 'device', value: deviceRecord });
});

function guest(name: string): LocalRow<'guestCard'> {
  return {
    ...{ id: uuidv7(), rowVersion: 1, customerId: uuidv7(), name, kind: 'private', phoneLast4: '1234' },
    ...{ birthMonthDay: null, flags: [], note: null, mistakenAt: null },
  };
}

function vehicle(customerId: string | null, plate: string): LocalRow<'vehicle'> {
  const unknown = { bringsInId: null, userId: null, vin: null, model: null, colour: null, note: null };
  return { id: uuidv7(), rowVersion: 1, customerId, plate, ...unknown };
}

function visit(guestCardId: string, arrivedAt: number): LocalRow<'visit'> {
  return {
    ...{
      id: uuidv7(),
      rowVersion: 1,
      guestCardId,
      vehicleId: null,
      partyName: null,
      partySize: 1,
      children: null,
      purpose: 'service',
    },
    ...{ seatId: null, arrivedAt, businessDay: '2026-11-26', receivedBy: null, leftAt: null },
    ...{
      expectedReadyAt: null,
      workshopNote: null,
      note: null,
      cancelledAt: null,
      joinedVisitId: null,
      keepsPeople: null,
      away: [],
    },
  };
}

const namesIn = (index: SearchIndex) => [...index.entries.values()].map((entry) => entry.name).sort();

test('loads each guest with readings, cars and the last visit, however many pages there are', async () => {
  const [chen, li] = [guest('陈静'), guest('李刚')];
  const crowd = Array.from({ length: 4_100 }, (_, at) => guest(`来宾${at}`));
  await db.guestCard.bulkPut([chen, ...crowd, li]);
  await db.vehicle.bulkPut([vehicle(chen.customerId, '赣D11111'), vehicle(chen.customerId, '赣D22222')]);
  await db.visit.bulkPut([visit(chen.id, 5), visit(chen.id, 9), { ...visit(chen.id, 20), cancelledAt: 21 }]);
  const index = createSearchIndex(db);
  await index.load();
  expect(index.entries.size).toBe(4_102);
  const found = index.entries.get(chen.id);
  expect(found).toMatchObject({ name: '陈静', phoneLast4: '1234', lastVisitAt: 9 });
  expect(found?.readings).toEqual([['chen'], ['jing']]);
  expect(found?.vehicles.map(({ plate }) => plate).sort()).toEqual(['赣D11111', '赣D22222']);
  expect(index.entries.get(li.id)).toMatchObject({ lastVisitAt: null, vehicles: [] });
});

test('what guests have alike is held once: readings, flags, models', async () => {
  const [chen, zeng] = [
    { ...guest('陈静'), flags: ['voucher'] },
    { ...guest('曾静'), flags: ['voucher'] },
  ];
  await db.guestCard.bulkPut([chen, zeng]);
  await db.vehicle.bulkPut([{ ...vehicle(chen.customerId, '赣D11111'), model: '凯美瑞' }]);
  const index = createSearchIndex(db);
  await index.load();
  const [first, second] = [index.entries.get(chen.id), index.entries.get(zeng.id)];
  expect([first?.readings[1], first?.flags, first?.vehicles[0]?.model]).toEqual([
    ['jing'],
    ['voucher'],
    '凯美瑞',
  ]);
  expect(second?.readings[1]).toBe(first?.readings[1]);
  expect(second?.flags).toBe(first?.flags);
});

test('the next start answers from what was kept, and forgets after its load what is no longer there', async () => {
  const [chen, li] = [guest('陈静'), guest('李刚')];
  await db.guestCard.bulkPut([chen, li]);
  const before = createSearchIndex(db);
  await before.load();
  await before.keep();
  await db.guestCard.delete(li.id);
  await db.guestCard.put({ ...chen, name: '陈晓静' });

  const after = createSearchIndex(db);
  expect(await after.restore()).toBe(true);
  expect([...after.entries.values()]).toEqual([...before.entries.values()]);
  await after.load();
  expect(namesIn(after)).toEqual(['陈晓静']);
  expect(after.entries.get(chen.id)?.readings).toHaveLength(3);
  await after.keep();
  const next = createSearchIndex(db);
  await next.restore();
  expect(namesIn(next)).toEqual(['陈晓静']);
});

test('nothing kept is nothing restored', async () => {
  const index = createSearchIndex(db);
  expect(await index.restore()).toBe(false);
  expect(index.entries.size).toBe(0);
});

test('follows the rows that changed: a new guest, a new car, a visit, a guest who is gone', async () => {
  const [chen, li] = [guest('陈静'), guest('李刚')];
  await db.guestCard.bulkPut([chen, li]);
  const index = createSearchIndex(db);
  await index.load();
  const [wang, car, arrival] = [guest('王芳'), vehicle(chen.customerId, '赣D33333'), visit(chen.id, 7)];
  await Promise.all([db.guestCard.put(wang), db.vehicle.put(car), db.visit.put(arrival)]);
  await db.guestCard.delete(li.id);
  await index.refresh([
    { entity: 'guestCard', id: wang.id },
    { entity: 'guestCard', id: li.id },
    { entity: 'vehicle', id: car.id },
    { entity: 'visit', id: arrival.id },
  ]);
  expect(namesIn(index)).toEqual(['王芳', '陈静'].sort());
  expect(index.entries.get(chen.id)).toMatchObject({ lastVisitAt: 7, vehicles: [{ plate: '赣D33333' }] });
});

test('[R9] a desk that was wiped keeps nothing of what the search still knows', async () => {
  await db.guestCard.put(guest('陈静'));
  const index = createSearchIndex(db);
  await index.load();
  await wipeDesk(db, 'shutOut');
  await index.keep();
  expect(await createSearchIndex(db).restore()).toBe(false);
});
