/**
 * What the rows of a list say, looked up once for all of them: a list scrolled fast draws a thousand rows a second, and
 * to look each word up again was two thirds of the memory that the browser then stopped to collect.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import { useNow } from '../../data/hooks.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { dayWordsFrom, isoDay } from '../../ui/time-words.ts';
import { hintWords, type HintWords } from './guest-hints.tsx';

export interface RowWords {
  readonly hints: HintWords;
  /** Between two cars of a guest. */
  readonly separator: string;
  readonly noPlate: string;
  readonly noOwner: string;
  readonly neverHere: string;
  /** @param digits the last four of a telephone number */
  lastDigits(digits: string): string;
  /** @param instant UTC ms */
  day(instant: number): string;
}

/** Another one, so that rows are drawn anew, only where they would say something else. */
export function useRowWords(): RowWords {
  const { t } = useTranslation();
  const place = useTimePlace();
  const desk = useDesk();
  // Renders again when a day turns.
  useNow(60_000);
  const businessDay = desk.businessDay();
  const date = isoDay(desk.now(), place.timeZone);
  return useMemo(() => {
    const blank = '____';
    const [before = '', after = ''] = t('records.lastDigits', { digits: blank }).split(blank);
    return {
      hints: hintWords(t, businessDay),
      separator: t('common.listSeparator'),
      noPlate: t('customers.noPlate'),
      noOwner: t('customers.noOwner'),
      neverHere: t('customers.neverHere'),
      lastDigits: (digits) => `${before}${digits}${after}`,
      day: dayWordsFrom(t, place, date),
    };
  }, [t, place, businessDay, date]);
}
