/** Two cards that are one guest: found by either, shown as one, and two again once that is undone. */
import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { listGuests, type ListRequest } from '../../../shared/rules/search/list-guests.ts';
import { createDeskDatabase, type DeskDatabase, type LocalRow } from '../database.ts';
import { readCards, readCardsOfCustomers, readGuest } from '../merged-guests.ts';
import { withoutMistaken, withoutTheirCars } from '../mistaken-guests.ts';
import { entriesToList, searchIndexed } from './merged-entries.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

let db: DeskDatabase;
let index: SearchIndex;
const [kept, other, stranger] = [card('陈芳', '8165'), card('陈方', '0011'), card('李刚', '0022')];

function card(name: string, phoneLast4: string): LocalRow<'guestCard'> {
  return {
    ...{ id: uuidv7(), rowVersion: 1, customerId: uuidv7(), name, kind: 'private', phoneLast4 },
    ...{ birthMonthDay: null, flags: [], note: null, mistakenAt: null },
  };
}

function car(customerId: string | null, plate: string): LocalRow<'vehicle'> {
  const unknown = { bringsInId: null, userId: null, vin: null, model: null, colour: null, note: null };
  return { id: uuidv7(), rowVersion: 1, customerId, plate, ...unknown };
}

function merge(from: LocalRow<'guestCard'>, into: LocalRow<'guestCard'>): LocalRow<'customerMerge'> {
  return {
    ...{ id: uuidv7(), rowVersion: 1, what: 'merged', guestCardId: from.id, intoCardId: into.id, taken: [] },
    ...{ customerId: from.customerId, intoCustomerId: into.customerId, decidedAt: 1, decidedBy: null },
    ...{ withdrawnAt: null, withdrawnBy: null },
  };
}

function visit(guestCardId: string, arrivedAt: number): LocalRow<'visit'> {
  return { id: uuidv7(), rowVersion: 1, guestCardId, arrivedAt, cancelledAt: null } as LocalRow<'visit'>;
}

const merged = merge(other, kept);
function list(query: string, of: ListRequest['of'] = 'guests', filters: ListRequest['filters'] = []) {
  const request = { of, query, filters, sort: null, isDescending: false, today: '2026-11-26', dayBegan: 0 };
  return listGuests(entriesToList(index, request), index.strays.values(), request, 0);
}
const found = (query: string) => searchIndexed(index, query, 5, 0);
const platesOf = (id: string) =>
  index.entries
    .get(id)
    ?.vehicles.map(({ plate }) => plate)
    .toSorted();

beforeEach(async () => {
  db = createDeskDatabase(`test-${uuidv7()}`);
  index = createSearchIndex(db);
  await db.guestCard.bulkPut([kept, other, stranger]);
  await db.visit.bulkPut([visit(kept.id, 5), visit(other.id, 9)]);
  await db.vehicle.bulkPut([car(kept.customerId, '赣D11111'), car(other.customerId, '赣D22222')]);
});

test.each(['loaded', 'refreshed'] as const)(
  '%s: one guest with the cars of both, found by either card',
  async (how) => {
    if (how === 'refreshed') await index.load();
    await db.customerMerge.put(merged);
    if (how === 'loaded') await index.load();
    else await index.refresh([{ entity: 'customerMerge', id: merged.id }]);
    expect([...index.entries.keys()].toSorted()).toEqual([kept.id, stranger.id].toSorted());
    expect(platesOf(kept.id)).toEqual(['赣D11111', '赣D22222']);
    expect(index.entries.get(kept.id)?.lastVisitAt).toBe(9);
    for (const query of ['陈方', '0011', 'cf', '22222', '陈芳']) {
      expect([query, found(query).hits.map(({ name }) => name), found(query).total]).toEqual([
        query,
        ['陈芳'],
        1,
      ]);
      expect(list(query).map(({ guestCardId }) => guestCardId)).toEqual([kept.id]);
    }
    expect(list('').length).toBe(2);
    expect(list('', 'vehicles').map(({ guestCardId }) => guestCardId)).toEqual([kept.id, kept.id]);
  },
);

test('what comes later for the other card is seen with the one that was kept', async () => {
  await db.customerMerge.put(merged);
  await index.load();
  const late = car(other.customerId, '赣D33333');
  await db.vehicle.put(late);
  await index.refresh([{ entity: 'vehicle', id: late.id }]);
  expect(platesOf(kept.id)).toEqual(['赣D11111', '赣D22222', '赣D33333']);
  expect(index.entries.get(other.id) !== undefined).toBe(false);
});

