import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StorageFailure } from '../../shared/sync/device/device-store.ts';
import classes from './pages.module.css';
import frame from './frame.module.css';

/** Nothing can be kept here: a page that says what to do. */
export function StorageProblemPage({ problem }: { readonly problem: StorageFailure['code'] }) {
  const { t } = useTranslation();
  return (
    <main className={classes.centre}>
      <div className={classes.box} role="alert">
        <h1 className={classes.title}>{t(`frame.storage.${problem}.title`)}</h1>
        <p className={classes.text}>{t(`frame.storage.${problem}.text`)}</p>
        <div className={classes.actions}>
          <Button onClick={() => window.location.reload()}>{t('frame.storage.reload')}</Button>
        </div>
      </div>
    </main>
  );
}

/** A write failed for want of space: a bar, so that what was typed stays where it is. */
export function StorageFullBar() {
  const { t } = useTranslation();
  return (
    <div className={frame.alarm} role="alert">
      <b>{t('frame.storage.storage_full.title')}</b> {t('frame.storage.storage_full.text')}
    </div>
  );
}
