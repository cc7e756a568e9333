/** Whether the customer being registered is one the desk knows. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { lastDigits, readPhone } from '../../../shared/rules/formats/phone.ts';
import { readPlate } from '../../../shared/rules/formats/plate.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import type { CheckInDraft } from './check-in-draft.ts';

export interface Duplicate {
  readonly id: string;
  readonly name: string;
  /** `person`: the same name and last digits; `organisation`: the same name. */
  readonly reason: 'plate' | 'person' | 'organisation';
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
  return byPlate ?? byPhone ?? byName;
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
  const card = await db.guestCard.where('customerId').anyOf(owners).first();
  return card ? found(card, 'plate', readable) : null;
}

async function samePerson(db: DeskDatabase, name: string, phone: string): Promise<Duplicate | null> {
  const number = readPhone(phone);
  if (!number || name.trim() === '') return null;
  const sameDigits = await db.guestCard.where('phoneLast4').equals(lastDigits(number.number)).toArray();
  const card = sameDigits.find((one) => one.name === name.trim());
  return card ? found(card, 'person') : null;
}

const found = ({ id, name }: LocalRow<'guestCard'>, reason: Duplicate['reason'], plate = ''): Duplicate => ({
  id,
  name,
  reason,
  plate,
});

/** Names have no index in the database; the search worker has them all. Two people may share a name, two firms hardly. */
function useSameOrganisation(name: string): Duplicate | null {
  const { search } = useDesk();
  const [known, setKnown] = useState<Duplicate | null>(null);
  useEffect(() => {
    if (name === '') return;
    let isCurrent = true;
    void search.search(name, 5).then(({ hits }) => {
      const hit = hits.find((one) => one.kind === 'organisation' && one.name === name);
      if (isCurrent) setKnown(hit ? { id: hit.guestCardId, name, reason: 'organisation', plate: '' } : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [search, name]);
  return known?.name === name ? known : null;
}
