/** The keys of every form: Enter goes on, Ctrl+Enter saves, Escape leaves and keeps what was typed. */
import type { KeyboardEvent } from 'react';
import { nextField } from './next-field.ts';

type FormKey = KeyboardEvent<HTMLFormElement>;

/**
 * What an input method is still composing is left to it, what a field answered by itself to the field.
 * In a field of several lines Enter begins the next line.
 */
export function formKeys(onLeave: () => void): (event: FormKey) => void {
  return (event) => {
    const { key, target, currentTarget: form } = event;
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (key === 'Escape') {
      event.preventDefault();
      onLeave();
    } else if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (key === 'Enter' && isOneLine(target)) {
      event.preventDefault();
      nextField(form, target)?.focus();
    }
  };
}

const isOneLine = (target: EventTarget): target is HTMLElement =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
