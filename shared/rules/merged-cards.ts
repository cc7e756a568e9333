/**
 * Which guest card another one leads to, now that both are one guest (合并).
 *
 * Merges stand in rows of their own and nothing is repointed, so every reader asks here. Whatever rows there are, each
 * card comes out at one end: of decisions that contradict each other (two lives of a restored server may bring A into B
 * and B into A, or a desk merges anew after an undo that is refused later) the last one counts, at every desk the same.
 */
import type { CustomerMerge } from '../entities/customer-merge.ts';

export type MergeRow = Pick<
  CustomerMerge,
  'what' | 'guestCardId' | 'intoCardId' | 'customerId' | 'intoCustomerId' | 'decidedAt' | 'withdrawnAt'
> & { readonly id: string };

interface MergedGroup {
  /** The card that is kept. */
  readonly cardId: string;
  /** That one first, then those that lead to it. */
  readonly cardIds: readonly string[];
  /** Customers of them all, as far as a merge names them: of a card that was never merged none. */
  readonly customerIds: readonly string[];
}

export interface MergedCards {
  /** The card that this one leads to; itself where it leads to none. */
  rootOf(cardId: string): string;
  /** The customer that this one leads to. */
  customerRootOf(customerId: string): string;
  groupOf(cardId: string): MergedGroup;
  /** Cards that lead to another one. */
  readonly mergedIds: ReadonlySet<string>;
}

/** @param rows of any order; those that do not count are passed over */
export function followMerges(rows: readonly MergeRow[]): MergedCards {
  const parents = new Map<string, MergeRow>();
  for (const row of latestFirst(rows)) {
    if (parents.has(row.guestCardId) || endOf(parents, row.intoCardId) === row.guestCardId) continue;
    parents.set(row.guestCardId, row);
  }
  const customers = new Map<string, string>();
  const children = new Map<string, string[]>();
  const customersOf = new Map<string, Set<string>>();
  for (const [cardId, { customerId, intoCardId, intoCustomerId }] of [...parents].reverse()) {
    if (customerId !== null && intoCustomerId !== null && customerId !== intoCustomerId)
      customers.set(customerId, intoCustomerId);
    const root = endOf(parents, intoCardId);
    children.set(root, [...(children.get(root) ?? []), cardId]);
    const known = customersOf.get(root) ?? new Set();
    for (const id of [intoCustomerId, customerId]) if (id !== null) known.add(id);
    customersOf.set(root, known);
  }
  return {
    rootOf: (cardId) => endOf(parents, cardId),
    customerRootOf(customerId) {
      let id = customerId;
      // No longer than there are merges: two cards of one customer might make a ring of them.
      for (let steps = customers.size; steps > 0 && customers.has(id); steps -= 1)
        id = customers.get(id) ?? id;
      return id;
    },
    groupOf(cardId) {
      const root = endOf(parents, cardId);
      return {
        cardId: root,
        cardIds: [root, ...(children.get(root) ?? [])],
        customerIds: [...(customersOf.get(root) ?? [])],
      };
    },
    mergedIds: new Set(parents.keys()),
  };
}

/** Those that count; of one moment, which no two people share but by chance, the greater id first. */
function latestFirst(rows: readonly MergeRow[]): MergeRow[] {
  return rows
    .filter(({ what, withdrawnAt, guestCardId, intoCardId }) => {
      return what === 'merged' && withdrawnAt === null && guestCardId !== intoCardId;
    })
    .toSorted((a, b) => b.decidedAt - a.decidedAt || (a.id < b.id ? 1 : -1));
}

/** Ends, since no row that closes a ring was taken in. */
function endOf(parents: ReadonlyMap<string, MergeRow>, cardId: string): string {
  let end = cardId;
  for (let row = parents.get(end); row; row = parents.get(end)) end = row.intoCardId;
  return end;
}

/** Of two cards, in whichever order they are named. */
export const pairKey = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
