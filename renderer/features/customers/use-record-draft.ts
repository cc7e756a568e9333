/** A half-filled edit of a record: kept over a reload, and what another desk changed meanwhile shows through. */
import { useState } from 'react';
import { useDraft } from '../../data/use-draft.ts';

interface Draft<Values> {
  /** As the form showed them at first: what was left as it was is not sent. */
  readonly opened: Values;
  readonly values: Values;
  /** Of the row when the form was opened: what came later was not seen. */
  readonly version: number;
}

export interface RecordDraft<Values> {
  readonly opened: Values;
  /** What was typed; where nothing was, what the row says now. */
  readonly shown: Values;
  readonly version: number;
  set(change: Partial<Values>): void;
  drop(): void;
}

/** @param form fixed for the life of the component @param current what the row says now */
export function useRecordDraft<Values extends object>(
  form: string,
  current: Values,
  version: number,
): RecordDraft<Values> {
  const [draft, keep] = useDraft<Draft<Values>>(form);
  const [first] = useState<Draft<Values>>(() => ({ opened: current, values: current, version }));
  const { opened, values, version: seen } = draft ?? first;
  const typed = changedFields(values, opened);
  return {
    opened,
    shown: { ...current, ...typed },
    version: seen,
    set: (change) => keep({ opened, version: seen, values: { ...values, ...change } }),
    drop: () => keep(null),
  };
}

/** The fields that say something else than before. */
export function changedFields<Values extends object>(values: Values, opened: Values): Partial<Values> {
  const changed = Object.entries(values).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(opened[field as keyof Values]),
  );
  return Object.fromEntries(changed) as Partial<Values>;
}
