import { expect, test } from 'vitest';
import { rangeOf } from './period.ts';
import { toRegisterEntry, type RegisterEntry } from './register-entry.ts';
import { comparePeriods, countedDays, median, registerFigures } from './register-figures.ts';
import { dayCutOff, rules, testServing, testVisit, timeZone } from './test-visits.ts';

const figureRules = { firstDrinkMinutes: 5, timeZone, dayCutOff };
const period = rangeOf('2026-11-23', '2026-11-29');
const figuresOf = (entries: readonly RegisterEntry[]) => registerFigures(entries, period, figureRules);
const entry = (arrived: string, left: string | null, served: readonly string[] = [], more = {}) =>
  toRegisterEntry(
    testVisit(arrived, left, more),
    'anonymous',
    served.map((time) => testServing(time)),
    rules,
  );

test('nothing adds up to nothing, and has no middle', () => {
  expect(figuresOf([])).toMatchObject({
    ...{ visits: 0, people: 0, cups: 0, byHour: [], byPurpose: [] },
    ...{ firstDrink: { medianMs: null, served: 0 }, stay: { medianMs: null, left: 0 } },
  });
});

test.each([
  [[], null],
  [[3], 3],
  [[9, 1, 3], 3],
  [[1, 3, 9, 5], 4],
])('the middle of %j is %j', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('parties, guests, cups, waits and stays', () => {
  const figures = figuresOf([
    entry('10:00', '11:00', ['10:05', '10:25'], { partySize: 3 }),
    entry('10:30', '11:00', ['10:36']),
    entry('17:00', null),
    // Just come, and gone at once: nobody was kept waiting.
    entry('17:57', null),
    entry('17:00', '17:03'),
  ]);
  expect(figures).toMatchObject({
    ...{ visits: 5, people: 11, cups: 6 },
    // Five minutes are within the standard of five, six are not, an hour without a drink is not either.
    firstDrink: { medianMs: 330_000, served: 2, inStandard: 1, due: 3, unserved: 3 },
    // Refilled in time, then not again for 35 minutes; the other waited 24 for nothing.
    refills: { due: 3, inTime: 1 },
    stay: { medianMs: 30 * 60_000, left: 3 },
  });
});

test('hours stand in the order of the business day, without a gap, those after midnight last', () => {
  const figures = figuresOf([
    entry('22:10', '23:00'),
    entry('22:50', '23:00'),
    entry('27 00:30', '27 01:00'),
  ]);
  expect(figures.byHour).toEqual([
    { hour: 22, visits: 2 },
    { hour: 23, visits: 0 },
    { hour: 0, visits: 1 },
  ]);
});

test('purposes by frequency, days with those on which nobody came', () => {
  const figures = figuresOf([
    entry('10:00', '11:00', [], { purpose: 'showroom' }),
    entry('12:00', '12:30'),
    entry('23 12:00', '23 12:30'),
  ]);
  expect(figures.byPurpose).toEqual([
    { purpose: 'service', visits: 2 },
    { purpose: 'showroom', visits: 1 },
  ]);
  expect(figures.byTime.map(({ visits }) => visits)).toEqual([1, 0, 0, 2, 0, 0, 0]);
  expect(figures.byTime[3]).toMatchObject({ from: '2026-11-26', grain: 'day', people: 4 });
});

test('an average is taken over days that are past or today, and that there are data for', () => {
  const reach = { firstDay: '2026-11-01', today: '2026-11-26' };
  expect(countedDays(period, reach)).toBe(4);
  expect(countedDays(period, { ...reach, firstDay: '2026-11-25' })).toBe(2);
  expect(countedDays(period, { ...reach, firstDay: null })).toBe(0);
  expect(countedDays(rangeOf('2026-12-01', '2026-12-05'), reach)).toBe(0);
});

test('guests a day against the period before, which has to be known in whole', () => {
  const reach = { firstDay: '2026-11-16', today: '2026-11-26' };
  const before = { period: rangeOf('2026-11-16', '2026-11-22'), people: 35 };
  expect(comparePeriods({ period, people: 40 }, before, reach)).toEqual({ perDay: 10, perDayBefore: 5 });
  expect(comparePeriods({ period, people: 40 }, before, { ...reach, firstDay: '2026-11-17' })).toEqual({
    ...{ perDay: 10, perDayBefore: null },
  });
});
