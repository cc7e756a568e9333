import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalRow } from '../data/database.ts';
import { useNow } from '../data/hooks.ts';
import { useStaffNames } from '../data/use-staff-names.ts';
import { usePreferenceWords } from './preference-words.ts';
import classes from './preferences.module.css';
import { useMoment } from './use-moment.ts';

type Preference = LocalRow<'preference'>;

interface Props {
  /** Those that hold, in the order in which they are told. */
  readonly preferences: readonly Preference[];
  readonly menu: readonly LocalRow<'menuItem'>[];
  /** What can be done with one. */
  readonly actions?: (preference: Preference) => ReactNode;
}

/** What was said, who recorded it and when. */
export function PreferenceList({ preferences, menu, actions }: Props) {
  const { t } = useTranslation();
  const moment = useMoment();
  const now = useNow(60_000);
  const nameOf = useStaffNames();
  const { words, avoids } = usePreferenceWords(menu);
  const recordedWords = ({ recordedBy, recordedAt }: Preference) => {
    const name = (recordedBy === null ? '' : nameOf(recordedBy)) || t('records.unknown');
    return recordedAt === null
      ? ''
      : t('records.preferences.recorded', { name, moment: moment(recordedAt, now) });
  };
  return (
    <ul className={classes.list} aria-label={t('records.preferences.recordedList')}>
      {preferences.map((preference) => (
        <li key={preference.id} className={classes.line}>
          <span className={classes.what}>
            {preference.kind === 'avoid' ? (
              <b className={classes.avoid}>{avoids(preference)}</b>
            ) : (
              <span>
                <span className={classes.kind}>{t(`records.preferences.kinds.${preference.kind}`)}</span>{' '}
                <b>{words(preference)}</b>
              </span>
            )}
            {preference.note !== null && <span>{preference.note}</span>}
            <small>{recordedWords(preference)}</small>
          </span>
          {actions?.(preference)}
        </li>
      ))}
    </ul>
  );
}
