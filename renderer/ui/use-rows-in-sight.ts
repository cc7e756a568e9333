import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface Sizes {
  /** Of a row with the gap below it, px. */
  readonly row: number;
  /** Of the line that says how many more there are, px. */
  readonly more: number;
}

/** How many of `count` rows stand whole in a box of that height, at least one; where not all do, beside the line. */
export function rowsInSight(height: number, count: number, { row, more }: Sizes): number {
  const fit = (room: number) => Math.max(1, Math.floor(room / row));
  return fit(height) >= count ? count : fit(height - more);
}

/**
 * For a box whose height is given, not made by its rows (it grows in a flex column). Null where it is not, or nobody
 * can say how high it is.
 */
export function useRowsInSight(
  count: number,
  sizes: Sizes,
): { readonly box: RefObject<HTMLDivElement | null>; readonly shown: number | null } {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setHeight(getComputedStyle(element).flexGrow === '1' ? element.clientHeight : 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, shown: height === 0 ? null : rowsInSight(height, count, sizes) };
}
