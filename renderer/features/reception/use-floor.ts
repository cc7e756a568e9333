/** The parties in the house now, with all a card shows; live. */
import { Dexie, type PromiseExtended } from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import { standingPreferences } from '../../../shared/rules/preference-terms.ts';
import { hasJoined, isStillHere } from '../../../shared/rules/joined-visits.ts';
import { peopleWith, type People } from '../../../shared/rules/party-people.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import { standingCalls, type StandingCall } from '../../../shared/rules/staff-calls.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readMergesOf } from '../../data/merged-guests.ts';
import { useGuestName, type NameOf } from '../../records/use-guest-name.ts';

export interface Party {
  readonly visit: LocalRow<'visit'>;
  /** As registered, else the guest's, else the word for a guest without one, with the seat. */
  readonly name: string;
  readonly seat: LocalRow<'seat'> | null;
  readonly area: LocalRow<'area'> | null;
  readonly guestCard: LocalRow<'guestCard'> | null;
  /** What the guest, or who joined, must not have, allergies first: the card refills with one tap. */
  readonly avoids: readonly LocalRow<'preference'>[];
  /** Not taken back, oldest first. */
  readonly servings: readonly LocalRow<'serving'>[];
  readonly lastServing: LocalRow<'serving'> | null;
  /** Who joined them, and who had joined those: their own visits are closed. */
  readonly joined: readonly JoinedParty[];
  /** How many they are, with who joined them. */
  readonly size: People;
  /** Colleagues told of them, not taken back, oldest first. */
  readonly calls: readonly StandingCall<LocalRow<'staffCall'>>[];
}

export interface JoinedParty {
  readonly visit: LocalRow<'visit'>;
  readonly name: string;
  readonly guestCard: LocalRow<'guestCard'> | null;
}

export interface Floor {
  /** In order of arrival. */
  readonly parties: readonly Party[];
  readonly areas: readonly LocalRow<'area'>[];
  readonly seats: readonly LocalRow<'seat'>[];
  readonly menu: readonly LocalRow<'menuItem'>[];
}

/** undefined while it loads, which takes a moment only. */
export function useFloor(): Floor | undefined {
  const { db, businessDay } = useDesk();
  const nameOf = useGuestName();
  const today = businessDay();
  return useLiveQuery(() => readFloor(db, nameOf, today), [db, nameOf, today]);
}

/** By id of a visit, the id of the one its people stand with now. */
type Hosts = ReadonlyMap<string, string>;
type JoinedVisits = readonly (readonly [visit: LocalRow<'visit'>, hostId: string])[];

/**
 * Those who joined one of these, or joined who joined. No async function: it is read within a live query
 * (data/merged-guests.ts).
 */
function readJoined(
  db: DeskDatabase,
  asked: readonly string[],
  hosts: Hosts = new Map(asked.map((id) => [id, id])),
  known: JoinedVisits = [],
): PromiseExtended<JoinedVisits> {
  if (asked.length === 0) return Dexie.Promise.resolve(known);
  return db.visit
    .where('joinedVisitId')
    .anyOf(asked)
    .toArray()
    .then((found) => {
      const joined = found
        .filter((visit) => hasJoined(visit) && !hosts.has(visit.id))
        .map((visit) => [visit, hosts.get(visit.joinedVisitId ?? '') ?? ''] as const);
      const further = joined.map(([{ id }, hostId]) => [id, hostId] as const);
      const ids = further.map(([id]) => id);
      return readJoined(db, ids, new Map([...hosts, ...further]), [...known, ...joined]);
    });
}

/** Of today those that desks apart sent to each other: one of them is shown as it would be, had it not joined. */
async function readStillHere(db: DeskDatabase, today: string): Promise<LocalRow<'visit'>[]> {
  const joined = await db.visit.where('businessDay').equals(today).filter(hasJoined).toArray();
  const byId = new Map(joined.map((visit) => [visit.id, visit]));
  return joined
    .filter((visit) => isStillHere(visit, (id) => byId.get(id)))
    .map((visit) => ({ ...visit, leftAt: null, joinedVisitId: null, keepsPeople: null }));
}

