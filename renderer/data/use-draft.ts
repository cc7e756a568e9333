/** A half-filled form that survives a reload of its window. */
import { useCallback, useState } from 'react';
import { usePerson } from './hooks.ts';

const prefix = 'crdesk-draft-';
/** Before a machine is a desk there is nobody: what was typed to set it up. */
const setUpPrefix = `${prefix}nobody-`;
/** Begins the name of what is no work: how a screen was left. */
const look = 'look-';

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

/** This machine is a desk now, whichever way it became one: what was typed to make it one has had its day. */
export function dropSetUpDrafts(storage: Storage = sessionStorage): void {
  try {
    for (const name of Object.keys(storage)) if (name.startsWith(setUpPrefix)) storage.removeItem(name);
  } catch {
    // They go with the window.
  }
}

/** How many forms of this window stand half-filled, whoever filled them: they live as long as the window does. */
export function countDrafts(storage: Storage = sessionStorage): number {
  try {
    const names = Object.keys(storage).filter((name) => name.startsWith(prefix));
    return names
      .filter((name) => !name.includes(`-${look}`))
      .map((name) => formsIn(JSON.parse(storage.getItem(name) ?? 'null')))
      .reduce((sum, forms) => sum + forms, 0);
  } catch {
    return 0;
  }
}

/** Several set aside are several; a form that was opened and not touched is none. */
function formsIn(draft: unknown): number {
  if (Array.isArray(draft)) return draft.length;
  if (typeof draft !== 'object' || draft === null) return draft === null ? 0 : 1;
  return 'isEdited' in draft && draft.isEdited === false ? 0 : 1;
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
