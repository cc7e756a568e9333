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
 * @returns the habits, the strongest first; none below two visits with the same drink: once is no habit. At equal
 *   counts the more recent wins.
 */
export function usualDrinks(drinksByVisit: readonly (readonly string[])[]): UsualDrink[] {
  const visits = drinksByVisit.slice(0, usualOfLastVisits);
  const timesById = new Map<string, number>();
  for (const drinks of visits) {
    for (const menuItemId of new Set(drinks)) timesById.set(menuItemId, (timesById.get(menuItemId) ?? 0) + 1);
  }
  return [...timesById]
    .filter(([, times]) => times >= 2)
    .sort(([, one], [, other]) => other - one)
    .map(([menuItemId, times]) => ({ menuItemId, times, visits: visits.length }));
}
