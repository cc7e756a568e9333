/** Arrow keys over what lies in rows: cards of the floor, seats, drinks. */

/** Where one of them lies, as `getBoundingClientRect` tells. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export const arrows = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'] as const;
export type Arrow = (typeof arrows)[number];

/**
 * Left and right go in the order of reading; up and down to the nearest of the next row. Where there is none they
 * go on by one, so that one key alone reaches the end.
 * @returns the index; 0 where nothing was chosen yet (`from` below 0)
 */
export function stepInGrid(places: readonly Place[], from: number, arrow: Arrow): number {
  const here = places[from];
  if (!here) return 0;
  const isForward = arrow === 'ArrowRight' || arrow === 'ArrowDown';
  const beside = Math.max(0, Math.min(places.length - 1, from + (isForward ? 1 : -1)));
  if (arrow === 'ArrowRight' || arrow === 'ArrowLeft') return beside;
  const down = isForward ? 1 : -1;
  const distances = places.map((place) => (place.top - here.top) * down);
  const nextRow = Math.min(...distances.filter((distance) => distance > 1));
  const centre = ({ left, width }: Place) => left + width / 2;
  let best = -1;
  for (const [index, place] of places.entries()) {
    if (Math.abs((distances[index] ?? 0) - nextRow) > 1) continue;
    const apart = (one: Place) => Math.abs(centre(one) - centre(here));
    if (best < 0 || apart(place) < apart(places[best] as Place)) best = index;
  }
  return best < 0 ? beside : best;
}

/** The element that the arrow leads to. @param from null: the first */
export function stepAmong(
  elements: readonly HTMLElement[],
  from: Element | null,
  arrow: Arrow,
): HTMLElement | undefined {
  const places = elements.map((element) => element.getBoundingClientRect());
  return elements[stepInGrid(places, elements.indexOf(from as HTMLElement), arrow)];
}
