import { expect, test } from 'vitest';
import { nextOnRounds, roundsOf, type RoundsOrder } from './rounds.ts';
import type { Floor, Party } from './use-floor.ts';

const minute = 60_000;
const now = 1_000 * minute;
const clock = { now, refillMinutes: 20, businessDay: '2026-11-24' };
const seats = ['A1', 'A2', 'A3', 'W1'].map((id) => ({ id })) as unknown as Floor['seats'];

/** Where it sits, and minutes since it was served; null where it was not. */
function party(id: string, seatId: string | null, served: number | null, businessDay = '2026-11-24'): Party {
  const visit = { id, seatId, businessDay, arrivedAt: now - 30 * minute, expectedReadyAt: null };
  return {
    visit,
    lastServing: served === null ? null : { servedAt: now - served * minute },
  } as unknown as Party;
}

const floor = {
  seats,
  parties: [
    party('long due', 'W1', 50),
    party('due', 'A2', 25),
    party('thirsty', null, null),
    party('soon', 'A3', 18),
    party('fresh', 'A3', 2),
    party('half', 'A1', 9),
    party('overnight', 'A1', 900, '2026-11-23'),
  ],
};
const idsOf = (parties: readonly Party[]) => parties.map(({ visit }) => visit.id);
const next = (order: RoundsOrder, chosen: string | null) =>
  nextOnRounds(floor, order, clock, chosen)?.visit.id;

test('by time the most overdue stands first; what is due now before what is soon and the rest', () => {
  const rounds = roundsOf(floor, 'due', clock);
  expect(idsOf(rounds.now)).toEqual(['thirsty', 'long due', 'due']);
  expect(idsOf(rounds.soon)).toEqual(['soon']);
  expect(idsOf(rounds.rest)).toEqual(['half', 'fresh', 'overnight']);
});

test('as one walks: who has no seat first, then seat after seat as the house is arranged', () => {
  expect(idsOf(roundsOf(floor, 'walking', clock).now)).toEqual(['thirsty', 'due', 'long due']);
  const arranged = { ...floor, seats: [...seats].reverse() };
  expect(idsOf(roundsOf(arranged, 'walking', clock).now)).toEqual(['thirsty', 'long due', 'due']);
  expect(idsOf(roundsOf(arranged, 'walking', clock).rest)).toEqual(['fresh', 'half', 'overnight']);
});

test('the next one is further along the way, and the first again at its end', () => {
  expect(next('walking', null)).toBe('thirsty');
  expect(next('walking', 'thirsty')).toBe('due');
  expect(next('walking', 'half')).toBe('due');
  expect(next('walking', 'soon')).toBe('long due');
  expect(next('walking', 'long due')).toBe('thirsty');
  expect(next('due', 'half')).toBe('thirsty');
  expect(next('due', 'thirsty')).toBe('long due');
  expect(nextOnRounds({ seats, parties: [] }, 'due', clock, null)).toBeUndefined();
});
