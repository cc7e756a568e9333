import { useTranslation } from 'react-i18next';
import type { RegisterFigures } from '../../../shared/rules/register/register-figures.ts';
import { columnKeys, type ColumnKey } from './column-keys.ts';
import { minutesWords } from './minutes-words.ts';
import { peopleWords } from './people-words.ts';
import { columns } from './register-columns.ts';

/** Under each column what it adds up to; of times the middle one, as in the figures above. */
export function TotalCells({ figures }: { readonly figures: RegisterFigures }) {
  const { t } = useTranslation();
  const { visits, people, children, cups, firstDrink, refills, stay } = figures;
  const minutes = (ms: number | null) =>
    ms === null ? '' : t('register.table.median', { value: minutesWords(t, ms) });
  const totals: Partial<Record<ColumnKey, string>> = {
    arrivedAt: t('register.table.total'),
    guest: t('common.groups', { count: visits }),
    people: peopleWords(t, people, children),
    drinks: t('register.table.cups', { count: cups }),
    firstDrink: minutes(firstDrink.medianMs),
    refills: refills.due === 0 ? '' : `${refills.inTime} / ${refills.due}`,
    stay: minutes(stay.medianMs),
  };
  return columnKeys.map((key) => (
    <td key={key} data-column={key} data-number={columns[key].isNumber}>
      {totals[key]}
    </td>
  ));
}
