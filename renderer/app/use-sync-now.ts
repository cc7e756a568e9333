import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../data/desk-context.tsx';
import { errorText } from '../ui/error-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';

/** Nobody answered by then: the worker hangs, or another window's leads and sleeps. */
const patienceMs = 20_000;

/** Synchronises now and tells how it went, offline too. */
export function useSyncNow(): { readonly ask: () => void; readonly isAsking: boolean } {
  const { t } = useTranslation();
  const desk = useDesk();
  const [askedAt, setAskedAt] = useState<number | null>(null);
  useEffect(() => {
    if (askedAt === null) return;
    const end = (tell: () => void) => {
      setAskedAt(null);
      tell();
    };
    const stop = desk.state.subscribe(({ leader }) => {
      // What was decided before the question is no answer to it.
      if (!leader || leader.progressAt < askedAt) return;
      if (leader.phase === 'online') end(() => showDone(t('status.synced')));
      if (leader.phase !== 'offline' && leader.phase !== 'stopped') return;
      const reason = errorText(t, leader.problem ?? 'server_unreachable');
      end(() => showFailure(t('status.notSynced', { reason })));
    });
    const timer = setTimeout(
      () => end(() => showFailure(t('status.notSynced', { reason: errorText(t, 'server_unreachable') }))),
      patienceMs,
    );
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [askedAt, desk, t]);
  return {
    isAsking: askedAt !== null,
    ask() {
      setAskedAt(Date.now());
      desk.syncNow();
    },
  };
}
