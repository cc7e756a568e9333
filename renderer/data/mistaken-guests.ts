/**
 * Who of some guests, and which of some cars, are there by mistake (decisions/0011): whoever looks for what a desk
 * knows passes them over. Few cards are marked, so that it costs nothing where none is. As in `merged-guests.ts`,
 * nothing here is an async function.
 */
import { Dexie, type PromiseExtended } from 'dexie';
import { counts, isMarked, isMistaken } from '../../shared/rules/mistaken-cards.ts';
import type { DeskDatabase, LocalRow } from './database.ts';
import { readMergesOf } from './merged-guests.ts';

type Card = LocalRow<'guestCard'>;

/** Those of the given cards whose guest was entered by mistake. */
export function readMistaken(db: DeskDatabase, cards: readonly Card[]): PromiseExtended<ReadonlySet<Card>> {
  const marked = cards.filter(isMarked);
  if (marked.length === 0) return Dexie.Promise.resolve(new Set());
  return Dexie.Promise.all(marked.map(({ id }) => isMistakenCard(db, id))).then(
    (answers) => new Set(marked.filter((_, at) => answers[at])),
  );
}

/** The given cards without them. */
export function withoutMistaken(db: DeskDatabase, cards: readonly Card[]): PromiseExtended<Card[]> {
  return readMistaken(db, cards).then((mistaken) => cards.filter((card) => !mistaken.has(card)));
}

/** The given cars without those that belong to nobody but them. */
export function withoutTheirCars(
  db: DeskDatabase,
  cars: readonly LocalRow<'vehicle'>[],
): PromiseExtended<LocalRow<'vehicle'>[]> {
  const owners = cars.flatMap(({ customerId }) => customerId ?? []);
  return db.guestCard
    .where('customerId')
    .anyOf(owners)
    .toArray()
    .then((cards) => readMistaken(db, cards))
    .then((mistaken) => {
      const theirs = new Set([...mistaken].map(({ customerId }) => customerId));
      return cars.filter(({ customerId }) => customerId === null || !theirs.has(customerId));
    });
}

function isMistakenCard(db: DeskDatabase, cardId: string): PromiseExtended<boolean> {
  return readMergesOf(db, [cardId]).then(({ groupOf }) => {
    const { cardIds } = groupOf(cardId);
    return Dexie.Promise.all([
      db.guestCard.bulkGet([...cardIds]),
      db.visit.where('guestCardId').anyOf(cardIds).filter(counts).count(),
    ]).then(([cards, visits]) =>
      isMistaken(
        cards.filter((card) => card !== undefined),
        visits > 0,
      ),
    );
  });
}
