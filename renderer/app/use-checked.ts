/** What a form would save: whether it can be, and what of it was edited. */
import { useState } from 'react';
import { changedFields, type RecordDraft } from '../data/use-record-draft.ts';

interface Parsed<Edit> {
  readonly data?: Edit | undefined;
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined;
}

/** Which fields cannot be, told once somebody tried to save them. */
export function useChecked<Edit>({ data, error }: Parsed<Edit>) {
  const [isTried, setTried] = useState(false);
  return {
    problems: new Set<unknown>(isTried ? error?.issues.map(({ path }) => path[0]) : []),
    /** What is to be saved; null where a field cannot be. */
    checked(): Edit | null {
      setTried(true);
      return data ?? null;
    },
  };
}

/** What was edited, as it is saved; null where it all says what it said before. */
export function editedOf<Edit extends object>(
  { shown, basis }: Pick<RecordDraft<object>, 'shown' | 'basis'>,
  read: Edit,
): Partial<Edit> | null {
  const fields = Object.keys(changedFields(shown, basis)) as (keyof Edit)[];
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map((field) => [field, read[field]])) as Partial<Edit>;
}
