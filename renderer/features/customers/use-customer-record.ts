/** All that this desk holds of one customer, live. */
import { hasJoined } from '../../../shared/rules/joined-visits.ts';
import { counts, isMistaken } from '../../../shared/rules/mistaken-cards.ts';
import { followMerges } from '../../../shared/rules/merged-cards.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import { standingCalls } from '../../../shared/rules/staff-calls.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { readMergeRows } from '../../data/merged-guests.ts';
import { useLiveOf } from '../../data/use-live-of.ts';

export interface CustomerRecord {
  readonly card: LocalRow<'guestCard'>;
  /** Null where this desk does not hold customers in full, or this one is not here yet. */
  readonly customer: LocalRow<'customer'> | null;
  /** Those they own first. */
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  /** Latest first. */
  readonly visits: readonly PastVisit[];
  readonly visitCount: number;
  /** Whether they count as entered by mistake; of a record that was merged never. */
  readonly isMistaken: boolean;
  readonly preferences: readonly LocalRow<'preference'>[];
  readonly menu: readonly LocalRow<'menuItem'>[];
  /** The card that this one was merged into; then cars, visits and preferences stand there. */
  readonly mergedInto: LocalRow<'guestCard'> | null;
  /** Of this guest, with those that were merged into theirs. */
  readonly cardIds: readonly string[];
  readonly customerIds: readonly string[];
  /** What was decided about their cards, the latest first. */
  readonly merges: readonly LocalRow<'customerMerge'>[];
}

export interface PastVisit {
  readonly visit: LocalRow<'visit'>;
  readonly servings: readonly LocalRow<'serving'>[];
  /** Colleagues told of them, not taken back. */
  readonly called: readonly string[];
  /** What the party that they joined is called. */
  readonly joinedName: string | null;
}

/** More are counted, and not read. */
const shownVisits = 20;

/** Null where there is no such card; undefined while it loads. */
export function useCustomerRecord(guestCardId: string): CustomerRecord | null | undefined {
  return useLiveOf(guestCardId, readRecord);
}

/** The record that a card leads to by now: of one that was merged, the one that was kept. */
export function useGuestRecord(guestCardId: string): CustomerRecord | null | undefined {
  const own = useCustomerRecord(guestCardId);
  const kept = useCustomerRecord(own?.mergedInto?.id ?? guestCardId);
  return own?.mergedInto ? kept : own;
}

async function readRecord(db: DeskDatabase, guestCardId: string): Promise<CustomerRecord | null> {
  const card = await db.guestCard.get(guestCardId);
  if (!card) return null;
  const { customerId } = card;
  const decided = await readMergeRows(db, [guestCardId]);
  const merged = followMerges(decided);
  const group = merged.groupOf(guestCardId);
  const isMerged = group.cardId !== guestCardId;
  const cardIds = isMerged ? [] : group.cardIds;
  const customerIds = isMerged
    ? []
    : [...new Set([...(customerId === null ? [] : [customerId]), ...group.customerIds])];
  const [customer, vehicles, preferences, menu, visits, mergedInto, cards] = await Promise.all([
    customerId === null ? undefined : db.customer.get(customerId),
    vehiclesOf(db, customerIds),
    db.preference.where('guestCardId').anyOf(cardIds).toArray(),
    db.menuItem.toArray(),
    db.visit.where('guestCardId').anyOf(cardIds).toArray(),
    isMerged ? db.guestCard.get(group.cardId) : undefined,
    db.guestCard.bulkGet([...cardIds]),
  ]);
  const ofGuest = new Set(isMerged ? [guestCardId] : cardIds);
  const counted = visits.filter(counts).sort((a, b) => b.arrivedAt - a.arrivedAt);
  const shown = counted.slice(0, shownVisits);
  const ids = shown.map((visit) => visit.id);
  const servings = standingServings(await db.serving.where('visitId').anyOf(ids).toArray());
  const hosts = await db.visit.bulkGet(shown.flatMap(({ joinedVisitId }) => joinedVisitId ?? []));
  const calls = await db.staffCall.where('visitId').anyOf(ids).toArray();
  return {
    ...{ card, customer: customer ?? null, vehicles, preferences, menu, visitCount: counted.length },
    ...{ mergedInto: mergedInto ?? null, cardIds, customerIds },
    isMistaken: isMistaken(
      cards.filter((one) => one !== undefined),
      counted.length > 0,
    ),
    merges: decided
      .filter((one) => ofGuest.has(one.guestCardId) || ofGuest.has(one.intoCardId))
      .sort((x, y) => y.decidedAt - x.decidedAt),
    visits: shown.map((visit) => ({
      visit,
      servings: servings.filter((serving) => serving.visitId === visit.id),
      joinedName: hasJoined(visit)
        ? (hosts.find((host) => host?.id === visit.joinedVisitId)?.partyName ?? null)
        : null,
      called: standingCalls(calls.filter(({ visitId }) => visitId === visit.id)).map(({ call }) => call.name),
    })),
  };
}

async function vehiclesOf(db: DeskDatabase, customerIds: readonly string[]): Promise<LocalRow<'vehicle'>[]> {
  if (customerIds.length === 0) return [];
  const found = await db.vehicle
    .where('customerId')
    .anyOf(customerIds)
    .or('bringsInId')
    .anyOf(customerIds)
    .or('userId')
    .anyOf(customerIds)
    .distinct()
    .toArray();
  const isOwn = ({ customerId }: LocalRow<'vehicle'>) => customerIds.includes(customerId ?? '');
  return found.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || (a.id < b.id ? -1 : 1));
}
