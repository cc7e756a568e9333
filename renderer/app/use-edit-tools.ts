/** What edits of rows that the site arranges have in common: told, with a way back that leaves a colleague's alone. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '../records/name-in.ts';
import { tellUndone, useRun, type Run, type Undone } from '../records/use-run.ts';
import { showUndo } from '../ui/notices.ts';

export type Done = 'added' | 'edited' | 'moved' | 'closed' | 'reopened';

export interface EditTools {
  readonly t: TFunction;
  /** What a row is called, in the language of the screen. */
  nameOf(row: Parameters<typeof nameIn>[1]): string;
  readonly run: Run;
}

export function useEditTools(): EditTools {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const run = useRun();
  return useMemo(() => ({ t, run, nameOf: (row) => nameIn(language, row) }), [language, run, t]);
}

/** Behind all others. */
export function positionAfter(rows: readonly { readonly position: number }[]): number {
  return Math.min(9999, Math.max(-1, ...rows.map(({ position }) => position)) + 1);
}

/** One after the other, so that each begins where the one before has ended. */
export function inTurn<Given extends unknown[], Output>(work: (...given: Given) => Promise<Output>) {
  let last: Promise<unknown> = Promise.resolve();
  return (...given: Given): Promise<Output> => {
    const next = last.then(() => work(...given));
    last = next.catch(() => undefined);
    return next;
  };
}

/** @param undo takes back what is nobody else's by then */
export function tell(
  { t }: EditTools,
  word: Done,
  name: string,
  undo: () => Promise<Undone | undefined>,
): true {
  showUndo(t(`settings.floor.done.${word}`, { name }), () => {
    void undo().then((undone) => tellUndone(undone, t('reception.done.colleagueKept', { name })));
  });
  return true;
}

/** Nobody erases a row in passing: what is taken back stays, out of use. */
export const takenBack = { set: { outOfUse: true }, ifStill: { outOfUse: false } } as const;

/** The fields of an edit as they stood before it; one of an earlier version has none in `outOfUse`, which is in use. */
export function asBefore<Fields extends object>(row: Fields, set: Partial<Fields>): Partial<Fields> {
  const before = Object.keys(set).map((field) => [field, row[field as keyof Fields] ?? null] as const);
  return Object.fromEntries(before) as Partial<Fields>;
}

interface Standing {
  readonly id: string;
  readonly position: number;
}

/** Where all stand once one has gone a place earlier (-1) or later (1); null where it stands at the end already. */
export function stepOf<Row extends Standing>(rows: readonly Row[], id: string, by: -1 | 1) {
  const from = rows.findIndex((row) => row.id === id);
  const row = rows[from];
  if (!row || !rows[from + by]) return null;
  const order = rows.map((one) => one.id);
  order.splice(from + by, 0, ...order.splice(from, 1));
  return {
    row,
    places: order.map((rowId, position) => ({ id: rowId, position })),
    before: rows.map((one) => ({ id: one.id, position: one.position })),
  };
}
