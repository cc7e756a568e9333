import { useLiveQuery } from 'dexie-react-hooks';
import { lastDigits, readPhone } from '../../../shared/rules/formats/phone.ts';
import { readPlate } from '../../../shared/rules/formats/plate.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import type { CheckInDraft } from './check-in-draft.ts';

/** A guest who is probably the one being registered: the same plate, or the same name and last digits. */
export function useDuplicate(
  draft: CheckInDraft,
  province: string | null,
): LocalRow<'guestCard'> | undefined {
  const { db } = useDesk();
  const { name, phone, plate } = draft;
  return useLiveQuery(async () => {
    const readable = readPlate(plate, province);
    const vehicle = readable === null ? undefined : await db.vehicle.where('plate').equals(readable).first();
    const byPlate = vehicle?.customerId
      ? await db.guestCard.where('customerId').equals(vehicle.customerId).first()
      : undefined;
    if (byPlate) return byPlate;
    const number = readPhone(phone);
    if (!number || name.trim() === '') return undefined;
    const sameDigits = await db.guestCard.where('phoneLast4').equals(lastDigits(number.number)).toArray();
    return sameDigits.find((card) => card.name === name.trim());
  }, [db, name, phone, plate, province]);
}
