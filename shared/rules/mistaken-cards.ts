/**
 * Who was entered by mistake (登记有误) and is left out of searches and lists (decisions/0011).
 *
 * The mark alone says nothing: a guest with a visit that counts has been here, whoever marked the card meanwhile at a
 * desk without a network. So the two may arrive in any order, and nothing has to be decided between them.
 */
import type { GuestCard } from '../entities/guest-card.ts';
import type { Visit } from '../entities/visit.ts';

/** Whether a card is marked; one of version 1 has no such field. */
export const isMarked = ({ mistakenAt }: Pick<Partial<GuestCard>, 'mistakenAt'>): boolean =>
  (mistakenAt ?? null) !== null;

/**
 * Whether a guest counts as entered by mistake.
 * @param cards of the guest: one, or all that were merged into one; who merged a true guest into a marked card, or
 *   marked one that others were merged into, hides nobody
 * @param hasCome whether any visit of theirs counts
 */
export function isMistaken(
  cards: readonly Pick<Partial<GuestCard>, 'mistakenAt'>[],
  hasCome: boolean,
): boolean {
  return !hasCome && cards.length > 0 && cards.every(isMarked);
}

/** Whether a visit says that its guest has been here: a check-in that was cancelled does not. */
export const counts = ({ cancelledAt }: Pick<Visit, 'cancelledAt'>): boolean => cancelledAt === null;

/** Ids of one command are made within a moment; people take longer. Ms. */
const oneMomentMs = 2_000;

/** Whether a card was made by the check-in that this visit came from: both ids are UUIDv7, which begin with their time. */
export function isOfCheckIn(cardId: string, visitId: string): boolean {
  return Math.abs(timeOf(cardId) - timeOf(visitId)) < oneMomentMs;
}

/** When a UUIDv7 was made, UTC ms; NaN of another one, which is then of no moment. */
const timeOf = (id: string) => (id[14] === '7' ? parseInt(id.replaceAll('-', '').slice(0, 12), 16) : NaN);
