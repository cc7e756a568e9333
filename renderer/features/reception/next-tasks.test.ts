import { expect, test } from 'vitest';
import { nextTasks, refillsDue } from './next-tasks.ts';
import type { Party } from './use-floor.ts';

const minute = 60_000;
const now = 1_000 * minute;

/** A party by its times alone, in minutes before (−) or after now. */
function party(name: string, arrived: number, served: number | null, ready: number | null): Party {
  const visit = {
    businessDay: '2026-11-24',
    arrivedAt: now + arrived * minute,
    expectedReadyAt: ready === null ? null : now + ready * minute,
  };
  const lastServing = served === null ? null : { servedAt: now + served * minute };
  return {
    name,
    visit,
    lastServing,
    servings: [],
    seat: null,
    area: null,
    guestCard: null,
  } as unknown as Party;
}

const words = (parties: readonly Party[]) =>
  nextTasks(parties, now, 20, '2026-11-24').map(({ kind, party: { name } }) => `${name} ${kind}`);

test('the most overdue stands first, of whatever kind', () => {
  const parties = [
    party('just due', -40, -20, null),
    party('long due', -60, -50, null),
    party('thirsty', -25, null, null),
    party('late car', -90, -1, -10),
  ];
  expect(words(parties)).toEqual([
    'long due refill',
    'thirsty firstDrink',
    'late car ready',
    'just due refill',
  ]);
});

test('who was left open overnight is to be seen off, after what is late, and is no refill due', () => {
  const yesterday = party('overnight', -900, -800, -700);
  const overnight = { ...yesterday, visit: { ...yesterday.visit, businessDay: '2026-11-23' } };
  const parties = [overnight, party('late', -60, -21, null), party('due', -60, -20, null)];
  const soon = party('soon', -60, -18, null);
  expect(words([...parties, soon])).toEqual([
    'late refill',
    'overnight overnight',
    'due refill',
    'soon refill',
  ]);
  expect(refillsDue([...parties, soon], now, 20, '2026-11-24')).toBe(2);
});