test('undone, they are two again', async () => {
  await db.customerMerge.put(merged);
  await index.load();
  await db.customerMerge.put({ ...merged, withdrawnAt: 5 });
  await index.refresh([{ entity: 'customerMerge', id: merged.id }]);
  expect([platesOf(kept.id), platesOf(other.id)]).toEqual([['赣D11111'], ['赣D22222']]);
  expect(found('陈方').hits.map(({ guestCardId }) => guestCardId)).toEqual([other.id]);
  expect(index.merged.size).toBe(0);
});

test('whoever asks for a card or a customer gets the card they lead to, along a chain', async () => {
  await db.customerMerge.bulkPut([merged, { ...merge(kept, stranger), decidedAt: 2 }]);
  expect((await readCards(db, [other.id, kept.id])).get(other.id)?.name).toBe('李刚');
  const byCustomer = await readCardsOfCustomers(db, [other.customerId ?? '', uuidv7()]);
  expect([...byCustomer.values()].map(({ name }) => name)).toEqual(['李刚']);
  const guest = await readGuest(db, other.id);
  expect(await readGuest(db, stranger.id)).toEqual(guest);
  expect(guest?.card.name).toBe('李刚');
  expect(guest?.cardIds.toSorted()).toEqual([kept.id, other.id, stranger.id].toSorted());
  expect(new Set(guest?.customerIds)).toEqual(
    new Set([kept, other, stranger].map(({ customerId }) => customerId)),
  );
  expect(await readGuest(db, uuidv7())).toBeNull();
});

describe('a guest who was entered by mistake', () => {
  const byMistake = () => list('', 'guests', ['mistaken']).map(({ name }) => name);
  const mark = (one: LocalRow<'guestCard'>) => db.guestCard.put({ ...one, mistakenAt: 7 });
  const changed = ({ id }: { readonly id: string }) => ({ entity: 'guestCard', id }) as const;

  test.each(['loaded', 'refreshed'] as const)(
    '%s: is in no search and in a list of their own',
    async (how) => {
      await db.vehicle.put(car(stranger.customerId, '赣D33333'));
      if (how === 'refreshed') await index.load();
      await mark(stranger);
      if (how === 'loaded') await index.load();
      else await index.refresh([changed(stranger)]);
      expect([found('李刚').total, found('33333').total, list('').length]).toEqual([0, 0, 2]);
      expect(list('33333', 'vehicles')).toEqual([]);
      expect(byMistake()).toEqual(['李刚']);
      expect(list('lig', 'guests', ['mistaken']).map(({ name }) => name)).toEqual(['李刚']);
      await db.guestCard.put(stranger);
      await index.refresh([changed(stranger)]);
      expect([found('李刚').total, byMistake().length]).toEqual([1, 0]);
    },
  );

  test('who was checked in meanwhile is found; with that visit undone, no more', async () => {
    await mark(stranger);
    await index.load();
    const late = visit(stranger.id, 20);
    await db.visit.put(late);
    await index.refresh([{ entity: 'visit', id: late.id }]);
    expect([found('李刚').total, byMistake()]).toEqual([1, []]);
    await db.visit.put({ ...late, cancelledAt: 21 });
    await index.refresh([{ entity: 'visit', id: late.id }]);
    expect([found('李刚').total, byMistake()]).toEqual([0, ['李刚']]);
  });

  test('a car that gets another owner leaves them', async () => {
    const theirs = car(stranger.customerId, '赣D33333');
    await db.vehicle.put(theirs);
    await mark(stranger);
    await index.load();
    await db.vehicle.put({ ...theirs, customerId: kept.customerId });
    await index.refresh([{ entity: 'vehicle', id: theirs.id }]);
    expect(found('33333').hits.map(({ name }) => name)).toEqual(['陈芳']);
    expect(list('', 'vehicles', ['mistaken'])).toEqual([]);
  });

  test('whoever asks what the desk knows is told of the others alone, along a merge', async () => {
    await db.visit.clear();
    await db.customerMerge.put(merged);
    await mark(kept);
    await mark(stranger);
    const cards = await db.guestCard.bulkGet([kept.id, stranger.id]);
    const asked = cards.filter((one) => one !== undefined);
    // The one that was merged into theirs is not marked.
    expect((await withoutMistaken(db, asked)).map(({ id }) => id)).toEqual([kept.id]);
    await db.vehicle.put(car(stranger.customerId, '赣D33333'));
    const cars = await withoutTheirCars(db, await db.vehicle.toArray());
    const plates = cars.flatMap(({ plate }) => plate ?? []);
    expect(plates).toHaveLength(2);
    expect(plates).not.toContain('赣D33333');
  });
});
