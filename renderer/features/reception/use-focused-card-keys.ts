/** A card that has the focus and is not open: its party's keys open it and do what they say, as if it had been open. */
import { useTranslation } from 'react-i18next';
import { keyRegistry, useKeys, type KeyBinding } from '../../ui/use-keys.ts';
import { partyKeys } from './use-reception-key-hints.ts';

/** Longer no drawing takes; a key that waited is not meant any more. */
const drawnMs = 500;

export function useFocusedCardKeys(isAnyChosen: boolean, onChoose: (visitId: string) => void): void {
  const { t } = useTranslation();
  function run(key: string) {
    const { activeElement } = document;
    const visitId = activeElement instanceof HTMLElement ? activeElement.dataset['visit'] : undefined;
    if (visitId === undefined) return;
    const before = keyRegistry.getState().bindings;
    const runOpened = ({ bindings }: { readonly bindings: readonly KeyBinding[] }): boolean => {
      const opened = bindings.findLast((binding) => binding.keys === key && !before.includes(binding));
      if (opened) queueMicrotask(opened.run);
      return opened !== undefined;
    };
    onChoose(visitId);
    // Keys are bound with the drawing; nothing new is where that party has no such key.
    if (runOpened(keyRegistry.getState())) return;
    const stop = keyRegistry.subscribe((state) => runOpened(state) && stop());
    setTimeout(stop, drawnMs);
  }
  useKeys(
    isAnyChosen
      ? []
      : partyKeys.map(([keys, name]) => ({
          keys,
          label: t(`reception.keys.${name}`),
          run: () => run(keys),
        })),
  );
}
