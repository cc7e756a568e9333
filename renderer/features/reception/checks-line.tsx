/** How far the attendant's checks are, among what comes next: one line that opens the list. */
import { useTranslation } from 'react-i18next';
import { countChecks } from '../../../shared/rules/bar-checks.ts';
import classes from './checks.module.css';
import { useChecks } from './use-checks.ts';
import chips from '../../ui/chips.module.css';

interface Props {
  readonly businessDay: string;
  /** UTC ms. */
  readonly now: number;
  readonly onShow: () => void;
}

export function ChecksLine({ businessDay, now, onShow }: Props) {
  const { t } = useTranslation();
  const entries = useChecks(businessDay);
  const counts = entries ? countChecks(entries, now) : [];
  const sum = (of: 'due' | 'faults') => counts.reduce((total, count) => total + count[of], 0);
  const [due, faults] = [sum('due'), sum('faults')];
  return (
    <button type="button" className={classes.line} onClick={onShow}>
      <b>{t('checks.title')}</b> <kbd>K</kbd>
      <span className={chips.chip} data-tone={due > 0 ? 'warn' : 'ok'}>
        {due > 0 ? t('checks.line.due', { count: due }) : t('checks.line.noneDue')}
      </span>
      {faults > 0 && (
        <span className={chips.chip} data-tone="bad">
          {t('checks.line.faults', { count: faults })}
        </span>
      )}
    </button>
  );
}
