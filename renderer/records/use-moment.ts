import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { wallDate } from '../../shared/rules/time-zone.ts';
import { useTimeZone } from '../data/hooks.ts';
import { dateFormat } from '../ui/date-format.ts';
import { clockTime } from '../ui/time-words.ts';

/** `14:05` today, `昨天 14:05`, `11月23日 14:05`: on the site's clock and calendar. Both instants in UTC ms. */
export function useMoment(): (instant: number, now: number) => string {
  const { t, i18n } = useTranslation();
  const timeZone = useTimeZone();
  return useCallback(
    (instant, now) => {
      const time = clockTime(i18n.language, instant, timeZone);
      const day = Date.parse(wallDate(instant, timeZone));
      const days = (Date.parse(wallDate(now, timeZone)) - day) / 86_400_000;
      if (days === 0) return time;
      if (days === 1) return t('common.ago.yesterday', { time });
      if (days === -1) return t('reception.tomorrow', { time });
      const date = dateFormat(i18n.language, {
        month: 'short',
        day: 'numeric',
        timeZone: 'UTC',
      });
      return `${date.format(day)} ${time}`;
    },
    [t, i18n.language, timeZone],
  );
}
