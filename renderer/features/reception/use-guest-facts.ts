/** What the bar wants to know of guests at a glance: usual drink, what to avoid, whether they are here. */
import { Dexie, type PromiseExtended } from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import { hasJoined, isStillHere } from '../../../shared/rules/joined-visits.ts';
import { standingPreferences } from '../../../shared/rules/preference-terms.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import { usualDrinks, usualOfLastVisits, type UsualDrink } from '../../../shared/rules/usual-drink.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readGuest, type GuestRows } from '../../data/merged-guests.ts';

export interface GuestFacts {
  readonly card: LocalRow<'guestCard'>;
  readonly usual: UsualDrink | null;
  /** That one and the habits after it, for when it has run out. */
  readonly usuals: readonly UsualDrink[];
  /** Those that hold, not those withdrawn; what is against a drink first. */
  readonly preferences: readonly LocalRow<'preference'>[];
  readonly vehicles: readonly LocalRow<'vehicle'>[];
  /** The visit that is under way, of their own or of whom they joined. */
  readonly openVisitId: string | null;
  /** The latest, under way or over. */
  readonly lastVisit: LocalRow<'visit'> | null;
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

/** By the card that was asked for, of those that this desk holds: of one that was merged, the guest it belongs to. */
export async function readFacts(db: DeskDatabase, ids: readonly string[]): Promise<Map<string, GuestFacts>> {
  const guests = await Promise.all(ids.map((id) => readGuest(db, id)));
  const known = guests.flatMap((guest, at) => (guest ? [{ id: ids[at] ?? '', guest }] : []));
  const facts = await Promise.all(known.map(({ guest }) => factsOf(db, guest)));
  return new Map(facts.map((one, at) => [known[at]?.id ?? '', one]));
}

async function factsOf(db: DeskDatabase, { card, cardIds, customerIds }: GuestRows): Promise<GuestFacts> {
  const [visits, preferences, vehicles] = await Promise.all([
    db.visit.where('guestCardId').anyOf(cardIds).toArray(),
    db.preference.where('guestCardId').anyOf(cardIds).toArray(),
    db.vehicle.where('customerId').anyOf(customerIds).toArray(),
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
    openVisitId: open.at(-1)?.id ?? (await hostOf(db, counted)),
    lastVisit: counted[0] ?? null,
    openVisits: open,
  };
}

/**
 * The visit under way that one of these joined, also by way of others; null where there is none. No async function: it
 * is read within a live query (data/merged-guests.ts).
 */
function hostOf(
  db: DeskDatabase,
  visits: readonly LocalRow<'visit'>[],
  known: readonly LocalRow<'visit'>[] = visits,
): PromiseExtended<string | null> {
  const open = visits.find(({ leftAt, cancelledAt }) => leftAt === null && cancelledAt === null);
  const next = visits
    .filter(hasJoined)
    .flatMap(({ joinedVisitId }) => joinedVisitId ?? [])
    .filter((id) => !known.some((visit) => visit.id === id));
  const find = (id: string) => known.find((visit) => visit.id === id);
  const here = open ?? (next.length === 0 ? known.find((visit) => isStillHere(visit, find)) : undefined);
  if (here || next.length === 0) return Dexie.Promise.resolve(here?.id ?? null);
  return db.visit.bulkGet(next).then((read) => {
    const hosts = read.filter((host) => host !== undefined);
    return hostOf(db, hosts, [...known, ...hosts]);
  });
}
