/** What the bar wants to know of guests at a glance: usual drink, what to avoid, whether they are here. */
import { useLiveQuery } from 'dexie-react-hooks';
import { standingPreferences } from '../../../shared/rules/preference-terms.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import { usualDrinks, usualOfLastVisits, type UsualDrink } from '../../../shared/rules/usual-drink.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';

export interface GuestFacts {
  readonly card: LocalRow<'guestCard'>;
  readonly usual: UsualDrink | null;
  /** That one and the habits after it, for when it has run out. */
  readonly usuals: readonly UsualDrink[];
  /** Those that hold, not those withdrawn; what is against a drink first. */
  readonly preferences: readonly LocalRow<'preference'>[];
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  /** The visit that is under way. */
  readonly openVisitId: string | null;
  /** All that are under way, oldest first: two desks apart may each have made one. */
  readonly openVisits: readonly LocalRow<'visit'>[];
}

/** By guest card; empty while it loads. */
export function useGuestFacts(guestCardIds: readonly string[]): ReadonlyMap<string, GuestFacts> {
  const { db } = useDesk();
  const key = guestCardIds.join();
  const facts = useLiveQuery(() => readFacts(db, key === '' ? [] : key.split(',')), [db, key]);
  return facts ?? noFacts;
}

const noFacts: ReadonlyMap<string, GuestFacts> = new Map();

/** By guest card, of those that this desk holds. */
export async function readFacts(db: DeskDatabase, ids: readonly string[]): Promise<Map<string, GuestFacts>> {
  const cards = await db.guestCard.bulkGet([...ids]);
  const known = cards.filter((card) => card !== undefined);
  const facts = await Promise.all(known.map((card) => factsOf(db, card)));
  return new Map(facts.map((one) => [one.card.id, one]));
}

async function factsOf(db: DeskDatabase, card: LocalRow<'guestCard'>): Promise<GuestFacts> {
  const [visits, preferences, vehicles] = await Promise.all([
    db.visit.where('guestCardId').equals(card.id).toArray(),
    db.preference.where('guestCardId').equals(card.id).toArray(),
    card.customerId === null ? [] : db.vehicle.where('customerId').equals(card.customerId).toArray(),
  ]);
  const counted = visits
    .filter((visit) => visit.cancelledAt === null)
    .sort((a, b) => b.arrivedAt - a.arrivedAt);
  const latest = counted.slice(0, 2 * usualOfLastVisits);
  const servings = await db.serving
    .where('visitId')
    .anyOf(latest.map((visit) => visit.id))
    .toArray();
  const standing = standingServings(servings);
  const drinksByVisit = latest
    .map((visit) => standing.filter((one) => one.visitId === visit.id).flatMap((one) => one.menuItemId ?? []))
    .filter((drinks) => drinks.length > 0);
  const usuals = usualDrinks(drinksByVisit);
  const open = counted.filter((visit) => visit.leftAt === null).reverse();
  return {
    card,
    usual: usuals[0] ?? null,
    usuals,
    preferences: standingPreferences(preferences),
    vehicles,
    openVisitId: open.at(-1)?.id ?? null,
    openVisits: open,
  };
}
