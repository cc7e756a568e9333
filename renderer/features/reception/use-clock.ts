import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeZone } from '../../data/hooks.ts';
import { clockTime } from '../../ui/time-words.ts';

/** Times of day as the clock on the wall shows them: in the site's zone, whatever the device is set to. */
export function useClock(): (instant: number) => string {
  const { i18n } = useTranslation();
  const timeZone = useTimeZone();
  return useCallback((instant) => clockTime(i18n.language, instant, timeZone), [i18n.language, timeZone]);
}
