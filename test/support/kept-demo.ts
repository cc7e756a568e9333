/** One demonstration for many: made when somebody asks, and made anew once it is too old. */
import { businessDayOf } from '../../shared/rules/business-day.ts';

/**
 * Its guests stand where they did when it was made: in a copy they have been there for longer. A test on a slow
 * machine meets them as late anyway.
 */
const goodForMs = 10 * 60_000;

interface Kept<Made> {
  /** When its making began: what the demonstration takes for now is later. UTC ms. */
  readonly begun: number;
  readonly made: Made;
}

/**
 * @param make is never called while it is at work
 * @param now UTC ms
 * @returns gives one of the business day of now and not too old, also to who asks while it is made
 */
export function keepDemo<Made>(make: () => Promise<Made>, now: () => number): () => Promise<Made> {
  let kept: Promise<Kept<Made>> | null = null;
  const begin = async () => {
    const begun = now();
    return { begun, made: await make() };
  };
  return async function demo() {
    const asked = (kept ??= begin());
    const found = await asked.catch(() => null);
    if (found && isGood(found.begun, now())) return found.made;
    // Whoever came first has begun another one meanwhile.
    if (kept === asked) kept = begin();
    return (await kept).made;
  };
}

function isGood(begun: number, now: number): boolean {
  const dayOf = (instant: number) => businessDayOf(instant, 'Asia/Shanghai', '04:00');
  return now - begun < goodForMs && dayOf(begun) === dayOf(now);
}
