/** What an import, or its undoing, did: taken, skipped, left out, left standing; and the ways on. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import tables from '../../ui/table.module.css';
import { errorText } from '../../ui/error-words.ts';
import classes from './import.module.css';
import { ProblemTable } from './problem-table.tsx';
import { SaveBadRows } from './save-bad-rows.tsx';
import { UndoButton } from './undo-button.tsx';
import type { ImportFlow, ImportState } from './use-import.ts';

interface Props {
  readonly state: Extract<ImportState, { step: 'ended' }>;
  readonly flow: Pick<ImportFlow, 'resume' | 'undo' | 'restart'>;
}

export function ImportResult({ state: { job, problem }, flow }: Props) {
  const isUndo = job.state === 'undoing' || job.state === 'undone';
  return isUndo ? (
    <UndoResult job={job} problem={problem} flow={flow} />
  ) : (
    <Imported job={job} problem={problem} flow={flow} />
  );
}

interface PartProps extends Pick<Props, 'flow'> {
  readonly job: ImportJob;
  readonly problem: string | null;
}

function Imported({ job, problem, flow }: PartProps) {
  const { t } = useTranslation();
  const { done, skipped, total, state, leftOut, fileName } = job;
  const bad = leftOut.badRows.length;
  const known = leftOut.known + skipped;
  return (
    <>
      <section className={classes.panel} role="status">
        {problem !== null && <p>{t('import.failed', { reason: errorText(t, problem), done, total })}</p>}
        {problem === null && state !== 'done' && <p>{t('import.paused', { done, total })}</p>}
        {problem === null && state === 'done' && <p>{t('import.done', { count: done })}</p>}
        {(known > 0 || bad > 0) && (
          <p className={classes.summary}>
            <span>{t('import.summary.known', { count: known })}</span>
            <b data-tone={bad > 0 ? 'bad' : undefined}>{t('import.summary.leftOut', { count: bad })}</b>
          </p>
        )}
        {bad > 0 && <p className={classes.text}>{t('import.badRows.how')}</p>}
        <div className={classes.actions}>
          {state !== 'done' && (
            <Button size="md" onClick={() => flow.resume(job.id)}>
              {t('import.resume')}
            </Button>
          )}
          <SaveBadRows fileName={fileName} left={leftOut} />
          <Button size="md" variant={state === 'done' ? 'filled' : 'default'} onClick={flow.restart}>
            {t('import.again')}
          </Button>
          <UndoButton size="md" job={job} onUndo={flow.undo} />
        </div>
      </section>
      <ProblemTable {...leftOut} />
    </>
  );
}

const shownRows = 200;

function UndoResult({ job, problem, flow }: PartProps) {
  const { t } = useTranslation();
  const { stayed, state } = job;
  return (
    <>
      <section className={classes.panel} role="status">
        {problem !== null && <p>{t('import.undo.failed', { reason: errorText(t, problem) })}</p>}
        {problem === null && state === 'undoing' && <p>{t('import.undo.paused')}</p>}
        {problem === null && state === 'undone' && <p>{t('import.undo.done', { name: job.fileName })}</p>}
        <div className={classes.actions}>
          <UndoButton size="md" job={job} onUndo={flow.undo} />
          <Button size="md" onClick={flow.restart}>
            {t('import.again')}
          </Button>
        </div>
      </section>
      {stayed.length > 0 && (
        <section className={classes.panel} aria-labelledby="import-stayed">
          <h2 id="import-stayed">{t('import.undo.stayed', { count: stayed.length })}</h2>
          <table className={tables.table}>
            <thead>
              <tr>
                <th>{t('import.issues.line')}</th>
                <th>{t('import.undo.who')}</th>
                <th>{t('import.undo.why')}</th>
              </tr>
            </thead>
            <tbody>
              {stayed.slice(0, shownRows).map(({ line, name, why }, at) => (
                // One row may stay for two reasons.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={at}>
                  <td>{line}</td>
                  <td>{name}</td>
                  <td>{t(`import.undo.reasons.${why}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {stayed.length > shownRows && (
            <p className={classes.text}>{t('import.issues.more', { count: shownRows })}</p>
          )}
        </section>
      )}
    </>
  );
}
