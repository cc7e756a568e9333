/** A row that the site arranges, in its order: opened by Enter, passed by arrows, moved by arrows with Alt. */
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { arrows, stepAmong, type Arrow } from '../ui/grid-steps.ts';
import { useKeyHints } from '../ui/key-hints.ts';
import classes from './arranged.module.css';

interface Props {
  readonly row: { readonly id: string; readonly outOfUse: boolean | null };
  readonly isOpen: boolean;
  readonly mayEdit: boolean;
  readonly onOpen: () => void;
  readonly onStep: (by: -1 | 1) => void;
  readonly children: ReactNode;
}

export function ArrangedChip({ row, isOpen, mayEdit, onOpen, onStep, children }: Props) {
  const { t } = useTranslation();
  const words = (
    <>
      {children}
      {row.outOfUse && <span className={classes.badge}>{t('settings.floor.outOfUse')}</span>}
    </>
  );
  if (!mayEdit) return <div className={classes.seat}>{words}</div>;
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const arrow = arrows.find((one) => one === event.key);
    if (!arrow || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // With Alt the browser's own meaning is a page back or forward.
    event.preventDefault();
    if (!event.altKey) goAmongChips(event.currentTarget, arrow);
    else if (arrow === 'ArrowLeft') onStep(-1);
    else if (arrow === 'ArrowRight') onStep(1);
  }
  return (
    <button
      type="button"
      className={classes.seat}
      aria-expanded={isOpen}
      data-opens={row.id}
      data-chip={row.id}
      data-closed={row.outOfUse || undefined}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      {words}
    </button>
  );
}

/** From one to the next, over all of the panel. */
function goAmongChips(from: HTMLElement, arrow: Arrow): void {
  const all = from.closest('[data-arranged]')?.querySelectorAll<HTMLElement>('[data-chip]');
  stepAmong([...(all ?? [])], from, arrow)?.focus();
}

export function useArrangedKeyHints(title: string, mayEdit: boolean): void {
  const { t } = useTranslation();
  const keys = [
    { keys: 'alt+ArrowLeft', label: t('settings.floor.earlierSeat') },
    { keys: 'alt+ArrowRight', label: t('settings.floor.laterSeat') },
  ];
  useKeyHints(mayEdit ? [{ title, keys }] : []);
}
