/** Finding a name by its characters or by pinyin: full, initials, mixed (domain.md, “Formats”). */

/** Start and end (exclusive) of the matched characters. */
export type Range = readonly [start: number, end: number];

/** Readings of each character, lower case without tones; characters of other scripts read as themselves. */
export type Readings = readonly (readonly string[])[];

/** @param query lower case, without spaces @returns the first match, null where there is none */
export function matchName(name: string, readings: Readings, query: string): Range | null {
  const at = name.toLowerCase().indexOf(query);
  if (at >= 0) return [at, at + query.length];
  if (!/^[a-z]+$/.test(query)) return null;
  for (let start = 0; start < readings.length; start += 1) {
    const end = matchFrom(readings, start, query);
    if (end !== null) return [start, end];
  }
  return null;
}

/** Each character takes a beginning of one of its readings; all of the query must be taken. */
function matchFrom(readings: Readings, index: number, query: string): number | null {
  if (query === '') return index;
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
