/** All that this desk holds of one customer, live. */
import { useLiveQuery } from 'dexie-react-hooks';
import { standingServings } from '../../../shared/rules/refill.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';

export interface CustomerRecord {
  readonly card: LocalRow<'guestCard'>;
  /** Null where this desk does not hold customers in full, or this one is not here yet. */
  readonly customer: LocalRow<'customer'> | null;
  /** Those they own first. */
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  /** Latest first. */
  readonly visits: readonly PastVisit[];
  readonly visitCount: number;
  readonly preferences: readonly LocalRow<'preference'>[];
  readonly menu: readonly LocalRow<'menuItem'>[];
}

export interface PastVisit {
  readonly visit: LocalRow<'visit'>;
  readonly servings: readonly LocalRow<'serving'>[];
}

/** More are counted, and not read. */
const shownVisits = 20;

/** Null where there is no such card; undefined while it loads. */
export function useCustomerRecord(guestCardId: string): CustomerRecord | null | undefined {
  const { db } = useDesk();
  return useLiveQuery(() => readRecord(db, guestCardId), [db, guestCardId]);
}

async function readRecord(db: DeskDatabase, guestCardId: string): Promise<CustomerRecord | null> {
  const card = await db.guestCard.get(guestCardId);
  if (!card) return null;
  const { customerId } = card;
  const [customer, vehicles, preferences, menu, visits] = await Promise.all([
    customerId === null ? undefined : db.customer.get(customerId),
    customerId === null ? [] : vehiclesOf(db, customerId),
    db.preference.where('guestCardId').equals(guestCardId).toArray(),
    db.menuItem.toArray(),
    db.visit.where('guestCardId').equals(guestCardId).toArray(),
  ]);
  const counted = visits
    .filter((visit) => visit.cancelledAt === null)
    .sort((a, b) => b.arrivedAt - a.arrivedAt);
  const shown = counted.slice(0, shownVisits);
  const ids = shown.map((visit) => visit.id);
  const servings = standingServings(await db.serving.where('visitId').anyOf(ids).toArray());
  return {
    ...{ card, customer: customer ?? null, vehicles, preferences, menu, visitCount: counted.length },
    visits: shown.map((visit) => ({
      visit,
      servings: servings.filter((serving) => serving.visitId === visit.id),
    })),
  };
}

async function vehiclesOf(db: DeskDatabase, customerId: string): Promise<LocalRow<'vehicle'>[]> {
  const found = await db.vehicle
    .where('customerId')
    .equals(customerId)
    .or('bringsInId')
    .equals(customerId)
    .or('userId')
    .equals(customerId)
    .distinct()
    .toArray();
  const isOwn = (vehicle: LocalRow<'vehicle'>) => (vehicle.customerId === customerId ? 0 : 1);
  return found.sort((a, b) => isOwn(a) - isOwn(b) || (a.id < b.id ? -1 : 1));
}
