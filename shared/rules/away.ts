/** Parties that are out for a while (暂离), on a test drive or for lunch: their clock of the refill stands still. */
import type { Absence, Visit } from '../entities/visit.ts';

type Away = Pick<Visit, 'away' | 'leftAt'>;

/** None where the row is from before the field. */
export function absencesOf({ away }: { readonly away?: readonly Absence[] }): readonly Absence[] {
  return away ?? [];
}

/** Since when they are out, UTC ms; null while they are here, and once they were seen off. */
export function awaySince(visit: Away): number | null {
  const last = absencesOf(visit).at(-1);
  return visit.leftAt === null && last?.to === null ? last.from : null;
}

/** How long of the time between two instants they were out, ms. */
export function awayMs(absences: readonly Absence[], from: number, until: number): number {
  return absences.reduce((sum, { from: out, to: back }) => {
    const end = Math.min(back ?? until, until);
    return sum + Math.max(0, end - Math.max(out, from));
  }, 0);
}

/** From when the refill counts: the last serving, later by as long as they were out. UTC ms; null where none was. */
export function refillFrom(visit: Away, servedAt: number | null, now: number): number | null {
  return servedAt === null ? null : servedAt + awayMs(absencesOf(visit), servedAt, now);
}
