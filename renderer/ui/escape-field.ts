import type { KeyboardEvent } from 'react';

/**
 * Escape in a field that narrows a list: the first empties it, the next leaves it, so that letters are commands again.
 * What an input method is still composing is left to it.
 * @param clear null where nothing was typed @returns whether it was that key
 */
export function escapeField(event: KeyboardEvent<HTMLElement>, clear: (() => void) | null): boolean {
  if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.keyCode === 229) return false;
  event.preventDefault();
  if (clear) clear();
  else if (event.target instanceof HTMLElement) event.target.blur();
  return true;
}
