/** Wall clocks: what the hands at the site show, wherever the device believes to be (a setting of the site). */

/**
 * The offset of a zone from UTC, in ms; east is positive.
 * @param instant UTC ms
 * @param timeZone IANA name
 */
export function zoneOffset(instant: number, timeZone: string): number {
  const parts = formatIn(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const wallClock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wallClock - Math.floor(instant / 1000) * 1000;
}

/** Making one costs a tenth of a command; a site has one zone, and it never changes what it says. */
const formatsByZone = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formatsByZone.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatsByZone.set(timeZone, format);
  return format;
}

/** `HH:MM` on the site's clock. @param instant UTC ms @param timeZone IANA name */
export function wallTime(instant: number, timeZone: string): string {
  return new Date(instant + zoneOffset(instant, timeZone)).toISOString().slice(11, 16);
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * The instant at which the site's clock shows `time` on the day of `after`; where that is past, on the next day.
 * The minute of `after` itself counts as not past: a clock is read without its seconds.
 * @param time `HH:MM`; anything else gives null
 * @param after UTC ms
 * @param timeZone IANA name
 * @returns UTC ms
 */
export function nextWallTime(time: string, after: number, timeZone: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const local = after + zoneOffset(after, timeZone);
  const midnight = local - (local % dayMs);
  const wall = midnight + (Number(hours) * 60 + Number(minutes)) * minuteMs;
  const isPast = wall < local - (local % minuteMs);
  return wallToInstant(isPast ? wall + dayMs : wall, timeZone);
}

/**
 * The instant nearest to `around` at which the site's clock shows `time`: a time just past is a time just past, and
 * not one of tomorrow.
 * @param time `HH:MM`; anything else gives null
 * @param around UTC ms
 * @param timeZone IANA name
 * @returns UTC ms, within half a day of `around`
 */
export function nearestWallTime(time: string, around: number, timeZone: string): number | null {
  return nextWallTime(time, around - dayMs / 2, timeZone);
}

/** `YYYY-MM-DD` of the site's calendar, midnight to midnight. @param instant UTC ms @param timeZone IANA name */
export function wallDate(instant: number, timeZone: string): string {
  return new Date(instant + zoneOffset(instant, timeZone)).toISOString().slice(0, 10);
}

/** The offset is that of the instant sought: the first guess may lie on the other side of a change of the clocks. */
function wallToInstant(wall: number, timeZone: string): number {
  const guess = wall - zoneOffset(wall, timeZone);
  return wall - zoneOffset(guess, timeZone);
}