async function readFloor(db: DeskDatabase, nameOf: NameOf, today: string): Promise<Floor> {
  const [open, stillHere, areas, seats, menu] = await Promise.all([
    db.visit.where('isOpen').equals(1).toArray(),
    readStillHere(db, today),
    db.area.toArray(),
    db.seat.toArray(),
    db.menuItem.toArray(),
  ]);
  const found = [...open, ...stillHere];
  const foundJoined = await readJoined(
    db,
    found.map(({ id }) => id),
  );
  const merged = await readMergesOf(
    db,
    [...found, ...foundJoined.map(([visit]) => visit)].flatMap((visit) => visit.guestCardId ?? []),
  );
  // As it is to be read: a card that was merged into another one stands for that guest.
  const asGuest = (visit: LocalRow<'visit'>) =>
    visit.guestCardId === null ? visit : { ...visit, guestCardId: merged.rootOf(visit.guestCardId) };
  const visits = found.map(asGuest);
  const joinedVisits = foundJoined.map(([visit, hostId]) => [asGuest(visit), hostId] as const);
  const cardIds = [...visits, ...joinedVisits.map(([visit]) => visit)].flatMap(
    (visit) => visit.guestCardId ?? [],
  );
  const visitIds = visits.map((visit) => visit.id);
  const [servings, cards, preferences, calls] = await Promise.all([
    db.serving.where('visitId').anyOf(visitIds).toArray(),
    db.guestCard.bulkGet(cardIds),
    db.preference
      .where('guestCardId')
      .anyOf(cardIds.flatMap((id) => merged.groupOf(id).cardIds))
      .toArray(),
    db.staffCall.where('visitId').anyOf(visitIds).toArray(),
  ]);
  const seatsById = new Map(seats.map((seat) => [seat.id, seat]));
  const areasById = new Map(areas.map((area) => [area.id, area]));
  const cardsById = new Map(cards.flatMap((card) => (card ? [[card.id, card] as const] : [])));
  const avoids = standingPreferences(preferences.filter(({ kind }) => kind === 'avoid'));
  const parties = visits.map((visit): Party => {
    const seat = visit.seatId === null ? null : (seatsById.get(visit.seatId) ?? null);
    const standing = standingServings(servings.filter((serving) => serving.visitId === visit.id));
    const guestCard = visit.guestCardId === null ? null : (cardsById.get(visit.guestCardId) ?? null);
    const joined = joinedVisits.flatMap(([one, hostId]) => (hostId === visit.id ? [one] : []));
    const eating = new Set([visit, ...joined].map(({ guestCardId }) => guestCardId));
    return {
      visit,
      name: nameOf(visit, guestCard, seat),
      seat,
      area: seat ? (areasById.get(seat.areaId) ?? null) : null,
      guestCard,
      size: peopleWith(visit, joined),
      joined: joined.map((one) => {
        const card = cardsById.get(one.guestCardId ?? '') ?? null;
        return { visit: one, guestCard: card, name: nameOf(one, card, null) };
      }),
      avoids: avoids.filter(({ guestCardId }) => eating.has(merged.rootOf(guestCardId))),
      servings: standing,
      lastServing: standing.at(-1) ?? null,
      calls: standingCalls(calls.filter(({ visitId }) => visitId === visit.id)),
    };
  });
  const areaPosition = ({ areaId }: { areaId: string }) => areasById.get(areaId)?.position ?? Infinity;
  const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
  return {
    parties: parties.sort((a, b) => a.visit.arrivedAt - b.visit.arrivedAt),
    areas: areas.sort(byPosition),
    // As one walks through the house: area after area.
    seats: seats.sort((a, b) => areaPosition(a) - areaPosition(b) || byPosition(a, b)),
    menu: menu.sort(byPosition),
  };
}
