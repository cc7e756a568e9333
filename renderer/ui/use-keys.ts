/** Keyboard shortcuts: one registry, so that the list under `?` tells the truth. */
import { useLayoutEffect, useRef } from 'react';
import { createStore } from 'zustand/vanilla';

export interface KeyBinding {
  /** `F2`, `mod+k`, `r`, or two letters after each other: `g r`. `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: string;
  /** What it does, in the words of the screen. */
  readonly label: string;
  readonly run: () => void;
  /** Also while a text is being typed; keys with `mod` and F-keys always are. `empty`: where none is typed yet, as in a list of choices. */
  readonly inFields?: boolean | 'empty';
}

interface Registry {
  readonly bindings: readonly KeyBinding[];
}

export const keyRegistry = createStore<Registry>(() => ({ bindings: [] }));

/**
 * Binds the keys while the component is shown. The latest binding of a key wins. What can be seen can be pressed:
 * bound with the drawing itself, not some time after it, so that fast fingers lose no key.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  const signature = bindings.map(({ keys, label }) => `${keys}:${label}`).join('|');
  useLayoutEffect(() => {
    const registered = latest.current.map((binding, index): KeyBinding => ({
      ...binding,
      run: () => latest.current[index]?.run(),
    }));
    keyRegistry.setState(({ bindings: others }) => ({ bindings: [...others, ...registered] }));
    return () => {
      keyRegistry.setState(({ bindings: all }) => ({
        bindings: all.filter((one) => !registered.includes(one)),
      }));
    };
  }, [signature]);
}

const sequenceMs = 1_200;

/** Listens on the window; once, at the start. @returns the way to stop */
export function listenForKeys(target: Window): () => void {
  let before: { key: string; at: number } | null = null;
  let isCovered = false;
  // First of all: the Escape that closes a layer has taken it off the page by the time it comes up to us.
  const onCapture = () => {
    isCovered = isUnderLayer();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, every key belongs to it.
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const key = keyName(event);
    // A key held down moves on, but serves only one drink.
    if (key === null || (event.repeat && !key.startsWith('Arrow'))) return;
    const sequence = before && event.timeStamp - before.at < sequenceMs ? `${before.key} ${key}` : null;
    before = /^[a-z]$/.test(key) ? { key, at: event.timeStamp } : null;
    if (isCovered) return;
    const bindings = keyRegistry.getState().bindings;
    const binding =
      bindings.findLast(({ keys }) => keys === sequence) ?? bindings.findLast(({ keys }) => keys === key);
    if (!binding || (isTyping(event) && !reachesField(binding, event.target))) return;
    event.preventDefault();
    before = null;
    binding.run();
  };
  target.addEventListener('keydown', onCapture, { capture: true });
  target.addEventListener('keydown', onKeyDown);
  return () => {
    target.removeEventListener('keydown', onCapture, { capture: true });
    target.removeEventListener('keydown', onKeyDown);
  };
}

/** What lies under an open dialog or menu hears no keys; they need none but their own. */
function isUnderLayer(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
}

function reachesField({ keys, inFields }: KeyBinding, field: EventTarget | null): boolean {
  if (inFields === 'empty')
    return field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.value === '');
  return inFields ?? /^(mod\+|alt\+|F\d)/.test(keys);
}

function keyName(event: KeyboardEvent): string | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(key)) return null;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  // By its place on the board: with Alt some layouts make another character.
  if (event.altKey) return `alt+${event.code.replace(/^Key/, '').toLowerCase()}`;
  return key;
}

/** A radio button takes arrows but no letters: `R` after choosing a view still means the refill. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && /^(radio|checkbox|file)$/.test(target.type))
    return key.startsWith('Arrow');
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
