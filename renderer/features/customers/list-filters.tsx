import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listFilters } from '../../../shared/rules/search/list-guests.ts';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './customers.module.css';
import { withFilter, type ListView } from './list-address.ts';
import { useMayMerge } from './use-may-merge.ts';

interface Props {
  readonly view: ListView;
  readonly total: number | undefined;
  readonly onChange: (view: ListView) => void;
}

/** What the rows of any desk can answer; and how many are left. */
export function ListFilters({ view, total, onChange }: Props) {
  const { t } = useTranslation();
  const isNarrowed = view.filters.length > 0 || view.query !== '';
  return (
    <div className={classes.filters}>
      <div role="group" aria-label={t('customers.filters.label')} className={classes.chips}>
        {listFilters.map((filter) => (
          <button
            key={filter}
            type="button"
            className={classes.filter}
            aria-pressed={view.filters.includes(filter)}
            onClick={() => onChange(withFilter(view, filter))}
          >
            {t(`customers.filters.${filter}`)}
          </button>
        ))}
        <DuplicatesChip />
        {isNarrowed && (
          <Button variant="subtle" px={8} onClick={() => onChange({ ...view, query: '', filters: [] })}>
            {t('customers.filters.clear')}
          </Button>
        )}
      </div>
      <p role="status" className={classes.count}>
        {total !== undefined && t(`customers.count.${view.of}`, { count: total })}
      </p>
    </div>
  );
}

/** A list of its own: of pairs, not of customers. */
function DuplicatesChip() {
  const { t } = useTranslation();
  const go = useGo();
  const mayMerge = useMayMerge();
  const open = () => go('/customers/duplicates');
  useKeys(mayMerge ? [{ keys: 'alt+m', label: t('merge.duplicates.title'), run: open }] : []);
  if (!mayMerge) return null;
  return (
    <button type="button" className={classes.filter} onClick={open}>
      {t('merge.duplicates.open')}…
    </button>
  );
}
