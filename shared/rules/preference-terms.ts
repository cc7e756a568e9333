/**
 * What guests say most at the bar, by a code, so that every desk says it in its own language.
 * In the row it stands in one spelling, as a part of `detail`: `少冰、少糖、靠窗`. What a person typed, another client
 * sent or a list brought in is known by its spelling too; anything else is the guest's own words, and stays as it is.
 */
import type { Preference, PreferenceKind } from '../entities/preference.ts';

/** Of each the spelling that is stored, then others that mean the same; in lower case, in which they are compared. */
const spellings = {
  tea: ['茶', '喝茶', 'tea'],
  coffee: ['咖啡', '喝咖啡', 'coffee'],
  juice: ['果汁', 'juice'],
  water: ['白水', '水', '开水', 'water'],
  soda: ['碳酸饮料', '汽水', 'fizzy drinks', 'soda'],
  hot: ['热的', '热', '热饮', 'hot'],
  warm: ['温热', '温的', 'warm'],
  roomTemperature: ['常温', 'room temperature'],
  lessIce: ['少冰', 'less ice'],
  noIce: ['去冰', '不加冰', 'no ice'],
  strong: ['浓一点', '浓', 'strong'],
  weak: ['淡一点', '淡', 'weak'],
  noSugar: ['无糖', '不加糖', 'no sugar'],
  lessSugar: ['少糖', 'less sugar'],
  withSugar: ['加糖', 'with sugar'],
  noMilk: ['不加奶', 'no milk'],
  withMilk: ['加奶', 'with milk'],
  newspaper: ['看报纸', '报纸', 'newspaper'],
  magazine: ['看杂志', '杂志', '汽车杂志', 'magazine', 'car magazine'],
  television: ['看电视', '电视', 'tv', 'television'],
  internet: ['上网区', '上网', 'internet corner'],
  children: ['儿童区', 'children’s corner', "children's corner"],
  massage: ['按摩椅', 'massage chair'],
  caffeine: ['咖啡因', 'caffeine'],
  milk: ['牛奶', 'milk'],
  sugar: ['含糖饮料', 'sugary drinks'],
  cold: ['冰饮', '冷饮', 'iced drinks', 'cold drinks'],
  lactose: ['乳糖不耐', '牛奶（乳糖不耐）', 'lactose intolerance'],
  milkAllergy: ['牛奶过敏', 'milk allergy'],
  peanutAllergy: ['花生过敏', 'peanut allergy'],
  nutAllergy: ['坚果过敏', 'nut allergy'],
  mangoAllergy: ['芒果过敏', 'mango allergy'],
} as const;
export type PreferenceTerm = keyof typeof spellings;

export const preferenceTerms = Object.keys(spellings) as readonly PreferenceTerm[];

interface Topic {
  readonly name: string;
  readonly terms: readonly PreferenceTerm[];
  /** A cup is hot or iced, not both: one takes the place of another. */
  readonly isOneOf: boolean;
}

/** What is offered of each kind, in this order. Our choice. */
export const offeredTerms: Readonly<Record<PreferenceKind, readonly Topic[]>> = {
  beverage: [
    { name: 'sort', terms: ['tea', 'coffee', 'juice', 'water'], isOneOf: true },
    { name: 'temperature', terms: ['hot', 'warm', 'roomTemperature', 'lessIce', 'noIce'], isOneOf: true },
    { name: 'strength', terms: ['strong', 'weak'], isOneOf: true },
    { name: 'sugar', terms: ['noSugar', 'lessSugar', 'withSugar'], isOneOf: true },
    { name: 'milk', terms: ['withMilk', 'noMilk'], isOneOf: true },
  ],
  leisure: [
    {
      name: 'leisure',
      terms: ['newspaper', 'magazine', 'television', 'internet', 'children', 'massage'],
      isOneOf: false,
    },
  ],
  avoid: [
    { name: 'avoid', terms: ['coffee', 'tea', 'soda', 'caffeine', 'milk', 'sugar', 'cold'], isOneOf: false },
    {
      name: 'health',
      terms: ['lactose', 'milkAllergy', 'peanutAllergy', 'nutAllergy', 'mangoAllergy'],
      isOneOf: false,
    },
  ],
};

const termBySpelling = new Map<string, PreferenceTerm>(
  preferenceTerms.flatMap((term) => spellings[term].map((spelling) => [spelling, term])),
);

interface ReadDetail {
  /** Each once, in the order they were said. */
  readonly terms: readonly PreferenceTerm[];
  /** The guest's own words. */
  readonly rest: string;
}

/** Parts a `detail` at `、，,;；`; own words keep what stands between them. */
export function readDetail(detail: string | null): ReadDetail {
  const terms = new Set<PreferenceTerm>();
  let rest = '';
  let mark = '';
  for (const [at, part] of (detail ?? '').split(/([、，,;；])/u).entries()) {
    const term = termBySpelling.get(part.trim().toLowerCase());
    if (at % 2 === 1) mark = part;
    else if (term) terms.add(term);
    else if (part.trim() !== '') rest += rest === '' ? part.trimStart() : mark + part;
  }
  return { terms: [...terms], rest: rest.trimEnd() };
}

/** The way back: `少冰、少糖、靠窗`; null where nothing is said. */
export function writeDetail({ terms, rest }: ReadDetail): string | null {
  const own = rest.trim();
  const parts = [...terms.map((term) => spellings[term][0] as string), ...(own === '' ? [] : [own])];
  return parts.length === 0 ? null : parts.join('、');
}

/** The terms with this one added, or taken out where it was among them. */
export function toggleTerm(
  kind: PreferenceKind,
  terms: readonly PreferenceTerm[],
  term: PreferenceTerm,
): PreferenceTerm[] {
  if (terms.includes(term)) return terms.filter((one) => one !== term);
  const topic = offeredTerms[kind].find((one) => one.terms.includes(term));
  const replaced = topic?.isOneOf ? topic.terms : [];
  return [...terms.filter((one) => !replaced.includes(one)), term];
}

/** Whether the words are of an allergy, in either language: `花生过敏`. */
export function isAllergy(words: string): boolean {
  return /过敏|allerg/iu.test(words);
}

type Said = Pick<Preference, 'kind' | 'menuItemId' | 'detail'>;

/** Whether it says anything: what was withdrawn does not. */
export function isSaid({ menuItemId, detail }: Pick<Said, 'menuItemId' | 'detail'>): boolean {
  return menuItemId !== null || (detail !== null && detail.trim() !== '');
}

/** Those that hold: an allergy first, then what is avoided, drinks, leisure; of each the latest first. */
export function standingPreferences<Row extends Said & Pick<Preference, 'recordedAt'>>(
  preferences: readonly Row[],
): Row[] {
  return preferences
    .filter(isSaid)
    .sort((a, b) => weightOf(a) - weightOf(b) || (b.recordedAt ?? 0) - (a.recordedAt ?? 0));
}

function weightOf({ kind, detail }: Said): number {
  if (kind !== 'avoid') return kind === 'beverage' ? 2 : 3;
  return isAllergy(detail ?? '') ? 0 : 1;
}
