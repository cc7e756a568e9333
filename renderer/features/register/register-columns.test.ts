import { expect, test } from 'vitest';
import type { RegisterLine } from './register-ask.ts';
import { sortLines } from './register-columns.ts';
import type { LineWords } from './use-line-words.ts';

const line = (partyName: string, arrivedAt: number, stayMs: number | null): RegisterLine => ({
  ...{ visitId: partyName, businessDay: '2026-11-26', arrivedAt, leftAt: null, guestCardId: null },
  ...{
    guestKind: 'anonymous',
    partyName,
    people: 1,
    children: 0,
    hasJoined: false,
    isUndone: false,
    purpose: 'other',
    seatId: null,
    receivedBy: null,
  },
  ...{
    drinks: [],
    cups: 0,
    firstDrinkMs: null,
    unservedMs: stayMs,
    refillsDue: 0,
    refillsInTime: 0,
    stayMs,
    isOvernight: false,
  },
  ...{ guestName: null, vehicles: [] },
});
const words = { guest: ({ partyName }: RegisterLine) => partyName } as unknown as LineWords;
const lines = [line('周', 1, 30), line('陈', 2, null), line('周', 3, 10), line('李', 4, 20)];
const sorted = (column: 'guest' | 'stay' | 'arrivedAt', isDescending: boolean) =>
  sortLines(lines, { column, isDescending }, words, 'zh-CN').map(({ arrivedAt }) => arrivedAt);

test('Chinese names stand in the order of their readings, the same names in that of arrival', () => {
  expect(sorted('guest', false)).toEqual([2, 4, 1, 3]);
  expect(sorted('guest', true)).toEqual([1, 3, 4, 2]);
});

test('what has no value stands last, whichever way', () => {
  expect(sorted('stay', false)).toEqual([3, 4, 1, 2]);
  expect(sorted('stay', true)).toEqual([1, 4, 3, 2]);
});
