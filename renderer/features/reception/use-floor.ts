/** The parties in the house now, with all a card shows; live. */
import { useLiveQuery } from 'dexie-react-hooks';
import { standingPreferences } from '../../../shared/rules/preference-terms.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useGuestName, type NameOf } from '../../records/use-guest-name.ts';

export interface Party {
  readonly visit: LocalRow<'visit'>;
  /** As registered, else the guest's, else the word for a guest without one, with the seat. */
  readonly name: string;
  readonly seat: LocalRow<'seat'> | null;
  readonly area: LocalRow<'area'> | null;
  readonly guestCard: LocalRow<'guestCard'> | null;
  /** What the guest must not have, allergies first: the card refills with one tap. */
  readonly avoids: readonly LocalRow<'preference'>[];
  /** Not taken back, oldest first. */
  readonly servings: readonly LocalRow<'serving'>[];
  readonly lastServing: LocalRow<'serving'> | null;
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
  const { db } = useDesk();
  const nameOf = useGuestName();
  return useLiveQuery(() => readFloor(db, nameOf), [db, nameOf]);
}

async function readFloor(db: DeskDatabase, nameOf: NameOf): Promise<Floor> {
  const [visits, areas, seats, menu] = await Promise.all([
    db.visit.where('isOpen').equals(1).toArray(),
    db.area.toArray(),
    db.seat.toArray(),
    db.menuItem.toArray(),
  ]);
  const cardIds = visits.flatMap((visit) => visit.guestCardId ?? []);
  const [servings, cards, preferences] = await Promise.all([
    db.serving
      .where('visitId')
      .anyOf(visits.map((visit) => visit.id))
      .toArray(),
    db.guestCard.bulkGet(cardIds),
    db.preference.where('guestCardId').anyOf(cardIds).toArray(),
  ]);
  const seatsById = new Map(seats.map((seat) => [seat.id, seat]));
  const areasById = new Map(areas.map((area) => [area.id, area]));
  const cardsById = new Map(cards.flatMap((card) => (card ? [[card.id, card] as const] : [])));
  const avoids = standingPreferences(preferences.filter(({ kind }) => kind === 'avoid'));
  const parties = visits.map((visit): Party => {
    const seat = visit.seatId === null ? null : (seatsById.get(visit.seatId) ?? null);
    const standing = standingServings(servings.filter((serving) => serving.visitId === visit.id));
    const guestCard = visit.guestCardId === null ? null : (cardsById.get(visit.guestCardId) ?? null);
    return {
      visit,
      name: nameOf(visit, guestCard, seat),
      seat,
      area: seat ? (areasById.get(seat.areaId) ?? null) : null,
      guestCard,
      avoids: avoids.filter(({ guestCardId }) => guestCardId === visit.guestCardId),
      servings: standing,
      lastServing: standing.at(-1) ?? null,
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
