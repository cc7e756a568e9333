/** The business day: which day of the site's calendar an instant is counted in. */

import { zoneOffset } from './time-zone.ts';

/**
 * The business day `YYYY-MM-DD` that an instant belongs to: the local date, where a day ends at `cutOff` of
 * the next morning (default 04:00, a setting of the site).
 * @param instant UTC ms
 * @param timeZone IANA name
 * @param cutOff `HH:MM`
 */
export function businessDayOf(instant: number, timeZone: string, cutOff: string): string {
  const [hours = 0, minutes = 0] = cutOff.split(':').map(Number);
  const local = instant + zoneOffset(instant, timeZone) - (hours * 60 + minutes) * 60_000;
  return new Date(local).toISOString().slice(0, 10);
}

/** Whether a visit was left open when its business day ended. @param today business day, `YYYY-MM-DD` */
export function isOvernight(visit: { readonly businessDay: string }, today: string): boolean {
  return visit.businessDay < today;
}
