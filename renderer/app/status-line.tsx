/** Always in sight: whether this desk is at one with the others, and what waits. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDevice, useJournalState, useNow, useSyncStatus, type SyncStatus } from '../data/hooks.ts';
import { useNews } from '../records/use-conflicts.ts';
import { useTimePlace } from '../records/use-time-place.ts';
import { agoWords } from '../ui/time-words.ts';
import { useBackupState } from './alone/use-backup-state.ts';
import classes from './frame.module.css';
import { useServerSearch } from './use-server-search.ts';
import { useUpdateState } from './use-shell-updates.ts';
import { isStorageLow, useStorageFacts } from './use-storage-facts.ts';

/** A clock further off is worth a word. */
const clockWarningMs = 2 * 60_000;

export function StatusLine() {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const journal = useJournalState();
  const news = useNews();
  const words = usePhaseWords(status);
  if (status.phase === 'alone') return <AloneStatusLine />;
  const clockMinutes = Math.round(Math.abs(status.clockDifferenceMs) / 60_000);
  return (
    <Line label={t('frame.status.label')}>
      <span>
        <i className={classes.dot} data-level={levelOf(status)} />
        {words}
      </span>
      {status.phase === 'offline' && <SearchNow />}
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
      <StorageLow />
      {journal === 'trouble' && <span className={classes.warn}>{t('frame.status.journal')}</span>}
    </Line>
  );
}

/** Nothing waits and nothing is sent: what matters is whether there is a copy. */
function AloneStatusLine() {
  const { t } = useTranslation();
  const { words, isDue } = useBackupState();
  return (
    <Line label={t('alone.label')}>
      <span>
        <i className={classes.dot} data-level={isDue ? 'warn' : 'ok'} />
        {t('alone.status')}
      </span>
      <span className={isDue ? classes.warn : undefined}>{words}</span>
      <StorageLow />
    </Line>
  );
}

/** @param label what the page behind the line is called */
function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const device = useDevice();
  return (
    <footer className={classes.status}>
      <Link to="/status" title={label}>
        {children}
      </Link>
      <NewVersion />
      <span className={classes.end}>
        {device?.name} · {t('frame.status.keysHint')}
      </span>
    </footer>
  );
}

/** Only what goes on now: the page behind the line says what came of it. */
function SearchNow() {
  const { t } = useTranslation();
  const search = useServerSearch();
  if (search?.kind !== 'looking' && search?.kind !== 'moved') return null;
  return <span>{t(`shell.search.${search.kind}Short`)}</span>;
}

function StorageLow() {
  const { t } = useTranslation();
  const [storage] = useStorageFacts();
  return isStorageLow(storage) && <span className={classes.warn}>{t('frame.status.storageLow')}</span>;
}

function NewVersion() {
  const { t } = useTranslation();
  const update = useUpdateState();
  if (update?.kind !== 'ready') return null;
  return (
    <Link to="/settings" state={{ showUpdates: true }} className={classes.warn}>
      {t('frame.status.newVersion', update)}
    </Link>
  );
}

export function levelOf({ phase }: Pick<SyncStatus, 'phase'>): 'ok' | 'warn' | 'bad' | 'none' {
  if (phase === 'online' || phase === 'syncing' || phase === 'alone') return 'ok';
  if (phase === 'offline') return 'warn';
  return phase === 'stopped' ? 'bad' : 'none';
}

/** The phase in words, with when it was last at one. */
export function usePhaseWords(status: SyncStatus): string {
  const { t } = useTranslation();
  const place = useTimePlace();
  const now = useNow(15_000);
  const isKnown = status.lastSyncedAt !== null;
  const ago = agoWords(t, place, status.lastSyncedAt, now);
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
    case 'alone':
      return t('alone.status');
    case 'starting':
      return t('frame.status.starting');
  }
}
