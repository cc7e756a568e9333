/** What every page of one record begins with: the way back, and whose page it is. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './customers.module.css';
import { useWayBack } from './use-way-back.ts';

interface Props {
  readonly title: string;
  /** Beside the title. */
  readonly children?: ReactNode;
}

export function RecordHead({ title, children }: Props) {
  const { t } = useTranslation();
  const back = useWayBack();
  return (
    <div className={classes.head} data-record>
      <Button variant="default" onClick={back} rightSection={<kbd>{t('customers.keys.escape')}</kbd>}>
        {t('common.back')}
      </Button>
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** In place of a record that this desk does not hold, or no more. */
export function MissingRecord() {
  const { t } = useTranslation();
  const back = useWayBack();
  return (
    <main className={classes.page}>
      <p role="status">{t('customers.record.missing')}</p>
      <div>
        <Button variant="default" onClick={back}>
          {t('common.back')}
        </Button>
      </div>
    </main>
  );
}
