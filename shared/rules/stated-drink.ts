/** What a guest said they like to drink (喜好), as far as it names a drink or a sort of drinks. */
import type { Preference } from '../entities/preference.ts';
import type { MenuItem } from '../entities/site.ts';
import { avoidedAs } from './avoids.ts';
import { isOffered, type Taste } from './drink-instead.ts';
import { readDetail } from './preference-terms.ts';

type Drink = MenuItem & { readonly id: string };
type Said = Pick<Preference, 'kind' | 'menuItemId' | 'detail'>;

const sorts: readonly string[] = ['tea', 'coffee', 'juice', 'water', 'soda'];

/**
 * The drink to begin with: one that was named, the latest first; else the strongest habit, unless the guest said another
 * sort of drink since: then the strongest habit of that sort. None that has run out or is avoided.
 * @param preferences that hold, the latest first
 */
export function drinkToBegin<Item extends Drink>(
  menu: readonly Item[],
  { usuals, preferences }: Taste,
): Item | null {
  const liked = preferences.filter(({ kind }) => kind === 'beverage');
  const isFit = (item: Item) => isOffered(item) && avoidedAs(preferences, item, menu) === null;
  const byId = (id: string | null) => menu.find((item) => item.id === id && isFit(item));
  const named = liked.map(({ menuItemId }) => byId(menuItemId)).find((item) => item !== undefined);
  if (named) return named;
  const said = new Set(liked.flatMap(sortsOf));
  const habits = said.size === 0 ? usuals.slice(0, 1) : usuals;
  const fit = habits.map(({ menuItemId }) => byId(menuItemId)).filter((item) => item !== undefined);
  return fit.find(({ kind }) => said.size === 0 || said.has(kind)) ?? null;
}

function sortsOf({ detail }: Said): readonly string[] {
  return readDetail(detail).terms.filter((term) => sorts.includes(term));
}
