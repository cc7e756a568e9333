/** Areas and seats in walking order, those out of use too; live. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { DeskDatabase, LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';

export interface House {
  readonly areas: readonly LocalRow<'area'>[];
  readonly seats: readonly LocalRow<'seat'>[];
  /** Seats with a party on them. */
  readonly taken: ReadonlySet<string>;
}

const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;

export async function readHouse(db: DeskDatabase): Promise<House> {
  const [areas, seats, visits] = await Promise.all([
    db.area.toArray(),
    db.seat.toArray(),
    db.visit.where('isOpen').equals(1).toArray(),
  ]);
  const taken = new Set(visits.flatMap(({ seatId }) => seatId ?? []));
  return { areas: areas.sort(byPosition), seats: seats.sort(byPosition), taken };
}

/** undefined while it loads. */
export function useHouse(): House | undefined {
  const { db } = useDesk();
  return useLiveQuery(() => readHouse(db), [db]);
}
