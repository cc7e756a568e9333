/** Whether a shift (当班) runs at the bar. Nobody signs on or off: its checks tell (bar-checks.ts). */
import { closingItems, standingChecks, type CheckRow } from './bar-checks.ts';

export interface ShiftDay {
  /** `YYYY-MM-DD` */
  readonly businessDay: string;
  /** Checks of that day, in any order. */
  readonly rows: readonly CheckRow[];
  /** Parties that came that day and are still in the house. */
  readonly openVisits: number;
}

/**
 * From the first check of opening, or of a round, until all of closing is noted, be it as a fault. A shift that nobody
 * closed ends with its business day, once its last party has left.
 * @param today business day that it is now, `YYYY-MM-DD`
 */
export function isShiftOpen({ businessDay, rows, openVisits }: ShiftDay, today: string): boolean {
  const noted = new Set(standingChecks(rows).map(({ item }) => item));
  const isClosed = closingItems.every((item) => noted.has(item));
  const isBegun = [...noted].some((item) => !closingItems.some((one) => one === item));
  return isBegun && !isClosed && (businessDay === today || openVisits > 0);
}
