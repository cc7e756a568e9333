/** Chance that repeats itself: the same seed, the same dealership. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer in [from, to]. */
  integer(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
  /**
   * Draws one of the items, each as likely as its weight says; weights are above or equal to 0, and one is above.
   * The weights are added up once: a draw from thousands is as quick as from a few.
   */
  weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): () => Item;
  /** A lowercase UUIDv7 of that instant (UTC ms). */
  uuid(instant: number): string;
}

const hexDigits = '0123456789abcdef';

/** @param seed a whole number; 32 bits of it count. mulberry32, by Tommy Ettinger (public domain): small, and good enough for invented people. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const hex = (digits: number) => {
    let text = '';
    for (let made = 0; made < digits; made += 1) text += hexDigits[integer(0, 15)];
    return text;
  };
  return {
    next,
    integer,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number],
    chance: (probability) => next() < probability,
    weighted(items, weightOf) {
      let sum = 0;
      const sums = items.map((item) => (sum += weightOf(item)));
      return () => items[firstAbove(sums, next() * sum)] as (typeof items)[number];
    },
    uuid(instant) {
      const time = instant.toString(16).padStart(12, '0');
      const variant = (8 + integer(0, 3)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}

/** @param sums in order @returns where the first one above the value stands, or the last of all */
function firstAbove(sums: readonly number[], value: number): number {
  let [from, to] = [0, sums.length - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sums[middle] ?? 0) > value) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Draws until something comes whose key was not drawn before; null is nobody's key. */
export function drawNew<Value>(
  taken: Set<string>,
  draw: () => Value,
  keyOf: (value: Value) => string | null,
): Value {
  for (;;) {
    const value = draw();
    const key = keyOf(value);
    if (key !== null && taken.has(key)) continue;
    if (key !== null) taken.add(key);
    return value;
  }
}
