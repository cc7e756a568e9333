/**
 * Date formats, each made once: making one costs a millisecond, a list of guests needs one for each row at each key
 * typed. They differ by language and form, and by the device's own clock where no zone is named: it may travel.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const place = options.timeZone ?? new Date().getTimezoneOffset();
  const key = JSON.stringify([language, place, options]);
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}
