/** A half-filled form that survives a reload of its window. */
import { useCallback, useState } from 'react';
import { usePerson } from './hooks.ts';

const prefix = 'crdesk-draft-';

/**
 * Each person has drafts of their own: who takes over the desk sees nobody else's, and finds theirs again.
 * @param form fixed for the life of the component @returns the draft, null where there is none, and the way to change it
 */
export function useDraft<Value>(form: string): [Value | null, (value: Value | null) => void] {
  const name = `${usePerson()?.id ?? 'nobody'}-${form}`;
  const [draft, setDraft] = useState<Value | null>(() => keptDraft<Value>(name));
  const latest = useCallback(
    (value: Value | null) => {
      keepDraft(name, value);
      setDraft(value);
    },
    [name],
  );
  return [draft, latest];
}

function keptDraft<Value>(name: string): Value | null {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + name) ?? 'null') as Value | null;
  } catch {
    return null;
  }
}

function keepDraft(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // It lives as long as the window does not reload.
  }
}
