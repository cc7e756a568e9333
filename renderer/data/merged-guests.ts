/**
 * Guest cards through the merges that this desk knows: whoever asks for a card gets the one it leads to.
 *
 * What is read here is part of live queries. Those see only what is read in their own context, which promises of Dexie
 * carry along, and two async functions within each other may not: so nothing here is one.
 */
import { Dexie, type PromiseExtended } from 'dexie';
import { followMerges, type MergedCards } from '../../shared/rules/merged-cards.ts';
import type { DeskDatabase, LocalRow } from './database.ts';

type MergeRows = readonly LocalRow<'customerMerge'>[];

/** Of these cards, and of all that lead to or from them: by index, so that it costs nothing where nobody was merged. */
export function readMergesOf(db: DeskDatabase, cardIds: readonly string[]): PromiseExtended<MergedCards> {
  return readMergeRows(db, cardIds).then(followMerges);
}

/** All that was decided about these cards, and about those it binds them to. */
export function readMergeRows(
  db: DeskDatabase,
  cardIds: readonly string[],
  known: ReadonlyMap<string, MergeRows[number]> = new Map(),
  asked: ReadonlySet<string> = new Set(),
): PromiseExtended<MergeRows> {
  const next = [...new Set(cardIds)].filter((id) => !asked.has(id));
  if (next.length === 0) return Dexie.Promise.resolve([...known.values()]);
  const { customerMerge } = db;
  return Dexie.Promise.all([
    customerMerge.where('guestCardId').anyOf(next).toArray(),
    customerMerge.where('intoCardId').anyOf(next).toArray(),
  ]).then((both) => {
    const found = both.flat();
    return readMergeRows(
      db,
      found.flatMap(({ guestCardId, intoCardId }) => [guestCardId, intoCardId]),
      new Map([...known, ...found.map((row) => [row.id, row] as const)]),
      new Set([...asked, ...next]),
    );
  });
}

export function readAllMerges(db: DeskDatabase): PromiseExtended<MergedCards> {
  return db.customerMerge.toArray().then(followMerges);
}

/** By the id that was asked for, the card it leads to; those that this desk does not hold are left out. */
export function readCards(
  db: DeskDatabase,
  cardIds: readonly string[],
): PromiseExtended<Map<string, LocalRow<'guestCard'>>> {
  return readMergesOf(db, cardIds).then(({ rootOf }) => {
    const roots = [...new Set(cardIds.map(rootOf))];
    return db.guestCard.bulkGet(roots).then((cards) => {
      const byId = new Map(cards.flatMap((card) => (card ? [[card.id, card] as const] : [])));
      return new Map(
        cardIds.flatMap((id) => {
          const card = byId.get(rootOf(id));
          return card ? [[id, card] as const] : [];
        }),
      );
    });
  });
}

/** By the id of a customer, the card they are known by. */
export function readCardsOfCustomers(
  db: DeskDatabase,
  customerIds: readonly string[],
): PromiseExtended<Map<string, LocalRow<'guestCard'>>> {
  return db.guestCard
    .where('customerId')
    .anyOf(customerIds)
    .toArray()
    .then((own) => {
      const ids = own.map(({ id }) => id);
      return readCards(db, ids).then(
        (cards) =>
          new Map(
            own.flatMap(({ id, customerId }) => {
              const card = cards.get(id);
              return customerId !== null && card ? [[customerId, card] as const] : [];
            }),
          ),
      );
    });
}

export interface GuestRows {
  readonly card: LocalRow<'guestCard'>;
  /** Of the guest, the one that is kept first. */
  readonly cardIds: readonly string[];
  readonly customerIds: readonly string[];
}

/** What the rows of a guest may name: every card and customer that was merged into theirs. Null where none is here. */
export function readGuest(db: DeskDatabase, cardId: string): PromiseExtended<GuestRows | null> {
  return readMergesOf(db, [cardId]).then(({ groupOf }) => {
    const { cardIds, customerIds, cardId: root } = groupOf(cardId);
    return db.guestCard.get(root).then((card) => {
      if (!card) return null;
      const all = new Set([...(card.customerId === null ? [] : [card.customerId]), ...customerIds]);
      return { card, cardIds, customerIds: [...all] };
    });
  });
}
