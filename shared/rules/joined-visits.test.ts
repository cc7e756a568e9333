import { describe, expect, test } from 'vitest';
import { isCountedElsewhere, isStillHere, whoJoined } from './joined-visits.ts';
import { peopleWith } from './party-people.ts';

interface Told {
  readonly joined?: string;
  readonly isHere?: boolean;
  readonly isUndone?: boolean;
}

/** Of these visits those whose people count. */
function counted(visits: Readonly<Record<string, Told>>): string[] {
  const rows = Object.entries(visits).map(([id, { joined = null, isHere = false, isUndone = false }]) => ({
    ...{ id, joinedVisitId: joined, leftAt: isHere ? null : 1, cancelledAt: isUndone ? 1 : null },
  }));
  const find = (id: string) => rows.find((row) => row.id === id);
  const standing = rows.filter(({ cancelledAt }) => cancelledAt === null);
  return standing.filter((row) => !isCountedElsewhere(row, find)).map(({ id }) => id);
}

describe('people whom an earlier version had added to another number count once', () => {
  test('where the party that they joined is here, has left, or joined a third one', () => {
    expect(counted({ a: { joined: 'b' }, b: { isHere: true } })).toEqual(['b']);
    expect(counted({ a: { joined: 'b' }, b: {} })).toEqual(['b']);
    expect(counted({ a: { joined: 'b' }, b: { joined: 'c' }, c: { isHere: true } })).toEqual(['c']);
  });

  test('by themselves where they were brought back', () => {
    expect(counted({ a: { joined: 'b', isHere: true }, b: { isHere: true } })).toEqual(['a', 'b']);
  });

  test('by themselves where the check-in of the other party was undone', () => {
    expect(counted({ a: { joined: 'b' }, b: { isUndone: true } })).toEqual(['a']);
    expect(counted({ a: { joined: 'b' }, b: { joined: 'c' }, c: { isUndone: true } })).toEqual(['b']);
  });

  test('where two desks apart sent two parties to each other', () => {
    expect(counted({ a: { joined: 'b' }, b: { joined: 'a' } })).toEqual(['a']);
    expect(counted({ z: { joined: 'b' }, b: { joined: 'a' }, a: { joined: 'b' } })).toEqual(['a']);
  });

  test('where this device does not hold the other party', () => {
    expect(counted({ a: { joined: 'elsewhere' } })).toEqual([]);
  });
});

describe('of parties that desks apart sent to each other', () => {
  const row = (id: string, joinedVisitId: string | null, more: object = {}) => ({
    ...{ id, joinedVisitId, leftAt: 1, cancelledAt: null, ...more },
  });
  const here = (...rows: ReturnType<typeof row>[]) =>
    rows.filter((one) => isStillHere(one, (id) => rows.find((other) => other.id === id))).map(({ id }) => id);

  test('the one that came first is in the house, in whatever order they are read', () => {
    expect(here(row('a', 'b'), row('b', 'a'))).toEqual(['a']);
    expect(here(row('b', 'a'), row('a', 'b'))).toEqual(['a']);
    expect(here(row('b', 'c'), row('c', 'a'), row('a', 'b'))).toEqual(['a']);
    // Who had joined one of them is with them.
    expect(here(row('b', 'c'), row('c', 'b'), row('a', 'b'))).toEqual(['b']);
  });

  test('none is by this rule where one is open, was undone, was seen off, or is not on this desk', () => {
    expect(here(row('a', 'b'), row('b', null, { leftAt: null }))).toEqual([]);
    expect(here(row('a', 'b'), row('b', 'a', { leftAt: null }))).toEqual([]);
    expect(here(row('a', 'b'), row('b', 'a', { cancelledAt: 1 }))).toEqual([]);
    expect(here(row('a', 'b'), row('b', null))).toEqual([]);
    expect(here(row('a', 'b'))).toEqual([]);
  });
});

describe('people who stay their own', () => {
  const visit = (id: string, joinedVisitId: string | null = null) => ({
    ...{ id, joinedVisitId, leftAt: joinedVisitId === null ? null : 1, cancelledAt: null },
    ...{ partySize: 2, children: 1, keepsPeople: joinedVisitId !== null },
  });

  test('count by themselves, and on the card they stand on, however many joined it and by which way', () => {
    const [host, ...others] = [visit('a'), visit('b', 'a'), visit('c', 'a'), visit('d', 'c')];
    expect(others.map((one) => isCountedElsewhere(one, () => host))).toEqual([false, false, false]);
    expect(whoJoined('a', [host, ...others])).toEqual(others);
    expect(peopleWith(host, others)).toEqual({ people: 8, children: 4 });
  });

  test('whom an earlier version added are not added again', () => {
    const { keepsPeople: _, ...old } = visit('b', 'a');
    expect(peopleWith({ partySize: 4, children: 1 }, [old])).toEqual({ people: 4, children: 1 });
  });

  test('of two that joined each other, each joined the other, once', () => {
    const ring = [visit('a', 'b'), visit('b', 'a')];
    expect(whoJoined('a', ring).map(({ id }) => id)).toEqual(['b']);
  });
});
