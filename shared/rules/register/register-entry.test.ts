import { describe, expect, test } from 'vitest';
import { testId } from '../../sync/wire/test-id.ts';
import { toRegisterEntry } from './register-entry.ts';
import { at, rules, testServing, testVisit } from './test-visits.ts';

const minute = 60_000;
const entry = (
  visit: ReturnType<typeof testVisit>,
  servings: ReturnType<typeof testServing>[] = [],
  now = rules.now,
) => toRegisterEntry(visit, 'anonymous', servings, { ...rules, now });

test('an anonymous party of unknown size counts as one guest', () => {
  expect(entry(testVisit('10:00', '11:00', { partySize: null }))).toMatchObject({
    ...{ guestKind: 'anonymous', people: 1, stayMs: 60 * minute, isOvernight: false },
  });
});

test('the first drink is waited for from the arrival on; without one there is no time to tell', () => {
  expect(entry(testVisit('10:00', '11:00'), [testServing('10:04')]).firstDrinkMs).toBe(4 * minute);
  expect(entry(testVisit('10:00', '11:00')).firstDrinkMs).toBeNull();
  // A clock that was corrected meanwhile makes nobody be served before they came.
  expect(entry(testVisit('10:00', '11:00'), [testServing('09:58')]).firstDrinkMs).toBe(0);
});

test('a serving that was taken back counts nowhere, nor does the one that takes it back', () => {
  const wrong = testServing('10:02');
  const undo = testServing('10:03', { quantity: -2, corrects: wrong.id });
  const right = testServing('10:06', { menuItemId: testId(8), quantity: 3 });
  expect(entry(testVisit('10:00', '10:20'), [undo, right, wrong])).toMatchObject({
    ...{ cups: 3, drinks: [{ menuItemId: testId(8), cups: 3 }], firstDrinkMs: 6 * minute },
  });
});

test('cups of one drink are added up, in the order of the first of each', () => {
  const servings = [testServing('10:30', { menuItemId: testId(8), quantity: 1 }), testServing('10:05')];
  expect(entry(testVisit('10:00', '11:00'), [...servings, testServing('10:50')]).drinks).toEqual([
    { menuItemId: testId(7), cups: 4 },
    { menuItemId: testId(8), cups: 1 },
  ]);
});

describe('refills against the site’s twenty minutes', () => {
  const refills = (left: string | null, times: readonly string[], now?: number) => {
    const { refillsDue, refillsInTime } = entry(
      testVisit('10:00', left),
      times.map((time) => testServing(time)),
      now,
    );
    return [refillsInTime, refillsDue];
  };
  test.each([
    ['in the minute it is due', '11:00', ['10:05', '10:25', '10:45'], [2, 2]],
    ['a minute late', '10:40', ['10:05', '10:26'], [0, 1]],
    ['never', '10:40', ['10:05'], [0, 1]],
    ['not due before the party left', '10:25', ['10:05'], [0, 0]],
    ['nothing served, nothing to refill', '11:00', [], [0, 0]],
  ])('%s', (_what, left, times, expected) => {
    expect(refills(left, times)).toEqual(expected);
  });

  test('drinks brought within three minutes are one round, and no refill of each other', () => {
    expect(refills('10:25', ['10:05', '10:07', '10:08'])).toEqual([0, 0]);
    // The ring begins with the last cup of the round.
    expect(refills('11:00', ['10:05', '10:07', '10:27', '10:47'])).toEqual([2, 2]);
  });

  test('of a party that is here a refill counts as missed only when its minute is over', () => {
    expect(refills(null, ['17:40'], at('18:00'))).toEqual([0, 0]);
    expect(refills(null, ['17:40'], at('18:01'))).toEqual([0, 1]);
  });
});

describe('over midnight', () => {
  test('a stay that ends before the business day does is a stay as any other', () => {
    expect(entry(testVisit('23:30', '27 00:40'))).toMatchObject({
      ...{ businessDay: '2026-11-26', stayMs: 70 * minute, isOvernight: false },
    });
  });

  test('an arrival after midnight belongs to the business day before', () => {
    expect(entry(testVisit('27 01:20', '27 02:00')).businessDay).toBe('2026-11-26');
  });

  test('a party left open when its day ended has no stay, and no refill that was missed all night', () => {
    const left = entry(testVisit('16:00', null), [testServing('16:05')], at('27 09:00'));
    expect(left).toMatchObject({ stayMs: null, isOvernight: true, refillsDue: 0 });
  });

  test('seen off only the next day, its stay is not known either; with the true time put in, it is', () => {
    expect(entry(testVisit('16:00', '27 09:00'))).toMatchObject({ stayMs: null, isOvernight: true });
    expect(entry(testVisit('16:00', '17:30'), [], at('27 09:00'))).toMatchObject({
      ...{ stayMs: 90 * minute, isOvernight: false },
    });
  });
});

test('while a party is out no refill falls due, and the clock goes on where it stood', () => {
  const out = { away: [{ from: at('10:10'), to: at('10:40') }] };
  const refilled = (time: string) =>
    entry(testVisit('10:00', '11:30', out), [testServing('10:05'), testServing(time)]);
  expect(refilled('10:54')).toMatchObject({ refillsDue: 2, refillsInTime: 1 });
  expect(refilled('10:57')).toMatchObject({ refillsDue: 2, refillsInTime: 0 });
  const gone = testVisit('10:00', '11:30', { away: [{ from: at('10:10'), to: null }] });
  expect(entry(gone, [testServing('10:05')])).toMatchObject({ refillsDue: 0 });
});
