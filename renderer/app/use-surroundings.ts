/** Between the application and what surrounds its window: language and numbers out, locks and menus in. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { useDesk } from '../data/desk-context.tsx';
import { useSyncStatus } from '../data/hooks.ts';
import { languages } from '../i18n/index.ts';
import { showDone } from '../ui/notices.ts';

export function useSurroundings(): void {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const { surroundings } = useBridge();
  const { waiting } = useSyncStatus();
  const language = languages.find((one) => one === i18n.language) ?? 'zh-CN';
  useEffect(() => surroundings?.show({ language, waiting }), [surroundings, language, waiting]);
  useEffect(
    () =>
      surroundings?.onLocked(() => {
        if (!desk.state.getState().person) return;
        desk.signOut();
        showDone(t('shell.locked'));
      }),
    [surroundings, desk, t],
  );
}

/** @param go within the application, where somebody is signed in */
export function useShellRoutes(go: (to: string) => void): void {
  const { surroundings } = useBridge();
  useEffect(() => surroundings?.onGoTo((page) => go(page)), [surroundings, go]);
  useEffect(
    () => surroundings?.onNoticeChosen((visitId) => go(`/reception?visit=${encodeURIComponent(visitId)}`)),
    [surroundings, go],
  );
}
