import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LocalRow } from '../../data/database.ts';
import classes from './merge.module.css';

/** On the page of a card that leads to another one: which, and the way there. */
export function MergedNote({ into: { id, name } }: { readonly into: LocalRow<'guestCard'> }) {
  const { t } = useTranslation();
  return (
    <p role="status" className={classes.mergedNote}>
      {t('merge.record.mergedInto', { name })}{' '}
      <Link className={classes.link} to={`/customers/${id}`}>
        {t('merge.record.openKept', { name })}
      </Link>
    </p>
  );
}
