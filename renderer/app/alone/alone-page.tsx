/** Behind the status line of a desk without a server: what that means, the copy, and the way back from one. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { entityNames } from '../../../shared/entities/registry.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, usePerson } from '../../data/hooks.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { exactTime } from '../../ui/time-words.ts';
import frame from '../frame.module.css';
import classes from '../pages.module.css';
import { StoragePanel } from '../storage-panel.tsx';
import { BackupPanel } from './backup-panel.tsx';
import { JoinPanel } from './join-panel.tsx';
import { RestorePanel } from './restore-panel.tsx';
import { useBackupState } from './use-backup-state.ts';

export function AlonePage() {
  const { t } = useTranslation();
  const roles = usePerson()?.roles ?? [];
  const rowCount = useRowCount();
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t('alone.page.title')}</h1>
      <Facts rowCount={rowCount} />
      <BackupPanel mayBackUp={rolesAllow(roles, 'data.export')} ownRows={rowCount ?? 0} />
      {rolesAllow(roles, 'settings.edit') && (
        <>
          <RestorePanel ownRows={rowCount ?? 0} />
          <JoinPanel />
        </>
      )}
      <StoragePanel />
    </main>
  );
}

function Facts({ rowCount }: { readonly rowCount: number | undefined }) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const since = useDevice()?.aloneSince;
  const { isDue } = useBackupState();
  return (
    <section className={classes.panel}>
      <h2>
        <i className={frame.dot} data-level={isDue ? 'warn' : 'ok'} />
        {t('alone.status')}
      </h2>
      <p>{t('alone.page.what')}</p>
      <p className={classes.text}>{t('alone.page.risk')}</p>
      <dl className={classes.facts}>
        <dt>{t('alone.page.since')}</dt>
        <dd>{since && exactTime(place, since)}</dd>
        <dt>{t('alone.page.rows')}</dt>
        <dd>{rowCount !== undefined && t('alone.page.rowCount', { count: rowCount })}</dd>
      </dl>
    </section>
  );
}

function useRowCount(): number | undefined {
  const { db } = useDesk();
  return useLiveQuery(async () => {
    const counts = await Promise.all(entityNames.map((entity) => db.table(entity).count()));
    return counts.reduce((sum, count) => sum + count, 0);
  }, [db]);
}
