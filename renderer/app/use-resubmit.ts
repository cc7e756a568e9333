/** A rejected change sent again, as it was or put right, and told at once what became of it. */
import { useTranslation } from 'react-i18next';
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import { useDesk } from '../data/desk-context.tsx';
import { whenJudged } from '../data/when-judged.ts';
import { failureWords, reasonWords } from '../records/change-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';

/** Who still looks at the screen after that reads the list instead. */
const verdictMs = 30_000;

/** @returns whether a new change stands in its place; otherwise it stays in the list */
export function useResubmit(): (opId: string, amend?: Amendment, seen?: SeenVersions) => Promise<boolean> {
  const { t } = useTranslation();
  const desk = useDesk();

  async function tellVerdict(opId: string) {
    const judged = await whenJudged(desk.db, opId, verdictMs);
    if (judged.verdict === 'applied') showDone(t('status.rejected.accepted'));
    if (judged.verdict === 'rejected') {
      showFailure(t('status.rejected.again', { reason: reasonWords(t, judged.change) }));
    }
  }
  return async (opId, amend, seen) => {
    const result = await desk.retry(opId, amend, seen);
    if (!result.ok) {
      showFailure(failureWords(t, result.error));
      return false;
    }
    showDone(t('status.rejected.retried'));
    void tellVerdict(result.value.opId);
    return true;
  };
}
