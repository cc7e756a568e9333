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
const separators = new RegExp(separator, 'g');

/** As `matchName` wants it: lower case, narrow, without the separators of names. */
export function nameQuery(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replaceAll(separators, '');
}

/** A name as a written query is looked for in it: what `matchWritten` finds is in here, and nothing else. */
export function writtenName(name: string): string {
  const lower = name.toLowerCase();
  return separator.test(lower) ? lower.replaceAll(separators, '') : lower;
}

/** @returns the first match, null where there is none */
export type NameMatcher = (name: string, readings: Readings) => Range | null;

/**
 * Made once a query: it goes over a hundred thousand names, and what depends on the query alone is known before.
 * The readings it takes are those of each character of the name.
 * @param query as `nameQuery` makes it, not empty
 */
export function nameMatcher(query: string): NameMatcher {
  const isLatin = /^[a-z]+$/.test(query);
  return (name, readings) => {
    // Most names are all Han: nothing in them to be lowered, skipped, or spelt as a Latin query is.
    const written = isHan(name) ? (isLatin ? null : rangeOf(name, query)) : matchWritten(name, query);
    if (written || !isLatin) return written;
    for (let start = 0; start < readings.length; start += 1) {
      if (isSeparator(readings[start])) continue;
      const end = matchFrom(readings, start, query, 0);
      if (end !== null) return [unitsBefore(name, start), unitsBefore(name, end)];
    }
    return null;
  };
}

/** Of the plain Han characters, which have neither case nor width, in one UTF-16 unit each. */
function isHan(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    if (unit < 0x4e00 || unit > 0x9fff) return false;
  }
  return true;
}

function rangeOf(name: string, query: string): Range | null {
  const at = name.indexOf(query);
  return at < 0 ? null : [at, at + query.length];
}

function matchWritten(name: string, query: string): Range | null {
  const lower = name.toLowerCase();
  const range = rangeOf(lower, query);
  return range ?? (separator.test(name) ? matchAcrossSeparators(lower, query) : null);
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

/** Whether a character stands between the parts of a name, by its readings. */
export function isSeparator(readings: readonly string[] | undefined): boolean {
  const [reading] = readings ?? [];
  return reading?.length === 1 && readings?.length === 1 && separator.test(reading);
}

function unitsBefore(name: string, index: number): number {
  return [...name].slice(0, index).join('').length;
}

/**
 * Each character takes a beginning of one of its readings; all of the query must be taken.
 * @param from of the query, what is before is taken
 * @returns the character after the last one that took something
 */
function matchFrom(readings: Readings, index: number, query: string, from: number): number | null {
  if (from === query.length) return index;
  const own = readings[index];
  if (own === undefined) return null;
  if (isSeparator(own)) return matchFrom(readings, index + 1, query, from);
  for (const reading of own) {
    // The longest beginning first: `xian` is rather 先 than 西安.
    for (let taken = commonLength(reading, query, from); taken > 0; taken -= 1) {
      const end = matchFrom(readings, index + 1, query, from + taken);
      if (end !== null) return end;
    }
  }
  return null;
}

function commonLength(reading: string, query: string, from: number): number {
  const most = Math.min(reading.length, query.length - from);
  for (let length = 0; length < most; length += 1)
    if (reading.charCodeAt(length) !== query.charCodeAt(from + length)) return length;
  return most;
}
