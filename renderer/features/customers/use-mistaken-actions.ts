/** Marking a guest as entered by mistake and the way back: done at once, told, undone in one step. */
import { useTranslation } from 'react-i18next';
import { clearMistaken, markMistaken } from '../../../shared/commands/mistaken-card.ts';
import { useRun } from '../../records/use-run.ts';
import { showUndo, whileSaving } from '../../ui/notices.ts';
import type { CustomerRecord } from './use-customer-record.ts';

export function useMistakenActions({ card: { name }, cardIds }: CustomerRecord) {
  const { t } = useTranslation();
  const run = useRun();
  const cards = { guestCardIds: [...cardIds] };
  return {
    mark: () =>
      whileSaving(async () => {
        if ((await run(markMistaken, cards)) === undefined) return;
        showUndo(t('customers.mistaken.marked', { name }), () => void run(clearMistaken, cards));
      }),
    restore: () =>
      whileSaving(async () => {
        if ((await run(clearMistaken, cards)) === undefined) return;
        showUndo(t('customers.mistaken.restored', { name }), () => void run(markMistaken, cards));
      }),
  };
}
