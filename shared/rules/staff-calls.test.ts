import { describe, expect, test } from 'vitest';
import { calledPeople, longestAwaited, standingCalls } from './staff-calls.ts';

const row = (id: string, calledAt: number, more: object = {}) => ({
  ...{ id, calledAt, role: 'sales' as const, name: '王强', answers: null, corrects: null },
  ...more,
});
const inWords = (rows: ReturnType<typeof row>[]) =>
  standingCalls(rows).map(({ call, came }) => `${call.id} ${came?.id ?? 'awaited'}`);

describe('what stands of the calls of a visit', () => {
  test('oldest first, each with the row that says they came', () => {
    const rows = [row('b', 20), row('came', 15, { answers: 'a' }), row('a', 10)];
    expect(inWords(rows)).toEqual(['a came', 'b awaited']);
    expect(longestAwaited(standingCalls(rows))?.call.id).toBe('b');
  });

  test('a call that was taken back is none, also where they came', () => {
    const rows = [row('a', 10), row('came', 12, { answers: 'a' }), row('x', 13, { corrects: 'a' })];
    expect(inWords(rows)).toEqual([]);
    expect(longestAwaited(standingCalls(rows))).toBeNull();
  });

  test('that they came, taken back, leaves them awaited; said again by another row they have come', () => {
    const rows = [row('a', 10), row('came', 12, { answers: 'a' }), row('x', 13, { corrects: 'came' })];
    expect(inWords(rows)).toEqual(['a awaited']);
    expect(inWords([...rows, row('again', 14, { answers: 'a' })])).toEqual(['a again']);
  });
});

test('a taking back is taken back, and what it took back stands again', () => {
  const rows = [row('a', 10), row('x', 12, { corrects: 'a' }), row('y', 13, { corrects: 'x' })];
  expect(inWords(rows)).toEqual(['a awaited']);
  expect(inWords([...rows, row('z', 14, { corrects: 'y' })])).toEqual([]);
});

test('people are offered once, whoever was called last first, each by name and role', () => {
  const rows = [
    row('a', 10),
    row('b', 20, { name: '李顾问', role: 'advisor' }),
    row('c', 30),
    row('d', 40, { name: '李顾问', role: 'other', answers: 'b' }),
    row('e', 25, { name: '李顾问', role: 'sales' }),
  ];
  expect(calledPeople(rows)).toEqual([
    { role: 'sales', name: '王强' },
    { role: 'sales', name: '李顾问' },
    { role: 'advisor', name: '李顾问' },
  ]);
});
