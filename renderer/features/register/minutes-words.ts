import type { TFunction } from 'i18next';

/** What adds up from many, alike above the list and under it: `4.5 分钟`, `1 小时 12 分`. */
export function minutesWords(t: TFunction, ms: number): string {
  const exact = ms / 60_000;
  if (exact < 120) {
    const rounded = exact < 10 ? Math.round(exact * 10) / 10 : Math.round(exact);
    return t('reception.floor.minutes', { count: rounded });
  }
  const whole = Math.round(exact);
  return t('reception.floor.hours', { hours: Math.floor(whole / 60), minutes: whole % 60 });
}
