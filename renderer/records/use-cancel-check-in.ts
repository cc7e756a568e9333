import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelNewCheckIn, restoreNewCheckIn } from '../../shared/commands/mistaken-card.ts';
import { cancelCheckIn, restoreCheckIn } from '../../shared/commands/party.ts';
import type { LocalRow } from '../data/database.ts';
import { showUndo, whileSaving } from '../ui/notices.ts';
import { useRun } from './use-run.ts';

interface Cancelled {
  readonly visitId: string;
  readonly name: string;
  /** Served at it, not taken back. */
  readonly cups: number;
  /** Made by this check-in, and a mistake too. */
  readonly newGuest?: LocalRow<'guestCard'> | null;
}

/** Cancels a check-in of today, the party here or gone; told with what became of its drinks, and with its way back. */
export function useCancelCheckIn(): (cancelled: Cancelled) => Promise<void> {
  const { t } = useTranslation();
  const run = useRun();
  /** Between a key and the redrawn screen it may be pressed again. */
  const busy = useRef(new Set<string>());
  return useCallback(
    ({ visitId, name, cups, newGuest = null }) =>
      whileSaving(async () => {
        if (busy.current.has(visitId)) return;
        busy.current.add(visitId);
        const both = { visitId, guestCardId: newGuest?.id ?? '' };
        const done = newGuest
          ? await run(cancelNewCheckIn, { ...both, alsoLeft: true })
          : await run(cancelCheckIn, { visitId, alsoLeft: true });
        busy.current.delete(visitId);
        if (done === undefined) return;
        const text = t(cups > 0 ? 'reception.cancel.doneCups' : 'reception.cancel.done', {
          name,
          count: cups,
        });
        showUndo(
          newGuest ? t('reception.cancel.alsoMistaken', { text, name: newGuest.name }) : text,
          () => void (newGuest ? run(restoreNewCheckIn, both) : run(restoreCheckIn, { visitId })),
        );
      }),
    [run, t],
  );
}
