import { liveQuery, type Subscription } from 'dexie';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import { showDone } from '../../ui/notices.ts';

/** The undo of a new customer's check-in takes back the visit; the customer stays, which is told. */
export function useUndoneRegistration(): (visitId: string, name: string) => void {
  const { t } = useTranslation();
  const { db } = useDesk();
  const watching = useRef<Subscription | null>(null);
  useEffect(() => () => watching.current?.unsubscribe(), []);
  return useCallback(
    (visitId, name) => {
      watching.current?.unsubscribe();
      watching.current = liveQuery(() => db.visit.get(visitId)).subscribe((visit) => {
        if (!visit || visit.cancelledAt === null) return;
        watching.current?.unsubscribe();
        showDone(t('reception.checkIn.undoneNew', { name }));
      });
    },
    [db, t],
  );
}
