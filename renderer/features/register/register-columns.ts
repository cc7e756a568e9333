/** The columns of the register: how wide, on which side, and by what they are sorted. */
import type { ColumnKey } from './column-keys.ts';
import type { RegisterLine } from './register-ask.ts';
import type { LineWords } from './use-line-words.ts';

export interface Column {
  /** Against the others; px where there is room for no more. */
  readonly width: number;
  readonly isNumber?: true;
  /** By this, then by arrival. */
  readonly order: (line: RegisterLine, words: LineWords) => number | string | null;
}

export const columns: Readonly<Record<ColumnKey, Column>> = {
  arrivedAt: { width: 98, order: ({ arrivedAt }) => arrivedAt },
  guest: { width: 126, order: (line, { guest }) => guest(line) },
  people: { width: 84, isNumber: true, order: ({ people }) => people },
  purpose: { width: 88, order: (line, { purpose }) => purpose(line) },
  vehicle: { width: 182, order: ({ vehicles }) => vehicles[0] ?? null },
  seat: { width: 94, order: (line, { seat }) => seat(line) || null },
  drinks: { width: 136, order: ({ cups }) => cups },
  receivedBy: { width: 76, order: (line, { receivedBy }) => receivedBy(line) || null },
  firstDrink: { width: 96, isNumber: true, order: ({ firstDrinkMs }) => firstDrinkMs },
  refills: {
    width: 92,
    isNumber: true,
    order: ({ refillsDue, refillsInTime }) => (refillsDue === 0 ? null : refillsInTime / refillsDue),
  },
  stay: { width: 106, isNumber: true, order: ({ stayMs }) => stayMs },
  leftAt: { width: 92, isNumber: true, order: ({ leftAt }) => leftAt },
};

/** What has no value stands last, whichever way it is sorted. */
export function sortLines(
  lines: readonly RegisterLine[],
  { column, isDescending }: { readonly column: ColumnKey; readonly isDescending: boolean },
  words: LineWords,
  language: string,
): RegisterLine[] {
  const { order } = columns[column];
  const sign = isDescending ? -1 : 1;
  const keyed = lines.map((line) => ({ line, key: order(line, words) }));
  // Names recur, and comparing them as the language does is dear: each is placed once.
  const collator = new Intl.Collator(language, { numeric: true });
  const texts = new Set(keyed.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])));
  const places = new Map([...texts].sort(collator.compare).map((text, place) => [text, place]));
  const placeOf = (key: number | string) => (typeof key === 'string' ? (places.get(key) ?? 0) : key);
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return sign * (placeOf(a.key) - placeOf(b.key));
    })
    .map(({ line }) => line);
}
