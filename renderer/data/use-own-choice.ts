/** What one person likes on this desk, yes or no; kept until they choose otherwise. Nobody else's is touched. */
import { useCallback, useState } from 'react';
import { usePerson } from './hooks.ts';

/** @param choice fixed for the life of the component @returns whether it is chosen, and the way to choose; off at first */
export function useOwnChoice(choice: string): [boolean, (isOn: boolean) => void] {
  const name = `crdesk-choice-${usePerson()?.id ?? 'nobody'}-${choice}`;
  const [chosen, setChosen] = useState<{ readonly name: string; readonly isOn: boolean } | null>(null);
  const choose = useCallback(
    (isOn: boolean) => {
      keep(name, isOn);
      setChosen({ name, isOn });
    },
    [name],
  );
  return [chosen?.name === name ? chosen.isOn : kept(name), choose];
}

function kept(name: string): boolean {
  try {
    return localStorage.getItem(name) === 'on';
  } catch {
    return false;
  }
}

function keep(name: string, isOn: boolean): void {
  try {
    if (isOn) localStorage.setItem(name, 'on');
    else localStorage.removeItem(name);
  } catch {
    // For as long as the window lives.
  }
}
