/** The search's memory of the database: what it answers from at a start, and that it is exact after it. */
import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { deviceRecord } from '../../../shared/sync/device/test-device.ts';
import { createDeskDatabase, type DeskDatabase, type LocalRow } from '../database.ts';
import { wipeDesk } from '../wipe-desk.ts';
import type { SearchEntry } from '../../../shared/rules/search/search-entry.ts';
import { createSearchIndex, type ChangedRow, type SearchIndex } from './search-index.ts';

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

test('what changed while the kept entries were read is not undone by them', async () => {
  const [chen, li, zhao] = [guest('陈静'), guest('李刚'), guest('赵敏')];
  const car = vehicle(zhao.customerId, '赣D11111');
  await db.guestCard.bulkPut([chen, li, zhao]);
  await db.vehicle.put(car);
  const before = createSearchIndex(db);
  await before.load();
  await before.keep();

  const after = createSearchIndex(db);
  await db.guestCard.put({ ...chen, name: '陈晓静' });
  await db.guestCard.delete(li.id);
  await db.vehicle.update(car.id, { customerId: chen.customerId });
  await after.refresh([
    { entity: 'guestCard', id: chen.id },
    { entity: 'guestCard', id: li.id },
    { entity: 'vehicle', id: car.id },
  ]);
  await after.restore();
  expect(namesIn(after)).toEqual(['赵敏', '陈晓静'].sort());
  expect(after.entries.get(chen.id)?.vehicles).toHaveLength(1);
  expect(after.entries.get(zhao.id)?.vehicles).toEqual([]);
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

test('who changes during a load is known as a load after it would know them', async () => {
  const crowd = Array.from({ length: 4_100 }, (_, at) => guest(`来宾${at}`));
  const idOf = (at: number) => crowd[at]?.id ?? '';
  const cars = crowd.map(({ customerId }, at) => vehicle(customerId, `赣D${10_000 + at}`));
  const visits = crowd.map(({ id }, at) => visit(id, at + 1));
  // Entered by mistake, as it seems until the visit counts after all.
  crowd[8] = { ...(crowd[8] ?? guest('来宾8')), mistakenAt: 1 };
  visits[8] = { ...(visits[8] ?? visit(idOf(8), 9)), cancelledAt: 1 };
  await Promise.all([db.guestCard.bulkPut(crowd), db.vehicle.bulkPut(cars), db.visit.bulkPut(visits)]);
  const [wang, stray] = [guest('王芳'), vehicle(null, '赣D99999')];
  const arrival = visit(idOf(1), 90_000);
  const merge = {
    ...{ id: uuidv7(), rowVersion: 1, what: 'merged', guestCardId: idOf(6), intoCardId: idOf(7) },
    ...{ customerId: crowd[6]?.customerId ?? null, intoCustomerId: crowd[7]?.customerId ?? null },
    ...{ decidedAt: 5, decidedBy: uuidv7(), withdrawnAt: null },
  } as LocalRow<'customerMerge'>;
  const changes: readonly [() => Promise<unknown>, ...ChangedRow[]][] = [
    [() => db.guestCard.put(wang), { entity: 'guestCard', id: wang.id }],
    [() => db.guestCard.delete(idOf(0)), { entity: 'guestCard', id: idOf(0) }],
    [() => db.visit.put(arrival), { entity: 'visit', id: arrival.id }],
    [
      () => db.vehicle.update(cars[2]?.id ?? '', { customerId: crowd[4_099]?.customerId ?? null }),
      { entity: 'vehicle', id: cars[2]?.id ?? '' },
    ],
    [
      () => db.vehicle.update(cars[3]?.id ?? '', { customerId: null }),
      { entity: 'vehicle', id: cars[3]?.id ?? '' },
    ],
    [() => db.vehicle.put(stray), { entity: 'vehicle', id: stray.id }],
    [
      () =>
        Promise.all([
          db.visit.update(visits[4]?.id ?? '', { cancelledAt: 6 }),
          db.guestCard.update(idOf(4), { mistakenAt: 6 }),
        ]),
      { entity: 'visit', id: visits[4]?.id ?? '' },
      { entity: 'guestCard', id: idOf(4) },
    ],
    [
      () => db.visit.update(visits[8]?.id ?? '', { cancelledAt: null }),
      { entity: 'visit', id: visits[8]?.id ?? '' },
    ],
    [() => db.guestCard.update(idOf(5), { name: '改名' }), { entity: 'guestCard', id: idOf(5) }],
    [() => db.customerMerge.put(merge), { entity: 'customerMerge', id: merge.id }],
  ];
  const knownBy = ({ entries, merged, mistaken, strays }: SearchIndex) => {
    const byId = (one: Iterable<SearchEntry>) =>
      [...one].sort((a, b) => (a.guestCardId < b.guestCardId ? -1 : 1)).map(withoutOrder);
    return [
      byId(entries.values()),
      byId(merged.values()),
      byId(mistaken.values()),
      [...strays.keys()].sort(),
    ];
  };
  async function changeAll(index: SearchIndex): Promise<void> {
    for (const [change, ...changed] of changes) {
      await change();
      await index.refresh(changed);
    }
  }
  // While pages are read; then between two of cars, of visits, of cards.
  for (const during of [0, 1, 2, 3]) {
    const index = createSearchIndex(db);
    let pages = 0;
    const loading = index.load(async () => {
      pages += 1;
      if (pages === during) await changeAll(index);
    });
    if (during === 0) await changeAll(index);
    await loading;
    expect(pages).toBe(3);
    const after = createSearchIndex(db);
    await after.load();
    expect(knownBy(index)).toEqual(knownBy(after));
    expect(after.mistaken.size).toBe(1);
    expect(after.merged.size).toBe(1);
    expect(after.strays.size).toBe(2);
    await Promise.all([
      ...[db.guestCard.delete(wang.id), db.guestCard.bulkPut(crowd), db.vehicle.bulkPut(cars)],
      ...[db.vehicle.delete(stray.id), db.visit.delete(arrival.id), db.visit.bulkPut(visits)],
      db.customerMerge.delete(merge.id),
    ]);
  }
});

const withoutOrder = (entry: SearchEntry) => ({
  ...entry,
  vehicles: entry.vehicles.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});

test('a guest without a customer of their own has the cars of whoever was merged into them', async () => {
  const [kept, twin] = [{ ...guest('陈静'), customerId: null }, guest('陈静')];
  await db.guestCard.bulkPut([kept, twin]);
  await db.vehicle.put(vehicle(twin.customerId, '赣D11111'));
  await db.customerMerge.put({
    ...{ id: uuidv7(), rowVersion: 1, what: 'merged', guestCardId: twin.id, intoCardId: kept.id },
    ...{ customerId: twin.customerId, intoCustomerId: null },
    ...{ decidedAt: 5, decidedBy: uuidv7(), withdrawnAt: null },
  } as LocalRow<'customerMerge'>);
  const index = createSearchIndex(db);
  await index.load();
  const plates = () => index.entries.get(kept.id)?.vehicles.map(({ plate }) => plate);
  expect(plates()).toEqual(['赣D11111']);
  await index.refresh([{ entity: 'guestCard', id: kept.id }]);
  expect(plates()).toEqual(['赣D11111']);
});

async function mergeTwins(): Promise<Record<'kept' | 'twin', LocalRow<'guestCard'>>> {
  const [kept, twin] = [guest('陈静'), guest('陈晓静')];
  await db.guestCard.bulkPut([kept, twin]);
  await db.vehicle.put(vehicle(twin.customerId, '赣D11111'));
  await db.customerMerge.put({
    ...{ id: uuidv7(), rowVersion: 1, what: 'merged', guestCardId: twin.id, intoCardId: kept.id },
    ...{ customerId: twin.customerId, intoCustomerId: kept.customerId },
    ...{ decidedAt: 5, decidedBy: uuidv7(), withdrawnAt: null },
  } as LocalRow<'customerMerge'>);
  return { kept, twin };
}

test('what changes right after a start, before its load, is told of one guest where two were merged', async () => {
  const { kept, twin } = await mergeTwins();
  const before = createSearchIndex(db);
  await before.load();
  await before.keep();
  const after = createSearchIndex(db);
  await after.restore();
  await after.refresh([
    { entity: 'guestCard', id: kept.id },
    { entity: 'guestCard', id: twin.id },
  ]);
  expect(namesIn(after)).toEqual(['陈静']);
  expect(after.entries.get(kept.id)?.vehicles.map(({ plate }) => plate)).toEqual(['赣D11111']);
});

test('[R5] of a card that was merged and erased nothing is known any more', async () => {
  const { kept, twin } = await mergeTwins();
  const index = createSearchIndex(db);
  await index.load();
  expect([...index.merged.keys()]).toEqual([twin.id]);
  await db.guestCard.delete(twin.id);
  await index.refresh([{ entity: 'guestCard', id: twin.id }]);
  expect([...index.merged.keys()]).toEqual([]);
  expect([...index.entries.keys()]).toEqual([kept.id]);
});

test('whose a visit was that is gone only a load can tell, and a refresh says so', async () => {
  const chen = guest('陈静');
  const refused = visit(chen.id, 9);
  await db.guestCard.put(chen);
  await db.visit.bulkPut([visit(chen.id, 5), refused]);
  const index = createSearchIndex(db);
  await index.load();
  const changed = [{ entity: 'visit', id: refused.id }] as const;
  expect(await index.refresh(changed)).toBe(true);
  await db.visit.delete(refused.id);
  expect(await index.refresh(changed)).toBe(false);
  await index.load();
  expect(index.entries.get(chen.id)).toMatchObject({ lastVisitAt: 5 });
});

test('[R9] a desk that was wiped keeps nothing of what the search still knows', async () => {
  await db.guestCard.put(guest('陈静'));
  const index = createSearchIndex(db);
  await index.load();
  await wipeDesk(db, 'shutOut');
  await index.keep();
  expect(await createSearchIndex(db).restore()).toBe(false);
});
