import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followMerges, type MergeRow } from './merged-cards.ts';

function merge(
  guestCardId: string,
  intoCardId: string,
  decidedAt = 1,
  more: Partial<MergeRow> = {},
): MergeRow {
  const customers = { customerId: `c-${guestCardId}`, intoCustomerId: `c-${intoCardId}` };
  const id = `${guestCardId}>${intoCardId}@${decidedAt}`;
  return { id, what: 'merged', guestCardId, intoCardId, ...customers, decidedAt, withdrawnAt: null, ...more };
}

test('a card that was never merged leads to itself, alone', () => {
  const merged = followMerges([]);
  expect(merged.rootOf('a')).toBe('a');
  expect(merged.customerRootOf('c-a')).toBe('c-a');
  expect(merged.groupOf('a')).toEqual({ cardId: 'a', cardIds: ['a'], customerIds: [] });
});

test('a chain leads to its end, from every card of it', () => {
  const merged = followMerges([merge('a', 'b', 1), merge('b', 'c', 2), merge('d', 'b', 3)]);
  expect(['a', 'b', 'c', 'd'].map(merged.rootOf)).toEqual(['c', 'c', 'c', 'c']);
  expect(['c-a', 'c-b', 'c-c', 'c-d'].map(merged.customerRootOf)).toEqual(['c-c', 'c-c', 'c-c', 'c-c']);
  expect(merged.groupOf('a')).toEqual({
    cardId: 'c',
    cardIds: ['c', 'a', 'b', 'd'],
    customerIds: expect.arrayContaining(['c-a', 'c-b', 'c-c', 'c-d']) as string[],
  });
  expect([...merged.mergedIds].toSorted()).toEqual(['a', 'b', 'd']);
});

test('what was withdrawn, or set apart, leads nowhere', () => {
  const merged = followMerges([
    merge('a', 'b', 1, { withdrawnAt: 5 }),
    merge('c', 'd', 1, { what: 'apart' }),
    merge('e', 'e'),
  ]);
  expect(['a', 'c', 'e'].map(merged.rootOf)).toEqual(['a', 'c', 'e']);
  expect(merged.mergedIds.size).toBe(0);
});

test('of two decisions that contradict each other the last one counts', () => {
  expect(followMerges([merge('b', 'a', 2), merge('a', 'b', 1)]).groupOf('a').cardId).toBe('a');
  expect(followMerges([merge('a', 'b', 2), merge('a', 'c', 1)]).rootOf('a')).toBe('b');
  const ring = followMerges([merge('a', 'b', 1), merge('b', 'c', 2), merge('c', 'a', 3)]);
  expect(['a', 'b', 'c'].map(ring.rootOf)).toEqual(['a', 'a', 'a']);
});

test('whatever rows there are, in whatever order: one end each, and the ends are the same', () => {
  const card = fc.constantFrom(...'abcdefg');
  const row = fc
    .record({ from: card, to: card, at: fc.nat(5), isGone: fc.boolean() })
    .map(({ from, to, at, isGone }) => merge(from, to, at, { withdrawnAt: isGone ? 9 : null }));
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (rows, order) => {
        const merged = followMerges(rows);
        const shuffled = rows
          .map((one) => ({ one, at: order.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const again = followMerges(shuffled);
        for (const id of 'abcdefg') {
          const root = merged.rootOf(id);
          expect(merged.rootOf(root)).toBe(root);
          expect(again.rootOf(id)).toBe(root);
          expect(merged.groupOf(id).cardIds).toContain(id);
          expect(merged.customerRootOf(`c-${id}`)).toBe(`c-${root}`);
        }
      },
    ),
  );
});
