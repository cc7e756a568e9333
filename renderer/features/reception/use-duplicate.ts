/** Whether the customer being registered is one the desk knows. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { lastDigits, readPhone } from '../../../shared/rules/formats/phone.ts';
import { barePlate, readPlate } from '../../../shared/rules/formats/plate.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readCardsOfCustomers, readCards } from '../../data/merged-guests.ts';
import { withoutMistaken } from '../../data/mistaken-guests.ts';
import { useGuestSearch } from '../../data/search/use-guest-search.ts';
import type { CheckInDraft } from './check-in-draft.ts';

export interface Duplicate {
  readonly id: string;
  readonly name: string;
  /** `plateEnd`: a plate of theirs ends so; `person`: the same name and last digits; `organisation`: the same name. */
  readonly reason: 'plate' | 'plateEnd' | 'person' | 'organisation';
  /** The one they share, where that is the reason; as stored. */
  readonly plate: string;
}

type Typed = Pick<CheckInDraft, 'guest' | 'kind' | 'name' | 'phone' | 'plate'>;

/** A guest who is probably the one being registered: the strongest reason first. */
export function useDuplicate(draft: Typed, province: string | null): Duplicate | null {
  const { db } = useDesk();
  const { name, phone, plate } = draft;
  const byPlate = useLiveQuery(() => plateHolder(db, plate, province), [db, plate, province]);
  const byPhone = useLiveQuery(() => samePerson(db, name, phone), [db, name, phone]);
  const byName = useSameOrganisation(draft.kind === 'organisation' ? name.trim() : '');
  const byEnd = useSameEnd(plate, province);
  return byPlate ?? byPhone ?? byName ?? byEnd;
}

/** @returns null where nobody known to the desk has a car with this plate */
export async function plateHolder(
  db: DeskDatabase,
  plate: string,
  province: string | null,
): Promise<Duplicate | null> {
  const readable = readPlate(plate, province);
  if (readable === null) return null;
  const vehicles = await db.vehicle.where('plate').equals(readable).toArray();
  const owners = vehicles.flatMap(({ customerId }) => customerId ?? []);
  const cards = [...(await readCardsOfCustomers(db, owners)).values()];
  const [card] = await withoutMistaken(db, cards);
  return card ? found(card, 'plate', readable) : null;
}

async function samePerson(db: DeskDatabase, name: string, phone: string): Promise<Duplicate | null> {
  const number = readPhone(phone);
  if (!number || name.trim() === '') return null;
  const sameDigits = await db.guestCard.where('phoneLast4').equals(lastDigits(number.number)).toArray();
  const same = sameDigits.filter((one) => one.name === name.trim());
  const cards = await readCards(
    db,
    same.map(({ id }) => id),
  );
  const [card] = await withoutMistaken(db, [...cards.values()]);
  return card ? found(card, 'person') : null;
}

const found = ({ id, name }: LocalRow<'guestCard'>, reason: Duplicate['reason'], plate = ''): Duplicate => ({
  id,
  name,
  reason,
  plate,
});

/** Fewer characters are many plates' end. */
const leastEnd = 4;

/** Of the house's own region nobody says province and letter: what is no whole plate may be the end of one. */
function useSameEnd(plate: string, province: string | null): Duplicate | null {
  const bare = barePlate(plate);
  const end = bare.length >= leastEnd && readPlate(plate, province) === null ? bare : '';
  const hits = useHitsOf(end);
  const [first] = hits.flatMap(({ guestCardId: id, name, vehicles }) =>
    vehicles.flatMap(({ plate: whole }) =>
      whole?.endsWith(end) ? { id, name, reason: 'plateEnd' as const, plate: whole } : [],
    ),
  );
  return first ?? null;
}

/** Names have no index in the database; the search worker has them all. Two people may share a name, two firms hardly. */
function useSameOrganisation(name: string): Duplicate | null {
  const hit = useHitsOf(name).find((one) => one.kind === 'organisation' && one.name === name);
  return hit ? { id: hit.guestCardId, name, reason: 'organisation', plate: '' } : null;
}

/** Nobody for nothing, and while it is looked for. */
function useHitsOf(query: string): readonly SearchHit[] {
  const { results, isAnswered } = useGuestSearch(query === '' ? [] : [query], 5);
  return (isAnswered && results[0]?.hits) || [];
}
