import { useLiveQuery } from 'dexie-react-hooks';
import { counts, isMarked, isOfCheckIn } from '../../shared/rules/mistaken-cards.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';

/** The card that a check-in made, where its guest has no other visit: with the check-in it may be a mistake, too. */
export function useNewGuest({
  id: visitId,
  guestCardId,
}: Pick<LocalRow<'visit'>, 'id' | 'guestCardId'>): LocalRow<'guestCard'> | null {
  const { db } = useDesk();
  const found = useLiveQuery(async () => {
    if (guestCardId === null || !isOfCheckIn(guestCardId, visitId)) return null;
    const visits = await db.visit.where('guestCardId').equals(guestCardId).filter(counts).toArray();
    const card = await db.guestCard.get(guestCardId);
    return card && !isMarked(card) && visits.every(({ id }) => id === visitId) ? card : null;
  }, [db, guestCardId, visitId]);
  return found ?? null;
}
