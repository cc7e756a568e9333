/** The forms of customers and cars, opened with what a rejected change said, so that it can be put right and sent. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import type { Amending } from '../../records/amending.ts';
import { CustomerForm } from './customer-form.tsx';
import { NoteForm } from './note-form.tsx';
import { VehicleForm } from './vehicle-form.tsx';

interface Props {
  readonly amending: Amending;
  /** What was typed stays for the next time. */
  readonly onBack: () => void;
}

export function AmendCustomer({ amending, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const id = rowIdOf(amending, 'customer');
  const held = useLiveQuery(async () => {
    const card = await db.guestCard.where('customerId').equals(id).first();
    return { customer: await db.customer.get(id), card: card ?? null };
  }, [db, id]);
  if (!held) return null;
  const { customer, card } = held;
  if (!customer) return <p>{t('status.rejected.rowMissing')}</p>;
  return <CustomerForm {...{ card, customer, amending }} onEnd={onBack} />;
}

export function AmendGuestNote({ amending, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const id = rowIdOf(amending, 'guestCard');
  const held = useLiveQuery(async () => ({ card: await db.guestCard.get(id) }), [db, id]);
  if (!held) return null;
  if (!held.card) return <p>{t('status.rejected.rowMissing')}</p>;
  return <NoteForm card={held.card} amending={amending} onEnd={onBack} />;
}

/** A car that is there, or one that was to be registered. */
export function AmendVehicle({ amending, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const id = rowIdOf(amending, 'vehicle');
  const held = useLiveQuery(async () => ({ vehicle: await db.vehicle.get(id) }), [db, id]);
  if (!held) return null;
  const [patch] = amending.change.patches;
  const ownerId = (patch?.set?.['customerId'] as string | null | undefined) ?? null;
  if (patch?.op === 'create') return <VehicleForm vehicle={null} {...{ ownerId, amending }} onEnd={onBack} />;
  if (!held.vehicle) return <p>{t('status.rejected.rowMissing')}</p>;
  return <VehicleForm vehicle={held.vehicle} ownerId={null} amending={amending} onEnd={onBack} />;
}

function rowIdOf({ change }: Amending, wanted: 'customer' | 'guestCard' | 'vehicle'): string {
  return change.patches.find(({ entity }) => entity === wanted)?.id ?? '';
}
