import { describe, expect, test } from 'vitest';
import { createGuestEntries } from './guest-entries.ts';
import { listGuests, type ListRequest } from './list-guests.ts';
import type { SearchEntry } from './search-entry.ts';

const dayBegan = Date.parse('2026-11-24T04:00:00+08:00');
const now = dayBegan + 6 * 3_600_000;

function entry(guestCardId: string, name: string, more: Partial<SearchEntry> = {}): SearchEntry {
  const nothing = { phoneLast4: null, birthMonthDay: null, flags: [], lastVisitAt: null, vehicles: [] };
  return { guestCardId, name, kind: 'private', readings: [], ...nothing, ...more };
}
const car = (id: string, plate: string | null, model: string | null = null) => ({
  id,
  plate,
  vin: null,
  model,
});

const entries = createGuestEntries([
  entry('1', '王芳', {
    lastVisitAt: now - 1,
    birthMonthDay: '11-02',
    vehicles: [car('c1', '赣D11111', '凯美瑞')],
  }),
  entry('2', '陈静', { lastVisitAt: dayBegan - 1, flags: ['wrongNumber'], birthMonthDay: '12-24' }),
  entry('3', '庐陵商贸有限公司', {
    kind: 'organisation',
    vehicles: [car('c3', '赣D33333', '海狮'), car('c4', '赣D00004', '凯美瑞')],
  }),
]);

function listed(asked: Partial<ListRequest>, strays = [car('c9', '赣D99999')]) {
  const request: ListRequest = {
    ...{
      of: 'guests',
      query: '',
      filters: [],
      sort: null,
      isDescending: false,
      today: '2026-11-24',
      dayBegan,
    },
    ...asked,
  };
  return listGuests(entries, strays, request, now);
}
const names = (asked: Partial<ListRequest>) => listed(asked).map(({ name }) => name);
const plates = (asked: Partial<ListRequest>) =>
  listed({ of: 'vehicles', ...asked }).map((row) => row.vehicles[0]?.plate);

describe('of guests', () => {
  test('who was here last stands first; the other way round on demand', () => {
    expect(names({})).toEqual(['王芳', '陈静', '庐陵商贸有限公司']);
    expect(names({ sort: 'lastVisit', isDescending: true })[0]).toBe('庐陵商贸有限公司');
  });

  test('names stand in the order of their sound, newest registrations first', () => {
    expect(names({ sort: 'name' })).toEqual(['陈静', '庐陵商贸有限公司', '王芳']);
    expect(names({ sort: 'registered' })).toEqual(['庐陵商贸有限公司', '陈静', '王芳']);
  });

  test.each([
    ['organisation', ['庐陵商贸有限公司']],
    ['hereToday', ['王芳']],
    ['birthdayMonth', ['王芳']],
    ['wrongNumber', ['陈静']],
  ] as const)('filter %s', (filter, found) => {
    expect(names({ filters: [filter] })).toEqual(found);
  });

  test('filters must all hold, and so must what was typed', () => {
    expect(names({ filters: ['birthdayMonth', 'wrongNumber'] })).toEqual([]);
    expect(names({ filters: ['private'], query: '凯美瑞' })).toEqual(['王芳']);
  });
});

describe('of cars', () => {
  test('each car is a row, those of nobody among them', () => {
    expect(plates({ sort: 'plate' })).toEqual(['赣D00004', '赣D11111', '赣D33333', '赣D99999']);
  });

  test('a plate finds its car, not the others of its owner; a name finds all of them', () => {
    expect(plates({ query: '33333' })).toEqual(['赣D33333']);
    expect(plates({ query: '庐陵' })).toEqual(['赣D33333', '赣D00004']);
    expect(plates({ query: '99999' })).toEqual(['赣D99999']);
  });

  test('a filter asks for a guest: a car of nobody has none', () => {
    expect(plates({ filters: ['private'] })).toEqual(['赣D11111']);
  });
});
