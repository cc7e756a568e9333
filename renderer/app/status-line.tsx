/** Always in sight: whether this desk is at one with the others, and what waits. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDevice, useNow, useSyncStatus, type SyncStatus } from '../data/hooks.ts';
import { useNews } from '../records/use-conflicts.ts';
import { agoWords } from '../ui/time-words.ts';
import classes from './frame.module.css';

/** A clock further off is worth a word. */
const clockWarningMs = 2 * 60_000;
const lowStorageBytes = 500_000_000;

export function StatusLine() {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const device = useDevice();
  const isStorageLow = useStorageLow();
  const news = useNews();
  const words = usePhaseWords(status);
  const clockMinutes = Math.round(Math.abs(status.clockDifferenceMs) / 60_000);
  return (
    <footer className={classes.status}>
      <Link to="/status" title={t('frame.status.label')}>
        <span>
          <i className={classes.dot} data-level={levelOf(status)} />
          {words}
        </span>
        <span className={status.waiting > 0 && status.phase === 'offline' ? classes.warn : undefined}>
          {t('frame.status.waiting', { count: status.waiting })}
        </span>
        <span className={status.attention > 0 ? classes.bad : undefined}>
          {t('frame.status.attention', { count: status.attention })}
        </span>
        {news.count > 0 && (
          <span className={classes.warn}>{t('frame.status.overruled', { count: news.count })}</span>
        )}
        {Math.abs(status.clockDifferenceMs) > clockWarningMs && (
          <span className={classes.warn}>{t('frame.status.clock', { minutes: clockMinutes })}</span>
        )}
        {isStorageLow && <span className={classes.warn}>{t('frame.status.storageLow')}</span>}
      </Link>
      <span className={classes.end}>
        {device?.name} · {t('frame.status.keysHint')}
      </span>
    </footer>
  );
}

export function levelOf({ phase }: Pick<SyncStatus, 'phase'>): 'ok' | 'warn' | 'bad' | 'none' {
  if (phase === 'online' || phase === 'syncing') return 'ok';
  if (phase === 'offline') return 'warn';
  return phase === 'stopped' ? 'bad' : 'none';
}

/** The phase in words, with when it was last at one. */
export function usePhaseWords(status: SyncStatus): string {
  const { t, i18n } = useTranslation();
  const now = useNow(15_000);
  const isKnown = status.lastSyncedAt !== null;
  const ago = agoWords(t, i18n.language, status.lastSyncedAt, now);
  switch (status.phase) {
    case 'online':
    case 'syncing':
      // A sync takes a moment, many times an hour: no flicker for it.
      return isKnown ? t('frame.status.online', { ago }) : t('frame.status.onlineNever');
    case 'offline':
      return isKnown ? t('frame.status.offline', { ago }) : t('frame.status.offlineNever');
    case 'firstLoad':
      return t('frame.status.firstLoad', { count: status.loadedRows ?? 0 });
    case 'stopped':
      return t('frame.status.stopped');
    case 'starting':
      return t('frame.status.starting');
  }
}

function useStorageLow(): boolean {
  const now = useNow(60_000);
  const [isLow, setLow] = useState(false);
  useEffect(() => {
    if (!('storage' in navigator)) return;
    void navigator.storage.estimate().then(
      ({ quota = Infinity, usage = 0 }) => setLow(quota - usage < lowStorageBytes),
      () => undefined,
    );
  }, [now]);
  return isLow;
}
