import { expect, test } from 'vitest';
import { nextTasks } from './next-tasks.ts';
import type { Party } from './use-floor.ts';

const minute = 60_000;
const now = 1_000 * minute;

/** A party by its times alone, in minutes before (−) or after now. */
function party(name: string, arrived: number, served: number | null, ready: number | null): Party {
  const visit = {
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
  nextTasks(parties, now, 20).map(({ kind, party: { name } }) => `${name} ${kind}`);

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
