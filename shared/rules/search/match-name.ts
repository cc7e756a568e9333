/** Finding a name by its characters or by pinyin: full, initials, mixed. */

/** Start and end (exclusive) of the matched characters, in UTF-16 units of the name. */
export type Range = readonly [start: number, end: number];

/**
 * Readings of each character (code point, not UTF-16 unit), lower case without tones; characters of other
 * scripts read as themselves.
 */
export type Readings = readonly (readonly string[])[];

/** Between the parts of a name, typed or not: `阿卜杜拉·买买提`, `John Smith`. */
const separator = /[\s·•・]/;

/** As `matchName` wants it: lower case, narrow, without the separators of names. */
export function nameQuery(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replaceAll(new RegExp(separator, 'g'), '');
}

/**
 * @param readings of each character of `name`
 * @param query as `nameQuery` makes it, not empty
 * @returns the first match, null where there is none
 */
export function matchName(name: string, readings: Readings, query: string): Range | null {
  const lower = name.toLowerCase();
  const at = lower.indexOf(query);
  if (at >= 0) return [at, at + query.length];
  if (separator.test(name)) {
    const range = matchAcrossSeparators(lower, query);
    if (range) return range;
  }
  if (!/^[a-z]+$/.test(query)) return null;
  for (let start = 0; start < readings.length; start += 1) {
    if (isSeparator(readings[start])) continue;
    const end = matchFrom(readings, start, query);
    if (end !== null) return [unitsBefore(name, start), unitsBefore(name, end)];
  }
  return null;
}

/** A name holds them between its parts, a query never. */
function matchAcrossSeparators(name: string, query: string): Range | null {
  const units = [...name.split('').entries()].filter(([, unit]) => !separator.test(unit));
  const at = units
    .map(([, unit]) => unit)
    .join('')
    .indexOf(query);
  const first = units[at];
  const last = units[at + query.length - 1];
  return first && last ? [first[0], last[0] + 1] : null;
}

function isSeparator(readings: readonly string[] | undefined): boolean {
  return readings?.length === 1 && separator.test(readings[0] ?? '');
}

function unitsBefore(name: string, index: number): number {
  return [...name].slice(0, index).join('').length;
}

/** Each character takes a beginning of one of its readings; all of the query must be taken. */
function matchFrom(readings: Readings, index: number, query: string): number | null {
  if (query === '') return index;
  if (isSeparator(readings[index])) return matchFrom(readings, index + 1, query);
  for (const reading of readings[index] ?? []) {
    const most = commonLength(reading, query);
    // The longest beginning first: `xian` is rather 先 than 西安.
    for (let taken = most; taken > 0; taken -= 1) {
      const end = matchFrom(readings, index + 1, query.slice(taken));
      if (end !== null) return end;
    }
  }
  return null;
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  for (let length = 0; length < most; length += 1) if (a[length] !== b[length]) return length;
  return most;
}
