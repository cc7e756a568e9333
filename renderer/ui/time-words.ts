/** Time as people say it: 刚刚, 12 分钟前, 今天 14:05, 昨天. */
import type { TFunction } from 'i18next';
import { dateFormat } from './date-format.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface TimePlace {
  readonly language: string;
  /** IANA name, the site's: every screen of a desk goes by one clock. */
  readonly timeZone: string;
}

/** @param instant UTC ms, null for never @param now UTC ms */
export function agoWords(t: TFunction, place: TimePlace, instant: number | null, now: number): string {
  if (instant === null) return t('common.ago.never');
  const minutes = Math.floor((now - instant) / minuteMs);
  if (minutes < 1) return t('common.ago.now');
  if (minutes < 60) return t('common.ago.minutes', { count: minutes });
  const time = clockTime(place.language, instant, place.timeZone);
  const days = daysBetween(instant, now, place);
  if (days === 0) return t('common.ago.today', { time });
  if (days === 1) return t('common.ago.yesterday', { time });
  return exactTime(place, instant);
}

/** `14:05` @param timeZone IANA name; the device's where left out */
export function clockTime(language: string, instant: number, timeZone?: string): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  return dateFormat(language, options).format(instant);
}

export function exactTime({ language, timeZone }: TimePlace, instant: number): string {
  return dateFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  }).format(instant);
}

/** `今天`, `昨天`, `11月3日`, with the year where it is another one. */
export function dayWords(t: TFunction, place: TimePlace, instant: number, now: number): string {
  return dayWordsFrom(t, place, isoDay(now, place.timeZone))(instant);
}

/** `dayWords` of many instants as of one day, each day's made once. @param today `YYYY-MM-DD` */
export function dayWordsFrom(t: TFunction, place: TimePlace, today: string): (instant: number) => string {
  const { language, timeZone } = place;
  const yesterday = new Date(Date.parse(today) - dayMs).toISOString().slice(0, 10);
  const known = new Map<string, string>([
    [today, t('common.days.today')],
    [yesterday, t('common.days.yesterday')],
  ]);
  return (instant) => {
    const date = isoDay(instant, timeZone);
    const words = known.get(date) ?? dateWords(language, date, today);
    known.set(date, words);
    return words;
  };
}

/** @param date and @param today `YYYY-MM-DD` */
function dateWords(language: string, date: string, today: string): string {
  const options: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', timeZone: 'UTC' };
  const isThisYear = date.slice(0, 4) === today.slice(0, 4);
  return dateFormat(language, isThisYear ? options : { ...options, year: 'numeric' }).format(
    Date.parse(date),
  );
}

/** @param businessDay `YYYY-MM-DD` */
export function businessDayWords(language: string, businessDay: string): string {
  const options = { month: 'long', day: 'numeric', weekday: 'short', timeZone: 'UTC' } as const;
  return dateFormat(language, options).format(new Date(`${businessDay}T00:00:00Z`));
}

function daysBetween(instant: number, now: number, { timeZone }: TimePlace): number {
  const day = (time: number) => Date.parse(isoDay(time, timeZone));
  return (day(now) - day(instant)) / dayMs;
}

/** The calendar's day: `YYYY-MM-DD`, as Swedes write it. @param instant UTC ms */
export function isoDay(instant: number, timeZone: string): string {
  return dateFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(instant);
}
