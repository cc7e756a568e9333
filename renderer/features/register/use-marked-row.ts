/** Which row of the register is marked, and the keys that lead there from the list, its field and the whole page. */
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../ui/use-keys.ts';
import type { RegisterLine, RegisterReading } from './register-ask.ts';
import type { RegisterView } from './use-register-view.ts';

export interface TableHandle {
  /** Takes the focus, with a row marked. @param opens that row too */
  enter(opens: boolean): void;
}

interface Asked {
  readonly ref: Ref<TableHandle> | undefined;
  readonly lines: readonly RegisterLine[];
  readonly view: RegisterView;
  readonly onCorrect: (visitId: string) => void;
  /** Gives the list the focus. */
  readonly focus: () => void;
  readonly scrollTo: (index: number) => void;
  readonly rowsInSight: number;
}

export interface MarkedRow {
  /** Below 0 where none is. */
  readonly at: number;
  readonly set: (visitId: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useMarkedRow(asked: Asked): MarkedRow {
  const { ref, lines, view, onCorrect, focus, scrollTo, rowsInSight } = asked;
  const { t } = useTranslation();
  const [marked, set] = useState<string | null>(null);
  const at = lines.findIndex(({ visitId }) => visitId === (marked ?? view.visitId));
  const idAt = (index: number) => lines[index]?.visitId ?? null;

  function mark(to: number) {
    set(idAt(to));
    scrollTo(to);
    if (view.visitId !== null) view.open(idAt(to));
  }
  useImperativeHandle(ref, () => ({
    enter(opens) {
      const to = Math.max(0, at);
      focus();
      mark(to);
      if (opens) view.open(idAt(to));
    },
  }));
  /** From anywhere on the page into the list: no Tab leads there in less than a dozen. */
  function step(key: 'ArrowDown' | 'ArrowUp') {
    // What is corrected beside the list stays before the eyes.
    if (document.activeElement?.closest('form')) return;
    focus();
    mark(steps(key, at, lines.length, 1) ?? 0);
  }
  function correct() {
    const visitId = idAt(at);
    if (visitId !== null) onCorrect(visitId);
  }
  useKeys([
    { keys: 'ArrowDown', label: t('register.keys.rowBelow'), run: () => step('ArrowDown') },
    { keys: 'ArrowUp', label: t('register.keys.rowAbove'), run: () => step('ArrowUp') },
    { keys: 'e', label: t('register.keys.correct'), run: correct },
  ]);
  return {
    at,
    set,
    onKeyDown(event) {
      const to = steps(event.key, at, lines.length, Math.max(1, rowsInSight - 1));
      const isOpening = event.key === 'Enter' && at >= 0;
      if (to !== null) mark(to);
      if (isOpening) view.open(idAt(at));
      if (to !== null || isOpening) event.preventDefault();
    },
  };
}

/** Where a key leads in a list; null where it leads nowhere. Without a marked row the first key marks the first one. */
function steps(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const by: Readonly<Record<string, number>> = {
    ...{ ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count },
  };
  const step = by[key];
  if (step === undefined) return null;
  return at < 0 && key !== 'End' ? 0 : Math.max(0, Math.min(count - 1, at + step));
}

/** The way from the field into the list, which waits until the list answers what was typed. */
export function useEnterTable(reading: RegisterReading | undefined, view: RegisterView) {
  const table = useRef<TableHandle>(null);
  /** Of which filters the rows are waited for. */
  const wanted = useRef<{ readonly filters: string; readonly opens: boolean } | null>(null);
  const filters = JSON.stringify(view.filters);
  const isAnswer = JSON.stringify(reading?.ask.filters) === filters;
  useEffect(() => {
    const { current } = wanted;
    if (!current || !isAnswer) return;
    wanted.current = null;
    // Whoever typed on has changed their mind.
    if (current.filters === filters) table.current?.enter(current.opens);
  }, [filters, isAnswer]);
  function enter(opens: boolean) {
    if (isAnswer) table.current?.enter(opens);
    else wanted.current = { filters, opens };
  }
  return { table, enter };
}
