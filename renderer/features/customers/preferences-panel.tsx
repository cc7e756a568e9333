/** What they like and must not have, with who recorded it and when; recorded here as well as at the reception. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { standingPreferences } from '../../../shared/rules/preference-terms.ts';
import { PreferenceList } from '../../records/preference-list.tsx';
import { PreferencesForm } from '../../records/preferences-form.tsx';
import classes from './customers.module.css';
import type { CustomerRecord } from './use-customer-record.ts';
import type { RecordTask } from './use-record-task.ts';

interface Props {
  readonly record: CustomerRecord;
  readonly task: RecordTask;
  readonly mayRecord: boolean;
  readonly begin: (task: string) => void;
  readonly end: () => void;
}

export function PreferencesPanel({ record, task, mayRecord, begin, end }: Props) {
  const { t } = useTranslation();
  const { card, preferences, menu } = record;
  if (task === 'preferences' && mayRecord)
    return (
      <section className={classes.panel} aria-label={t('customers.record.preferences')}>
        <PreferencesForm guestCardId={card.id} name={card.name} menu={menu} onLeave={end} />
      </section>
    );
  const standing = standingPreferences(preferences);
  return (
    <section className={classes.panel} aria-label={t('customers.record.preferences')}>
      <div className={classes.panelHead}>
        <h2>{t('customers.record.preferences')}</h2>
        {mayRecord && task === null && (
          <Button variant="default" onClick={() => begin('preferences')} rightSection={<kbd>P</kbd>}>
            {t('customers.record.editPreferences')}
          </Button>
        )}
      </div>
      {standing.length === 0 && <p className={classes.none}>{t('customers.record.noPreferences')}</p>}
      <PreferenceList preferences={standing} menu={menu} />
    </section>
  );
}
