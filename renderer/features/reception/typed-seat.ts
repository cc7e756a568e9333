/** Seats by their name, typed key by key where no field is: `A4` is that seat, and no other. */

/** Letters after each other within this time are one name. */
const typingMs = 1_000;

interface Typed {
  readonly text: string;
  /** Time of the page, ms. */
  readonly at: number;
}

export const nothingTyped: Typed = { text: '', at: -Infinity };

interface Named {
  readonly name: string;
}

/**
 * @returns what is typed by now, and the seat of that name, else the first that begins so; undefined where none does: one
 *   that merely begins with the last key is another seat, unless that key is a letter, with which a name begins anew
 */
export function typeSeat<Seat extends Named>(
  before: Typed,
  { key, timeStamp }: Pick<KeyboardEvent, 'key' | 'timeStamp'>,
  seats: readonly Seat[],
): Typed & { readonly seat: Seat | undefined } {
  const last = key.toLowerCase();
  const text = timeStamp - before.at < typingMs ? before.text + last : last;
  const at = timeStamp;
  const seat = seatCalled(text, seats);
  if (seat || /\d/.test(last)) return { text, at, seat };
  const anew = seatCalled(last, seats);
  return anew ? { text: last, at, seat: anew } : { text, at, seat: undefined };
}

function seatCalled<Seat extends Named>(text: string, seats: readonly Seat[]): Seat | undefined {
  const names = (one: Seat) => one.name.toLowerCase();
  return seats.find((one) => names(one) === text) ?? seats.find((one) => names(one).startsWith(text));
}

/** Whether the key types something, and is nobody else's. */
export function isTypedKey(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  return /^[\p{L}\p{N}]$/u.test(event.key);
}
