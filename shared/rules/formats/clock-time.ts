/**
 * A time of day as people type it: `09:30`, `9:30`, `9：30`, `930`, `0930`, `9`.
 * @returns `HH:MM` of 24 hours, null where it is none
 */
export function readClockTime(typed: string): string | null {
  const bare = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const [, hour = '', minute = '00'] =
    /^(\d{1,2})[:.时点](\d{2})分?$/.exec(bare) ??
    /^(\d{1,2}?)(\d{2})$/.exec(bare) ??
    /^(\d{1,2})[时点]?$/.exec(bare) ??
    [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}
