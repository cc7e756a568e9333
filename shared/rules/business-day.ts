/** The business day: which day of the site's calendar an instant is counted in (domain.md, “Formats”). */

/** The offset of `timeZone` from UTC at `instant`, in ms. */
function zoneOffset(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
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
