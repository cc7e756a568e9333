import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkItems, closingItems, openingItems, type CheckRow } from './bar-checks.ts';
import { businessDayOf } from './business-day.ts';
import { isShiftOpen } from './shift.ts';

const day = '2026-11-24';
let lastId = 0;
function noted(item: CheckRow['item'], given: Partial<CheckRow> = {}): CheckRow {
  lastId += 1;
  const usual = { slot: null, result: 'ok', checkedAt: lastId, corrects: null } as const;
  return { id: String(lastId), item, ...usual, ...given };
}
const open = (rows: readonly CheckRow[], { openVisits = 0, today = day } = {}) =>
  isShiftOpen({ businessDay: day, rows, openVisits }, today);
const allClosed = () => closingItems.map((item) => noted(item));

test('the first check of opening begins it, whichever it is; so does a round', () => {
  expect(open([])).toBe(false);
  for (const item of openingItems) expect(open([noted(item)])).toBe(true);
  expect(open([noted('round', { slot: '10:00' })])).toBe(true);
  expect(open([noted('bar', { result: 'fault' })])).toBe(true);
});

test('a check that was taken back begins nothing', () => {
  const first = noted('bar');
  expect(open([first, noted('bar', { corrects: first.id })])).toBe(false);
});

test('it ends with the last check of closing, and not before; taking one back opens it again', () => {
  const [last, ...others] = allClosed().toReversed();
  const soFar = [noted('temperature'), ...others];
  expect(open(soFar)).toBe(true);
  if (!last) throw new Error('nothing closes');
  expect(open([...soFar, last])).toBe(false);
  expect(open([...soFar, { ...last, result: 'fault' }])).toBe(false);
  expect(open([...soFar, last, noted(last.item, { corrects: last.id })])).toBe(true);
});

test('closing that is ticked ahead of any opening is no shift, and ends the one that opens after', () => {
  expect(open(closingItems.slice(1).map((item) => noted(item)))).toBe(false);
  expect(open([...allClosed(), noted('bar')])).toBe(false);
});

describe('nobody closed it', () => {
  const rows = [noted('bar')];
  const at = (time: string) => businessDayOf(Date.parse(`${time}+08:00`), 'Asia/Shanghai', '04:00');
  test('until four in the morning it runs on', () =>
    expect(open(rows, { today: at('2026-11-25T03:59:59') })).toBe(true));
  test('at four the business day is over, and with nobody in the house the shift too', () =>
    expect(open(rows, { today: at('2026-11-25T04:00:00') })).toBe(false));
  test('after four it lasts as long as somebody sits there', () =>
    expect(open(rows, { today: at('2026-11-25T04:00:00'), openVisits: 1 })).toBe(true));
  test('one that was closed stays closed, whoever was forgotten', () =>
    expect(open([...rows, ...allClosed()], { today: '2026-11-25', openVisits: 3 })).toBe(false));
});

describe('whatever was noted', () => {
  const someRow = fc.record({
    item: fc.constantFrom(...checkItems),
    result: fc.constantFrom('ok' as const, 'fault' as const),
    slot: fc.constantFrom(null, '10:00', '15:00'),
    /** Which of the rows before it is taken back, if any. */
    takesBack: fc.option(fc.nat({ max: 20 })),
  });
  const someRows = fc.array(someRow, { maxLength: 20 }).map((list) =>
    list.map(({ takesBack, ...row }, at): CheckRow => ({
      ...row,
      ...{
        id: `r${at}`,
        checkedAt: at,
        corrects: takesBack !== null && takesBack < at ? `r${takesBack}` : null,
      },
    })),
  );
  const instant = fc.integer({
    min: Date.parse(`${day}T04:00:00+08:00`),
    max: Date.parse('2026-11-27T12:00:00+08:00'),
  });

  test('the order in which desks tell it changes nothing', () =>
    fc.assert(
      fc.property(someRows, fc.nat({ max: 2 }), (rows, openVisits) => {
        expect(open(rows.toReversed(), { openVisits })).toBe(open(rows, { openVisits }));
      }),
    ));

  test('with all of closing noted it is over, at any time and whoever sits there', () =>
    fc.assert(
      fc.property(someRows, instant, fc.nat({ max: 2 }), (rows, now, openVisits) => {
        const today = businessDayOf(now, 'Asia/Shanghai', '04:00');
        expect(open([...rows, ...allClosed()], { today, openVisits })).toBe(false);
      }),
    ));

  test('after its cut-off it runs only where it ran before it and somebody is in the house', () =>
    fc.assert(
      fc.property(someRows, instant, fc.nat({ max: 2 }), (rows, now, openVisits) => {
        const today = businessDayOf(now, 'Asia/Shanghai', '04:00');
        const isOver = now >= Date.parse('2026-11-25T04:00:00+08:00');
        const ranOn = open(rows);
        expect(open(rows, { today, openVisits })).toBe(ranOn && (!isOver || openVisits > 0));
      }),
    ));
});
