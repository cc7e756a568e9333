import { useTranslation } from 'react-i18next';
import { cancelCheckIn, restoreCheckIn } from '../../shared/commands/party.ts';
import { showUndo, whileSaving } from '../ui/notices.ts';
import { useRun } from './use-run.ts';

interface Undone {
  readonly visitId: string;
  readonly name: string;
  /** UTC ms. */
  readonly cancelledAt: number;
}

/** A check-in that was undone counts again, however long ago that was; told, with its way back. */
export function useRestoreCheckIn(): (undone: Undone) => Promise<void> {
  const { t } = useTranslation();
  const run = useRun();
  return ({ visitId, name, cancelledAt }) =>
    whileSaving(async () => {
      if ((await run(restoreCheckIn, { visitId })) === undefined) return;
      const again = () => void run(cancelCheckIn, { visitId, again: cancelledAt });
      showUndo(t('register.visit.restored', { name }), again);
    });
}
