/** A half-filled edit of a record: kept over a reload, and what another desk changed meanwhile shows through. */
import { useState } from 'react';
import { useDraft } from './use-draft.ts';

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
  /** What an edit is measured by: `opened`, without what a rejected change said of it, which is sent in any case. */
  readonly basis: Values;
  readonly version: number;
  set(change: Partial<Values>): void;
  drop(): void;
}

/**
 * @param form fixed for the life of the component
 * @param current what the row says now
 * @param said by a rejected change that is put right: as if typed
 */
export function useRecordDraft<Values extends object>(
  form: string,
  current: Values,
  version: number,
  said: Partial<Values> = {},
): RecordDraft<Values> {
  const [draft, keep] = useDraft<Draft<Values>>(form);
  const [first] = useState<Draft<Values>>(() => {
    return { opened: current, values: { ...current, ...said }, version };
  });
  const { opened, values, version: seen } = draft ?? first;
  const typed = changedFields(values, opened);
  return {
    opened,
    shown: { ...current, ...typed },
    basis: without(opened, Object.keys(said)),
    version: seen,
    set: (change) => keep({ opened, version: seen, values: { ...values, ...change } }),
    drop: () => keep(null),
  };
}

/** To compare with only: whatever those fields say is another value. */
function without<Values extends object>(values: Values, fields: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field))) as Values;
}

/** The fields that say something else than before. */
export function changedFields<Values extends object>(values: Values, opened: Values): Partial<Values> {
  const changed = Object.entries(values).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(opened[field as keyof Values]),
  );
  return Object.fromEntries(changed) as Partial<Values>;
}
