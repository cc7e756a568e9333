/** What edits of rows that the site arranges have in common: told, with a way back that leaves a colleague's alone. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../shared/commands/define.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import { useDesk } from '../data/desk-context.tsx';
import { failureWords } from '../records/change-words.ts';
import { nameIn } from '../records/name-in.ts';
import { showDone, showFailure, showUndo, whileSaving } from '../ui/notices.ts';

export type Done = 'added' | 'edited' | 'moved' | 'closed' | 'reopened';
type Undone = Promise<{ readonly isWhole: boolean } | undefined>;

export interface EditTools {
  readonly t: TFunction;
  /** What a row is called, in the language of the screen. */
  nameOf(row: Parameters<typeof nameIn>[1]): string;
  /** A failure is told, and gives undefined. */
  run<Input, Output>(
    command: Command<Input, Output>,
    input: Input,
    seen?: SeenVersions,
  ): Promise<Output | undefined>;
}

export function useEditTools(): EditTools {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const desk = useDesk();
  return useMemo(
    () => ({
      t,
      nameOf: (row) => nameIn(language, row),
      async run(command, input, seen) {
        const result = await desk.run(command, input, seen);
        if (result.ok) return result.value;
        showFailure(failureWords(t, result.error));
        return undefined;
      },
    }),
    [desk, language, t],
  );
}

/** Behind all others. */
export function positionAfter(rows: readonly { readonly position: number }[]): number {
  return Math.min(9999, Math.max(-1, ...rows.map(({ position }) => position)) + 1);
}

type Action = (...given: never[]) => Promise<boolean>;

/** From the key to the notice with its undo some time passes, in which the undo of the action before still stands. */
export function eachWhileSaving<Edits extends { readonly [Name in keyof Edits]: Action }>(
  edits: Edits,
): Edits {
  const saving =
    (action: Action): Action =>
    (...given) =>
      whileSaving(() => action(...given));
  const wrapped = Object.entries<Action>(edits).map(([name, action]) => [name, saving(action)] as const);
  return Object.fromEntries(wrapped) as Edits;
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

/** What a colleague changed since stays, which is told: the undo did less than it seems. */
export function tell({ t }: EditTools, word: Done, name: string, undo: () => Undone): true {
  showUndo(t(`settings.floor.done.${word}`, { name }), () => {
    void undo().then((done) => {
      if (done?.isWhole === false) showDone(t('reception.done.colleagueKept', { name }));
    });
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
