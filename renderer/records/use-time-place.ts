import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeZone } from '../data/hooks.ts';
import type { TimePlace } from '../ui/time-words.ts';

/** In whose words a time is said, and by which clock: the site's, wherever the device believes to be. */
export function useTimePlace(): TimePlace {
  const { language } = useTranslation().i18n;
  const timeZone = useTimeZone();
  return useMemo(() => ({ language, timeZone }), [language, timeZone]);
}
