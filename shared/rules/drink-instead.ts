/** What the bar can hand over, and what to offer in place of a drink that it cannot. */
import type { Preference } from '../entities/preference.ts';
import type { MenuItem } from '../entities/site.ts';
import { avoidedAs } from './avoids.ts';
import type { UsualDrink } from './usual-drink.ts';

/** On the menu, and not run out. Null is as an earlier version left it: there. */
export function isOffered({ available, outOfUse }: Pick<MenuItem, 'available' | 'outOfUse'>): boolean {
  return available !== false && outOfUse !== true;
}

/** What a guest is known for. */
export interface Taste {
  /** The strongest first. */
  readonly usuals: readonly Pick<UsualDrink, 'menuItemId'>[];
  readonly preferences: readonly Pick<Preference, 'kind' | 'menuItemId' | 'detail'>[];
}

interface Instead<Drink> {
  readonly wanted: Drink;
  /** Null where nothing is near enough. */
  readonly drink: Drink | null;
  /** The guest drinks it out of habit too; else it is one of the same kind. */
  readonly isUsual: boolean;
}

type Drink = MenuItem & { readonly id: string };

/**
 * For a drink that is wanted: the next of the guest's habits that is there, else the first of its kind on the menu;
 * never one that the guest avoids.
 * @param menu of the house, in its order
 * @returns null where the drink is there, or unknown
 */
export function drinkInstead<Item extends Drink>(
  menu: readonly Item[],
  wantedId: string | null | undefined,
  { usuals, preferences }: Taste,
): Instead<Item> | null {
  const wanted = menu.find(({ id }) => id === wantedId);
  if (!wanted || isOffered(wanted)) return null;
  const fit = menu.filter((item) => isOffered(item) && avoidedAs(preferences, item, menu) === null);
  const habit = usuals
    .map(({ menuItemId }) => fit.find(({ id }) => id === menuItemId))
    .find((item) => item !== undefined);
  if (habit) return { wanted, drink: habit, isUsual: true };
  // `other` is no kind: nothing is like it.
  const isLike = ({ kind }: Drink) => kind === wanted.kind && kind !== 'other';
  return { wanted, drink: fit.find(isLike) ?? null, isUsual: false };
}
