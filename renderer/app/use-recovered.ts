import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { showDone } from '../ui/notices.ts';

/** Says once why the screen was loaded again by itself. */
export function useRecovered(): void {
  const { t } = useTranslation();
  const { recovery } = useBridge();
  const cause = recovery?.cause;
  useEffect(() => {
    if (cause !== undefined) showDone(t(`shell.recovered.${cause}`));
    // Said when the page came, not again in another language.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [cause]);
}
