/** A card that is dragged: by mouse or pen from the first few pixels on, by finger once it has rested on the card. */
import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Drag {
  readonly visitId: string;
  /** Where the pointer is, px of the window. */
  readonly x: number;
  readonly y: number;
  /** What it is over, as `data-drop` says; null over nothing that takes it. */
  readonly over: string | null;
  /** Which half of the board it came from: what takes it is shown in the other one. */
  readonly isFromBelow: boolean;
}

interface Press {
  readonly pointerId: number;
  readonly visitId: string;
  readonly x: number;
  readonly y: number;
  readonly isTouch: boolean;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

/** So far a hand shakes. px */
const shakePx = { mouse: 6, touch: 10 };
/** A finger that rests so long does not scroll. */
const restMs = 350;

/** @param onDrop what it was let go over @returns the drag, null while there is none */
export function useCardDrag(
  board: RefObject<HTMLElement | null>,
  onDrop: (visitId: string, over: string) => void,
): Drag | null {
  const [drag, setDrag] = useState<Drag | null>(null);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  });
  useEffect(() => {
    const element = board.current;
    return element ? listen(element, setDrag, (...given) => drop.current(...given)) : undefined;
  }, [board]);
  return drag;
}

function listen(
  board: HTMLElement,
  show: (drag: Drag | null) => void,
  onDrop: (visitId: string, over: string) => void,
): () => void {
  let press: Press | null = null;
  let drag: Drag | null = null;
  /** Its drag was given up, and it is not let go yet. */
  let givenUp: number | null = null;

  function set(next: Drag | null) {
    drag = next;
    show(next);
  }
  function end() {
    clearTimeout(press?.timer);
    press = null;
    if (drag) set(null);
  }
  function begin({ visitId, x, y }: Press) {
    set({ visitId, x, y, over: null, isFromBelow: isInLowerHalf(board, y) });
  }
  function onDown(event: PointerEvent) {
    const visitId = visitUnder(event);
    if (drag || visitId === undefined || event.button !== 0 || !event.isPrimary) return;
    // Of a press before this one the end was never heard.
    end();
    const { pointerId, clientX: x, clientY: y } = event;
    const isTouch = event.pointerType === 'touch';
    const timer = isTouch ? setTimeout(() => press && begin(press), restMs) : undefined;
    press = { pointerId, visitId, x, y, isTouch, timer };
  }
  function onMove({ pointerId, clientX: x, clientY: y }: PointerEvent) {
    if (!press || pointerId !== press.pointerId) return;
    const isFar = Math.hypot(x - press.x, y - press.y) > shakePx[press.isTouch ? 'touch' : 'mouse'];
    // A finger that moves at once scrolls.
    if (!drag && isFar && press.isTouch) return end();
    if (!drag && isFar) begin(press);
    if (drag) set({ ...drag, x, y, over: dropAt(x, y) });
  }
  function onUp({ pointerId, clientX: x, clientY: y }: PointerEvent) {
    if (pointerId === givenUp) swallowClick();
    givenUp = null;
    if (!press || pointerId !== press.pointerId) return;
    const over = drag ? dropAt(x, y) : null;
    const { visitId } = press;
    if (drag) swallowClick();
    end();
    if (over !== null) onDrop(visitId, over);
  }
  function onCancel({ pointerId }: PointerEvent) {
    if (pointerId === press?.pointerId) end();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!drag || event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    givenUp = press?.pointerId ?? null;
    end();
  }
  /** The page neither scrolls under a dragged card, nor opens the menu of a long press. */
  function hold(event: Event) {
    if (drag || (press?.isTouch && event.type === 'contextmenu')) event.preventDefault();
  }
  const listening = new AbortController();
  const { signal } = listening;
  board.addEventListener('pointerdown', onDown, { signal });
  board.addEventListener('contextmenu', hold, { signal });
  board.addEventListener('touchmove', hold, { signal, passive: false });
  window.addEventListener('selectstart', hold, { signal });
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onUp, { signal });
  window.addEventListener('pointercancel', onCancel, { signal });
  window.addEventListener('blur', end, { signal });
  window.addEventListener('keydown', onKeyDown, { signal, capture: true });
  return () => {
    end();
    listening.abort();
  };
}

function visitUnder({ target }: PointerEvent): string | undefined {
  const card = target instanceof Element ? target.closest<HTMLElement>('[data-visit]') : null;
  return card?.dataset['visit'];
}

function isInLowerHalf(board: HTMLElement, y: number): boolean {
  const { top, height } = board.getBoundingClientRect();
  return y > top + height / 2;
}

function dropAt(x: number, y: number): string | null {
  const place = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]');
  return place?.dataset['drop'] ?? null;
}

/** Letting go of a card that was dragged chooses nothing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}
