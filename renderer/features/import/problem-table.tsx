import { useTranslation } from 'react-i18next';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import tables from '../../ui/table.module.css';
import classes from './import.module.css';

const shownProblems = 200;

/** Line, column and content as they stand in the file, and what to do about it. */
export function ProblemTable({
  problems,
  headings,
  columns,
}: Pick<ImportJob['leftOut'], 'problems' | 'headings' | 'columns'>) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="import-problems">
      <h2 id="import-problems">{t('import.issues.title')}</h2>
      <table className={tables.table}>
        <thead>
          <tr>
            <th>{t('import.issues.line')}</th>
            <th>{t('import.issues.column')}</th>
            <th>{t('import.issues.value')}</th>
            <th>{t('import.issues.what')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, shownProblems).map((problem) => (
            <tr key={`${problem.line}-${problem.field}-${problem.code}-${problem.weight}`}>
              <td>{problem.line}</td>
              <td className={classes.column}>{problem.field && headings[columns[problem.field] ?? -1]}</td>
              <td className={classes.value}>{problem.value.slice(0, 60)}</td>
              <td data-weight={problem.weight}>{t(`import.problems.${problem.code}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > shownProblems && (
        <p className={classes.text}>{t('import.issues.more', { count: shownProblems })}</p>
      )}
    </section>
  );
}
