/** Of a list with rows of one height the part in sight. */
import { useEffect, useState, type RefObject } from 'react';

export interface RowWindow {
  /** Of the rows drawn: the first, and the one after the last. */
  readonly first: number;
  readonly last: number;
  readonly rowsInSight: number;
  /** To be called as the box is scrolled. */
  readonly measure: () => void;
}

/** Drawn above and below what is in sight, so that quick scrolling meets no gap. */
const spare = 8;
/** Before the first measuring, and where nothing can be measured. */
const usualHeight = 400;

/** @param box what scrolls @param rowHeight px */
export function useRowWindow(
  box: RefObject<HTMLDivElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [{ top, height }, setPlace] = useState({ top: 0, height: usualHeight });
  function measure() {
    const { current } = box;
    if (current) setPlace({ top: current.scrollTop, height: current.clientHeight || usualHeight });
  }
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    // Tells the first size too.
    const observer = new ResizeObserver(() =>
      setPlace({ top: current.scrollTop, height: current.clientHeight || usualHeight }),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [box]);
  return {
    first: Math.max(0, Math.min(count, Math.floor(top / rowHeight)) - spare),
    last: Math.min(count, Math.ceil((top + height) / rowHeight) + spare),
    rowsInSight: Math.max(1, Math.floor(height / rowHeight) - 2),
    measure,
  };
}

/** Scrolls as little as brings the row into sight, between the heads and the feet that stay. */
export function scrollToRow(box: HTMLElement, index: number, rowHeight: number): void {
  const heads = box.querySelector('thead')?.clientHeight ?? 0;
  const feet = box.querySelector('tfoot')?.clientHeight ?? 0;
  const highest = index * rowHeight;
  const lowest = (index + 1) * rowHeight + heads + feet - box.clientHeight;
  box.scrollTop = Math.min(highest, Math.max(lowest, box.scrollTop));
}
