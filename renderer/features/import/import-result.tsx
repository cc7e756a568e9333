/** What an import did: taken, skipped, left out; and the way to what was left out. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../ui/error-words.ts';
import { countRows } from './count-rows.ts';
import classes from './import.module.css';
import { ProblemTable } from './problem-table.tsx';
import { SaveBadRows } from './save-bad-rows.tsx';
import type { ImportState } from './use-import.ts';

interface Props {
  readonly state: Extract<ImportState, { step: 'ended' }>;
  readonly onAgain: () => void;
}

export function ImportResult({ state, onAgain }: Props) {
  const { t } = useTranslation();
  const { done, skipped, total, problem, list } = state;
  const { bad, known: knownBefore } = countRows(list.plan);
  const known = knownBefore + skipped;
  const isWhole = problem === null && done + skipped === total;
  return (
    <>
      <section className={classes.panel} role="status">
        {problem !== null && <p>{t('import.failed', { reason: errorText(t, problem), done, total })}</p>}
        {problem === null && !isWhole && <p>{t('import.stopped', { done, total })}</p>}
        {isWhole && <p>{t('import.done', { count: done })}</p>}
        {(known > 0 || bad > 0) && (
          <p className={classes.summary}>
            <span>{t('import.summary.known', { count: known })}</span>
            <b data-tone={bad > 0 ? 'bad' : undefined}>{t('import.summary.leftOut', { count: bad })}</b>
          </p>
        )}
        {bad > 0 && <p className={classes.text}>{t('import.badRows.how')}</p>}
        <div className={classes.actions}>
          <SaveBadRows list={list} />
          <Button size="md" onClick={onAgain}>
            {t('import.again')}
          </Button>
        </div>
      </section>
      <ProblemTable plan={list.plan} />
    </>
  );
}
