import { useLiveQuery } from 'dexie-react-hooks';
import { standingServings } from '../../../shared/rules/refill.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';

export interface HeldVisit {
  readonly visit: LocalRow<'visit'>;
  /** Not taken back, oldest first. */
  readonly servings: readonly LocalRow<'serving'>[];
  readonly guestCard: LocalRow<'guestCard'> | null;
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  readonly seat: LocalRow<'seat'> | null;
  readonly area: LocalRow<'area'> | null;
  readonly menu: readonly LocalRow<'menuItem'>[];
}

/** Live; null where this desk does not hold it, undefined while it is read. */
export function useVisit(visitId: string): HeldVisit | null | undefined {
  const { db } = useDesk();
  return useLiveQuery(() => readVisit(db, visitId), [db, visitId]);
}

async function readVisit(db: DeskDatabase, visitId: string): Promise<HeldVisit | null> {
  const visit = await db.visit.get(visitId);
  if (!visit) return null;
  const { guestCardId, seatId } = visit;
  const [servings, menu, guestCard, seat] = await Promise.all([
    db.serving.where('visitId').equals(visitId).toArray(),
    db.menuItem.toArray(),
    guestCardId === null ? undefined : db.guestCard.get(guestCardId),
    seatId === null ? undefined : db.seat.get(seatId),
  ]);
  const customerId = guestCard?.customerId ?? null;
  const [vehicles, area] = await Promise.all([
    customerId === null ? [] : db.vehicle.where('customerId').equals(customerId).toArray(),
    seat && db.area.get(seat.areaId),
  ]);
  return {
    ...{ visit, menu, vehicles, servings: standingServings(servings) },
    ...{ guestCard: guestCard ?? null, seat: seat ?? null, area: area ?? null },
  };
}
