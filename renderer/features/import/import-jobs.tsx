/** What was imported here before: an import that stands still goes on, one that was a mistake is taken back. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTimeZone } from '../../data/hooks.ts';
import { dateFormat } from '../../ui/date-format.ts';
import tables from '../../ui/table.module.css';
import classes from './import.module.css';
import { UndoButton } from './undo-button.tsx';
import type { ImportFlow } from './use-import.ts';

const shownJobs = 20;

export function ImportJobs({ flow }: { readonly flow: ImportFlow }) {
  const { t, i18n } = useTranslation();
  const { db } = useDesk();
  const timeZone = useTimeZone();
  const time = dateFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const jobs = useLiveQuery(
    async () => (await db.importJob.toArray()).toSorted((a, b) => b.beganAt - a.beganAt).slice(0, shownJobs),
    [db],
  );
  if (!jobs || jobs.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="import-jobs">
      <h2 id="import-jobs">{t('import.jobs.title')}</h2>
      <table className={`${tables.table} ${classes.forms}`}>
        <thead>
          <tr>
            <th>{t('import.jobs.file')}</th>
            <th>{t('import.jobs.began')}</th>
            <th>{t('import.jobs.state')}</th>
            <th>{t('import.jobs.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td>{job.fileName}</td>
              <td>{time.format(job.beganAt)}</td>
              <td>{stateWords(job)}</td>
              <td>
                <div className={classes.actions}>
                  <JobActions job={job} flow={flow} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );

  function stateWords({ state, done, skipped, total, stayed }: ImportJob): string {
    if (state === 'undone') return t('import.jobs.undone', { count: stayed.length });
    if (state === 'undoing') return t('import.jobs.undoing');
    if (state === 'done') return t('import.jobs.done', { count: done });
    return t(`import.jobs.${state === 'stopped' ? 'stopped' : 'open'}`, { done: done + skipped, total });
  }
}

function JobActions({ job, flow }: { readonly job: ImportJob; readonly flow: ImportFlow }) {
  const { t } = useTranslation();
  const isOpen = job.state === 'running' || job.state === 'paused';
  return (
    <>
      {isOpen && (
        <>
          <Button size="compact-md" onClick={() => flow.resume(job.id)}>
            {t('import.resume')}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => void flow.giveUp(job)}>
            {t('import.cancel')}
          </Button>
        </>
      )}
      <UndoButton size="compact-md" job={job} onUndo={flow.undo} />
    </>
  );
}
