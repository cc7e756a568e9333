import { expect, test } from 'vitest';
import { checkList, checkState, countChecks, type CheckRow, type HouseDay } from './bar-checks.ts';

const house: HouseDay = {
  ...{ businessDay: '2026-11-24', opensAt: '08:30', closesAt: '18:00' },
  ...{ dayCutOff: '04:00', timeZone: 'Asia/Shanghai' },
};
const at = (time: string) => Date.parse(`2026-11-24T${time}:00+08:00`);

let lastId = 0;
function row(given: Partial<CheckRow>): CheckRow {
  lastId += 1;
  const usual = {
    item: 'round',
    slot: '10:00',
    result: 'ok',
    checkedAt: at('10:05'),
    corrects: null,
  } as const;
  return { id: String(lastId), ...usual, ...given };
}
const list = (rows: readonly CheckRow[] = [], of: Partial<HouseDay> = {}) =>
  checkList(rows, { ...house, ...of });
const roundAt = (time: string, rows: readonly CheckRow[] = []) => {
  const found = list(rows).find(({ slot }) => slot === time);
  if (!found) throw new Error(`no round at ${time}`);
  return found;
};

test('rounds at each full hour between opening and closing', () => {
  const hours = (of: Partial<HouseDay>) => list([], of).flatMap(({ slot }) => slot ?? []);
  expect(hours({})).toEqual('09 10 11 12 13 14 15 16 17'.split(' ').map((hour) => `${hour}:00`));
  expect(hours({ opensAt: '09:00', closesAt: '11:00' })).toEqual(['10:00']);
  expect(hours({ opensAt: null })).toEqual([]);
  expect(hours({ opensAt: '20:00', closesAt: '02:00' })).toEqual([]);
});

test('a round is due from its hour on, and late twenty minutes after', () => {
  const round = roundAt('10:00');
  expect(checkState(round, at('09:59'))).toBe('ahead');
  expect(checkState(round, at('10:00'))).toBe('due');
  expect(checkState(round, at('10:20'))).toBe('due');
  expect(checkState(round, at('10:21'))).toBe('late');
});

test('opening is due an hour before the house opens, and late from then on; closing from half an hour before, and late half an hour after', () => {
  const of = (phase: string) => list().filter((entry) => entry.phase === phase);
  const states = (phase: string, time: string) => [
    ...new Set(of(phase).map((one) => checkState(one, at(time)))),
  ];
  expect(states('opening', '07:29')).toEqual(['ahead']);
  expect(states('opening', '07:30')).toEqual(['due']);
  expect(states('opening', '08:31')).toEqual(['late']);
  expect(states('closing', '17:29')).toEqual(['ahead']);
  expect(states('closing', '17:30')).toEqual(['due']);
  expect(states('closing', '18:30')).toEqual(['due']);
  expect(states('closing', '18:31')).toEqual(['late']);
});

test('without times of the house everything but rounds can be done at any hour', () => {
  const entries = list([], { opensAt: null, closesAt: null });
  expect(new Set(entries.map((entry) => checkState(entry, at('03:00'))))).toEqual(new Set(['due']));
  expect(countChecks(entries, at('12:00')).map(({ phase }) => phase)).toEqual(['opening', 'closing']);
});

test('what was noted last counts; what was taken back does not', () => {
  const fault = row({ result: 'fault', checkedAt: at('10:02') });
  const mended = row({ checkedAt: at('10:30') });
  const state = (...rows: CheckRow[]) => checkState(roundAt('10:00', rows), at('11:00'));
  expect(state(fault)).toBe('fault');
  expect(state(mended, fault)).toBe('ok');
  expect(state(fault, mended, row({ corrects: mended.id }))).toBe('fault');
  expect(state(fault, row({ corrects: fault.id }))).toBe('late');
  expect(roundAt('10:00', [mended, fault]).rows).toEqual([fault, mended]);
});

test('a row of one hour, or one thing, says nothing of another', () => {
  const rows = [row({}), row({ item: 'music', slot: null })];
  expect(roundAt('11:00', rows).rows).toEqual([]);
  const done = list(rows).flatMap(({ item, slot, rows: own }) => (own.length > 0 ? [[item, slot]] : []));
  expect(done).toEqual([
    ['music', null],
    ['round', '10:00'],
  ]);
});

test('counted by phase: done, to be done by now, faults', () => {
  const rows = [
    row({ item: 'music', slot: null }),
    row({ item: 'bar', slot: null, result: 'fault' }),
    row({}),
  ];
  expect(countChecks(list(rows), at('10:30'))).toEqual([
    { phase: 'opening', all: 8, done: 2, due: 6, faults: 1 },
    { phase: 'hourly', all: 9, done: 1, due: 1, faults: 0 },
    { phase: 'closing', all: 4, done: 0, due: 0, faults: 0 },
  ]);
});

test('a zone with other hours, and a day that begins late', () => {
  const [first] = list([], { timeZone: 'Europe/Berlin', dayCutOff: '06:00', opensAt: '07:00' });
  expect(first?.lateAt).toBe(Date.parse('2026-11-24T07:00:00+01:00'));
});
