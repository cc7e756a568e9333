import { describe, expect, test } from 'vitest';
import type { Visit } from '../../../shared/entities/visit.ts';
import {
  editProblems,
  readyAt,
  shownValues,
  toEdit,
  toValues,
  type EditValues,
} from './edit-party-values.ts';

const at = (text: string) => Date.parse(`2026-11-${text}+08:00`);
const clock = { now: at('24T05:58:20'), timeZone: 'Asia/Shanghai' };
const visit = {
  ...{ partyName: '李建国', partySize: 2, purpose: 'service', note: null, workshopNote: null },
  expectedReadyAt: null,
} as Visit;
const opened = toValues(visit, clock.timeZone);
const typed = (change: Partial<EditValues>, of = visit) => ({
  ...{ visit: of, opened: toValues(of, clock.timeZone) },
  values: { ...toValues(of, clock.timeZone), ...change },
});

describe('the time a car is ready', () => {
  test.each([
    ['just past is late, not tomorrow', '05:30', 0, '24T05:30:00'],
    ['still to come is today', '11:00', 0, '24T11:00:00'],
    ['of tomorrow is said on purpose', '05:30', 1, '25T05:30:00'],
  ])('%s', (_what, ready, readyDays, expected) => {
    expect(toEdit(typed({ ready, readyDays }), clock)).toEqual({ expectedReadyAt: at(expected) });
  });

  test('that was not touched stands, however far away it is', () => {
    const later = { ...visit, expectedReadyAt: at('26T09:00:00') };
    expect(toEdit(typed({ note: '等贷款' }, later), clock)).toEqual({ note: '等贷款' });
    expect(readyAt(typed({}, later), clock)).toBe(later.expectedReadyAt);
    expect(toEdit(typed({ ready: '' }, later), clock)).toEqual({ expectedReadyAt: null });
  });
});

test.each([0, 501, 1.5, ''] as const)('“%s” guests are no party, and are not made one', (partySize) => {
  expect(editProblems({ ...opened, partySize })).toEqual({ partySize: true });
  expect(editProblems({ ...opened, partyName: '  ' })).toEqual({ partyName: true });
  expect(editProblems(opened)).toEqual({});
});

test('a time may be typed in any usual way; what is none is a problem, and no time', () => {
  expect(toEdit(typed({ ready: '1100' }), clock)).toEqual({ expectedReadyAt: at('24T11:00:00') });
  expect(editProblems({ ...opened, ready: '下午三点' })).toEqual({ ready: true });
  expect(readyAt(typed({ ready: '下午三点' }), clock)).toBeNull();
  const later = { ...visit, expectedReadyAt: at('26T09:00:00') };
  expect(readyAt(typed({ ready: '900' }, later), clock)).toBe(later.expectedReadyAt);
});

test('what was typed is shown as typed, the rest as the row says now', () => {
  const current = { ...opened, partySize: 5, note: '另一台写的' };
  expect(shownValues({ ...opened, note: '等贷款' }, opened, current)).toEqual({ ...current, note: '等贷款' });
});
