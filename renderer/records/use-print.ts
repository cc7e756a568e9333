/** How a screen is put on paper; what went wrong is told in words. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer, ShellResult } from '../../shared/ipc.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { errorText } from '../ui/error-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';

export interface Print {
  /** By the system's dialog. */
  page(): Promise<void>;
  /** At once, on this desk's receipt printer; null where there can be none. */
  readonly receipt: (() => Promise<void>) | null;
}

export function usePrint(): Print {
  const { t } = useTranslation();
  const { print, receipts } = useBridge();
  return useMemo(() => {
    /** Without a dialog nobody sees that it was done. */
    async function tell(asked: Promise<ShellResult<CallAnswer<'printReceipt'>>>, done: string | null) {
      const answer = await asked;
      if (!answer.ok) return showFailure(errorText(t, answer.error.code));
      const { value } = answer;
      if (value === 'printed') return done !== null && showDone(done);
      if (value !== 'cancelled') showFailure(t(`shell.print.${value}`));
    }
    return {
      page: async () => void (await tell(print(), null)),
      receipt: receipts && (async () => void (await tell(receipts.print(), t('shell.print.sent')))),
    };
  }, [print, receipts, t]);
}
