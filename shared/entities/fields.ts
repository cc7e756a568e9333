/** The kinds of field that entities are made of. Every text refuses U+0000 and lone surrogates (R3). */
import { z } from 'zod';

const storable = (value: string) => !value.includes('\u0000') && value.isWellFormed();

/** A text of 1 to `max` UTF-16 units. */
export const requiredText = (max: number) => z.string().min(1).max(max).refine(storable, 'text_not_storable');

/** A name of 1 to `max` UTF-16 units, as a form asks for it: spaces alone are none. */
export const nameText = (max: number) => requiredText(max).refine((name) => name.trim() !== '', 'blank');

/** A text of up to `max` UTF-16 units, or null where nothing is known. */
export const text = (max: number) => z.string().max(max).refine(storable, 'text_not_storable').nullable();

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A lowercase UUID of any version (UUIDv7 for what people make, UUIDv5 for what a rule makes). */
export const id = () => z.string().regex(uuidPattern, 'not_a_lowercase_uuid');

/** An instant in UTC milliseconds since 1970, between 1970 and the year 9999. */
export const instant = () => z.int().min(0).max(253_402_300_799_999);

/** A business day `YYYY-MM-DD` of the site's calendar. */
export const businessDay = () => z.iso.date();

/** A month and day `MM-DD`; 02-29 is allowed. */
export const monthDay = () =>
  z
    .string()
    .regex(
      /^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2\d))$/,
      'not_a_month_day',
    );

/** An IANA time zone that this machine's calendar knows: a wrong one would stop every desk of the site. */
export const timeZone = () => z.string().min(1).max(60).refine(isTimeZone, 'not_a_time_zone');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A time of day `HH:MM`, 00:00 to 23:59. */
export const timeOfDay = () => z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'not_a_time_of_day');
