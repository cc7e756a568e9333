import { useLiveQuery } from 'dexie-react-hooks';
import { hasJoined } from '../../../shared/rules/joined-visits.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import { standingCalls, type StandingCall } from '../../../shared/rules/staff-calls.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readGuest } from '../../data/merged-guests.ts';

export interface HeldVisit {
  readonly visit: LocalRow<'visit'>;
  /** Not taken back, oldest first. */
  readonly servings: readonly LocalRow<'serving'>[];
  /** Colleagues told of them, not taken back, oldest first. */
  readonly calls: readonly StandingCall<LocalRow<'staffCall'>>[];
  readonly guestCard: LocalRow<'guestCard'> | null;
  /** The one they came with; all of the guest's where nobody said which. */
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  /** All of the guest's. */
  readonly cars: readonly LocalRow<'vehicle'>[];
  readonly seat: LocalRow<'seat'> | null;
  readonly area: LocalRow<'area'> | null;
  /** Whom they joined. */
  readonly host: LocalRow<'visit'> | null;
  /** Who joined them. */
  readonly joined: readonly LocalRow<'visit'>[];
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
  const { guestCardId, vehicleId, seatId, joinedVisitId } = visit;
  const [servings, calls, menu, guest, seat, car] = await Promise.all([
    db.serving.where('visitId').equals(visitId).toArray(),
    db.staffCall.where('visitId').equals(visitId).toArray(),
    db.menuItem.toArray(),
    guestCardId === null ? null : readGuest(db, guestCardId),
    seatId === null ? undefined : db.seat.get(seatId),
    vehicleId ? db.vehicle.get(vehicleId) : undefined,
  ]);
  const [cars, area, host, joined] = await Promise.all([
    guest ? db.vehicle.where('customerId').anyOf(guest.customerIds).toArray() : [],
    seat && db.area.get(seat.areaId),
    joinedVisitId && hasJoined(visit) ? db.visit.get(joinedVisitId) : undefined,
    db.visit.where('joinedVisitId').equals(visitId).filter(hasJoined).toArray(),
  ]);
  return {
    ...{
      visit,
      menu,
      cars,
      vehicles: car ? [car] : cars,
      servings: standingServings(servings),
      calls: standingCalls(calls),
    },
    ...{ guestCard: guest?.card ?? null, seat: seat ?? null, area: area ?? null },
    ...{ host: host ?? null, joined },
  };
}
