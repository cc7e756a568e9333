/** Keys that work somewhere on a screen though not at this moment: they stand in the list under `?` all the same. */
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

export interface KeyHints {
  /** Where they work, in the words of the screen. */
  readonly title: string;
  readonly keys: readonly { readonly keys: string; readonly label: string }[];
}

export const keyHintStore = createStore<{ readonly groups: readonly KeyHints[] }>(() => ({ groups: [] }));

/** Lists them while the component is shown. */
export function useKeyHints(groups: readonly KeyHints[]): void {
  const text = JSON.stringify(groups);
  useEffect(() => {
    const listed = JSON.parse(text) as KeyHints[];
    keyHintStore.setState(({ groups: others }) => ({ groups: [...others, ...listed] }));
    return () => {
      keyHintStore.setState(({ groups: all }) => ({ groups: all.filter((one) => !listed.includes(one)) }));
    };
  }, [text]);
}
