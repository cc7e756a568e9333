/** What a guest mostly drinks, so that the attendant knows before it is said. */

export interface UsualDrink {
  readonly menuItemId: string;
  /** Visits at which it was served, of `visits` looked at. */
  readonly times: number;
  readonly visits: number;
}

/** Visits looked at: tastes change. */
export const usualOfLastVisits = 12;

/**
 * @param drinksByVisit drinks of each visit that had any, the latest visit first
 * @returns null below two visits with the same drink: once is no habit. At equal counts the more recent wins.
 */
export function usualDrink(drinksByVisit: readonly (readonly string[])[]): UsualDrink | null {
  const visits = drinksByVisit.slice(0, usualOfLastVisits);
  const timesById = new Map<string, number>();
  for (const drinks of visits) {
    for (const menuItemId of new Set(drinks)) timesById.set(menuItemId, (timesById.get(menuItemId) ?? 0) + 1);
  }
  let best: UsualDrink | null = null;
  for (const [menuItemId, times] of timesById) {
    if (times >= 2 && times > (best?.times ?? 0)) best = { menuItemId, times, visits: visits.length };
  }
  return best;
}
