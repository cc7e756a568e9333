/** Whether what stands on this device stays there, how much room there is, and what that means. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { askToKeepData } from '../data/storage-persistence.ts';
import { showDone, showFailure } from '../ui/notices.ts';
import frame from './frame.module.css';
import classes from './pages.module.css';
import { isStorageLow, useStorageFacts, type StorageFacts } from './use-storage-facts.ts';

export function StoragePanel() {
  const { t } = useTranslation();
  const [facts, readAgain] = useStorageFacts();
  return (
    <section className={classes.panel} aria-labelledby="storage-title">
      <h2 id="storage-title">{t('status.storage.title')}</h2>
      {facts === null ? (
        <p className={classes.text}>{t('status.storage.unknown')}</p>
      ) : (
        <Facts facts={facts} readAgain={readAgain} />
      )}
    </section>
  );
}

interface Props {
  readonly facts: StorageFacts;
  readonly readAgain: () => void;
}

function Facts({ facts: { used, free, isPersisted }, facts, readAgain }: Props) {
  const { t } = useTranslation();
  async function ask() {
    const isAgreed = await askToKeepData();
    readAgain();
    if (isAgreed) showDone(t('status.storage.agreed'));
    else showFailure(t('status.storage.refused'));
  }
  return (
    <>
      <p>{t('status.storage.used', { used: sizeWords(used), free: sizeWords(free) })}</p>
      {isStorageLow(facts) && <p className={frame.warn}>{t('status.storage.low')}</p>}
      <div className={classes.head}>
        <p className={classes.text}>
          {t(isPersisted ? 'status.storage.persisted' : 'status.storage.notPersisted')}
        </p>
        {!isPersisted && (
          <Button variant="default" onClick={() => void ask()}>
            {t('status.storage.ask')}
          </Button>
        )}
      </div>
    </>
  );
}

function sizeWords(bytes: number): string {
  if (!Number.isFinite(bytes)) return '—';
  if (bytes >= 10_000_000_000) return `${Math.round(bytes / 1e9)} GB`;
  return `${(bytes / 1e6).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
