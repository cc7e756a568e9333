/**
 * What a hundred thousand entries have alike, held once: each row read from the disk brings a copy of its own of the
 * same few models, flags and readings.
 */
export interface Shared {
  /** The first list of these texts that came. */
  list(texts: readonly string[]): readonly string[];
  /** For texts of which there are few. */
  text(text: string | null): string | null;
}

export function createShared(): Shared {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  return {
    text: (text) => (text === null ? null : firstOf(texts, text, text)),
    list: (list) => firstOf(lists, JSON.stringify(list), list),
  };
}

function firstOf<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  const first = known.get(key);
  if (first !== undefined) return first;
  known.set(key, value);
  return value;
}
