/** Guests who look like one: what two records share that two people hardly do. */
import { pairKey } from './merged-cards.ts';

/** The strongest first. */
const duplicateReasons = ['idNumber', 'phone', 'vin', 'plate', 'name'] as const;
type DuplicateReason = (typeof duplicateReasons)[number];

export interface DuplicateSource {
  readonly cardId: string;
  readonly name: string;
  readonly phoneLast4: string | null;
  /** In E.164. */
  readonly phones: readonly string[];
  readonly idNumbers: readonly string[];
  readonly plates: readonly string[];
  readonly vins: readonly string[];
}

export interface DuplicatePair {
  readonly leftId: string;
  readonly rightId: string;
  /** The strongest first. */
  readonly reasons: readonly DuplicateReason[];
}

/** More who share a number are a company's switchboard or a made-up number, not one person. */
const mostAlike = 6;

/**
 * Of as many last digits say nothing any more: a list came with a number for those whose own nobody knew. To compare each
 * with each other would take hours, too.
 */
const mostCompared = 2_000;

/**
 * @param soundOf how a name is read, e.g. `chenfang`; asked only where the last digits are the same
 * @returns the likeliest first: by the strongest reason, then by the number of reasons
 */
export function findDuplicates(
  sources: readonly DuplicateSource[],
  soundOf: (name: string) => string,
): DuplicatePair[] {
  const found = new Map<string, Set<DuplicateReason>>();
  const add = (reason: DuplicateReason, a: string, b: string) => {
    if (a === b) return;
    const key = pairKey(a, b);
    found.set(key, (found.get(key) ?? new Set()).add(reason));
  };
  const byValue = (reason: DuplicateReason, valuesOf: (source: DuplicateSource) => readonly string[]) => {
    for (const alike of groupBy(sources, valuesOf).values())
      if (alike.length <= mostAlike) for (const [a, b] of pairsOf(alike)) add(reason, a.cardId, b.cardId);
  };
  byValue('idNumber', ({ idNumbers }) => idNumbers);
  byValue('phone', ({ phones }) => phones);
  byValue('vin', ({ vins }) => vins);
  byValue('plate', ({ plates }) => plates);
  for (const alike of groupBy(sources, ({ phoneLast4 }) => (phoneLast4 ? [phoneLast4] : [])).values()) {
    if (alike.length > mostCompared) continue;
    const names = alike.map(({ cardId, name }) => ({ cardId, name: charactersOf(name) }));
    for (const [a, b] of pairsOf(names))
      if (areSimilar(a.name, b.name, soundOf)) add('name', a.cardId, b.cardId);
  }
  return [...found]
    .map(([key, reasons]): DuplicatePair => {
      const [leftId = '', rightId = ''] = key.split(' ');
      return { leftId, rightId, reasons: duplicateReasons.filter((one) => reasons.has(one)) };
    })
    .toSorted((a, b) => strength(a) - strength(b) || (a.leftId < b.leftId ? -1 : 1));
}

const strength = ({ reasons: [first = 'name', ...more] }: DuplicatePair) =>
  duplicateReasons.indexOf(first) * 10 - more.length;

function groupBy(
  sources: readonly DuplicateSource[],
  valuesOf: (source: DuplicateSource) => readonly string[],
): Map<string, DuplicateSource[]> {
  const groups = new Map<string, DuplicateSource[]>();
  for (const source of sources)
    for (const value of new Set(valuesOf(source))) {
      const group = groups.get(value);
      if (group) group.push(source);
      else groups.set(value, [source]);
    }
  return groups;
}

function* pairsOf<Item>(items: readonly Item[]): Generator<readonly [Item, Item]> {
  for (const [index, item] of items.entries()) {
    for (let next = index + 1; next < items.length; next += 1) yield [item, items[next] as Item];
  }
}

/** What is added to a name in speech or on a list, and says nothing about who it is. */
const additions = /(?:先生|女士|小姐|太太|师傅|老师|经理|总|有限责任公司|有限公司|公司)$/;

function bareName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·.()（）-]/g, '')
    .replace(additions, '');
}

/** The same, one within the other, the same sound, or of three characters or more one different. */
export function isSimilar(one: string, other: string, soundOf: (name: string) => string): boolean {
  return areSimilar(charactersOf(one), charactersOf(other), soundOf);
}

const charactersOf = (name: string): readonly string[] => [...bareName(name)];

function areSimilar(a: readonly string[], b: readonly string[], soundOf: (name: string) => string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return false;
  if (short.every((character, index) => character === long[index])) return true;
  if (short.length !== long.length) return false;
  const different = short.filter((character, index) => character !== long[index]).length;
  if (different === 1 && short.length >= 3) return true;
  // Characters of one sound are confused one at a time; asking for the sound of every name takes long.
  return different < short.length && soundOf(short.join('')) === soundOf(long.join(''));
}
