/**
 * A customer who was entered by mistake (登记有误): marked, and left out of searches and lists from then on. No row is
 * erased, so it takes no right but that of editing guests, and either way leads back (decisions/0011).
 */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { isMarked } from '../rules/mistaken-cards.ts';
import { cancelCheckIn, restoreCheckIn } from './party.ts';
import { defineCommand, isFailure, type CommandContext, type CommandOutcome, type RowKey } from './define.ts';

/** The card, and those that were merged into it. */
const cards = z.object({ guestCardIds: z.array(id()).min(1).max(200) });
type Cards = z.infer<typeof cards>;

const cardRows = ({ guestCardIds }: Cards): RowKey[] =>
  guestCardIds.map((one) => ({ entity: 'guestCard', id: one }));

/** Fails with `row_missing` where a card is not on this desk. */
export const markMistaken = defineCommand({
  name: 'markMistaken',
  version: 1,
  input: cards,
  permission: 'guests.edit',
  reads: cardRows,
  plan: (input, context) => setMark(input, context, context.now),
});

/** The way back. Fails with `row_missing`. */
export const clearMistaken = defineCommand({
  name: 'clearMistaken',
  version: 1,
  input: cards,
  permission: 'guests.edit',
  reads: cardRows,
  plan: (input, context) => setMark(input, context, null),
});

const newCheckIn = z.object({
  visitId: id(),
  /** Made by that check-in. */
  guestCardId: id(),
  /** Also of a party that has left, as `cancelCheckIn`. */
  alsoLeft: z.boolean().optional(),
});
type NewCheckIn = z.infer<typeof newCheckIn>;

const newCheckInRows = ({ visitId, guestCardId }: NewCheckIn): RowKey[] => [
  { entity: 'visit', id: visitId },
  { entity: 'guestCard', id: guestCardId },
];

/**
 * A check-in of a new customer was a mistake, the customer too: the visit counts nowhere, the card is marked. Two
 * changes kept together on this desk, judged each for itself. Fails as `cancelCheckIn`, or with `row_missing`.
 */
export const cancelNewCheckIn = defineCommand({
  name: 'cancelNewCheckIn',
  version: 1,
  input: newCheckIn,
  permission: 'guests.edit',
  reads: newCheckInRows,
  plan: ({ guestCardId, ...visit }, context) =>
    bothOf(
      cancelCheckIn.plan(visit, context),
      setMark({ guestCardIds: [guestCardId] }, context, context.now),
    ),
});

/** The way back of both. Fails with `row_missing`. */
export const restoreNewCheckIn = defineCommand({
  name: 'restoreNewCheckIn',
  version: 1,
  input: newCheckIn.omit({ alsoLeft: true }),
  permission: 'guests.edit',
  reads: newCheckInRows,
  plan: ({ guestCardId, visitId }, context) =>
    bothOf(
      restoreCheckIn.plan({ visitId }, context),
      setMark({ guestCardIds: [guestCardId] }, context, null),
    ),
});

type Outcome = CommandOutcome<null> | Failure<DeviceErrorCode>;

/** Only cards that say something else are written, so that the earlier mark stands. */
function setMark({ guestCardIds }: Cards, context: CommandContext, mistakenAt: number | null): Outcome {
  const rows = guestCardIds.flatMap((cardId) => context.row('guestCard', cardId) ?? []);
  if (rows.length < guestCardIds.length) return { code: 'row_missing' };
  const patches = rows
    .filter((row) => isMarked(row) !== (mistakenAt !== null))
    .map((row) => ({ entity: 'guestCard', id: row.id, op: 'update', set: { mistakenAt } }) as const);
  const name = mistakenAt === null ? 'clearMistaken' : 'markMistaken';
  return { changes: patches.length === 0 ? [] : [{ name, version: 1, patches }], output: null };
}

function bothOf(first: Outcome, second: Outcome): Outcome {
  if (isFailure(first)) return first;
  if (isFailure(second)) return second;
  return { changes: [...first.changes, ...second.changes], output: null };
}
