/** Whether a drink is one that a guest must not have (忌, 客户喜好登记). */
import type { Preference as PreferenceRow } from '../entities/preference.ts';
import type { MenuItem } from '../entities/site.ts';

type Avoided = Pick<PreferenceRow, 'kind' | 'menuItemId' | 'detail'>;
type Drink = Pick<MenuItem, 'name' | 'nameEn' | 'kind'> & { readonly id: string };

interface Topic {
  /** Said in a preference. */
  readonly said: RegExp;
  readonly kinds: readonly MenuItem['kind'][];
  /** In the name of a drink, Chinese or English. */
  readonly names: RegExp | null;
}

/** What people write, and the drinks it rules out. Rather one warning too many: it may be a matter of health. */
const topics: readonly Topic[] = [
  { said: /咖啡(?!因)|coffee/i, kinds: ['coffee'], names: /咖啡|coffee/i },
  { said: /茶|\btea\b/i, kinds: ['tea'], names: /茶|\btea\b/i },
  { said: /咖啡因|caffeine/i, kinds: ['coffee', 'tea'], names: /可乐|cola/i },
  {
    said: /奶|乳糖|milk|lactose|dairy/i,
    kinds: [],
    names: /奶|拿铁|卡布奇诺|摩卡|latte|cappuccino|mocha|milk/i,
  },
  {
    said: /糖(?!不耐)|甜|sugar|sweet/i,
    kinds: ['juice', 'soda'],
    names: /酸梅|奶茶|蜂蜜|可可|摩卡|honey|plum/i,
  },
  { said: /冰|冷|凉|\bice|cold/i, kinds: ['juice', 'soda'], names: /冰|冷|酸梅|iced?\b|plum/i },
  { said: /碳酸|汽水|气泡|soda|fizzy/i, kinds: ['soda'], names: /气泡|汽水|sparkling/i },
  { said: /果汁|juice/i, kinds: ['juice'], names: /汁|juice/i },
];

/**
 * Drinks named in full rule out themselves alone (`绿茶` is not every tea); what is left of the words counts by
 * topic: kind of drink, caffeine, milk, sugar, ice.
 * @param menu all drinks of the house
 * @returns the first of the guest's preferences that is against it; null where nothing is
 */
export function avoidedAs<Preference extends Avoided>(
  preferences: readonly Preference[],
  drink: Drink,
  menu: readonly Drink[],
): Preference | null {
  return preferences.find((one) => one.kind === 'avoid' && rulesOut(one, drink, menu)) ?? null;
}

function rulesOut({ menuItemId, detail }: Avoided, drink: Drink, menu: readonly Drink[]): boolean {
  if (menuItemId === drink.id) return true;
  if (detail === null) return false;
  if (namesOf(drink).some((name) => detail.toLowerCase().includes(name))) return true;
  const rest = menu
    .flatMap(namesOf)
    .reduce((words, name) => words.replaceAll(name, ' '), detail.toLowerCase());
  return topics.some(({ said, kinds, names }) => {
    const isTold = kinds.includes(drink.kind) || namesOf(drink).some((name) => names?.test(name));
    return isTold && said.test(rest);
  });
}

const namesOf = ({ name, nameEn }: Drink) =>
  [name, nameEn ?? ''].filter((one) => one !== '').map((one) => one.toLowerCase());
