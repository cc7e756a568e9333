import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useGo } from '../ui/use-go.ts';
import { useKeys } from '../ui/use-keys.ts';

/**
 * One form at a time, and in the address, so that a reload and the way back lead to it.
 * @param panel whose form it is, in the address
 */
export function useOpenForm(panel: 'floor' | 'menu' | 'people') {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const go = useGo();
  const open = params.get(panel);
  const onOpen = (key: string | null) => go(key === null ? '?' : `?${panel}=${key}`);
  const leave = { keys: 'Escape', label: t('reception.keys.leave'), run: () => onOpen(null) };
  useKeys(open === null ? [] : [leave]);
  return { open, onOpen };
}

/** Keys go on where the form was opened, also where its row stands elsewhere by now. @param rows as they are drawn */
export function useFocusBack(
  panel: { readonly current: HTMLElement | null },
  open: string | null,
  rows: object,
): void {
  const last = useRef(open);
  useEffect(() => {
    if (open !== null) last.current = open;
    if (open !== null || last.current === null || document.activeElement !== document.body) return;
    panel.current?.querySelector<HTMLElement>(`[data-opens="${CSS.escape(last.current)}"]`)?.focus();
  }, [panel, open, rows]);
}
