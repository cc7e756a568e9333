/** Where a form cannot be saved as it stands, the keys go on in its first field that is marked wrong. */
import { useEffect, useReducer, type RefObject } from 'react';

/** @returns to be called once the fields are told that they are wrong; where none is, the focus stays */
export function useFirstWrong(form: RefObject<HTMLElement | null>): () => void {
  const [tries, tried] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, tries]);
  return tried;
}
