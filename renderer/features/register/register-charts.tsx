import { useTranslation } from 'react-i18next';
import type { Grain } from '../../../shared/rules/register/period.ts';
import type { RegisterFigures } from '../../../shared/rules/register/register-figures.ts';
import { ColumnChart, RowChart } from '../../ui/bar-chart.tsx';
import { dateFormat } from '../../ui/date-format.ts';
import classes from './register.module.css';

interface Props {
  readonly figures: RegisterFigures;
  /** px of each drawing, where it cannot be measured: on paper. */
  readonly width?: number;
}

const titles = { day: 'byDay', week: 'byWeek', month: 'byMonth' } as const satisfies Record<Grain, string>;

export function RegisterCharts({ figures, width }: Props) {
  const { t, i18n } = useTranslation();
  const { byHour, byPurpose, byTime } = figures;
  const grain = byTime[0]?.grain ?? 'day';
  const options: Intl.DateTimeFormatOptions =
    grain === 'month' ? { year: '2-digit', month: 'numeric' } : { month: 'numeric', day: 'numeric' };
  const dayFormat = dateFormat(i18n.language, { ...options, timeZone: 'UTC' });
  const size = width === undefined ? {} : { width };
  return (
    <section className={classes.charts} aria-label={t('register.charts.label')}>
      <ColumnChart
        {...size}
        title={t('register.charts.byHour')}
        labelHead={t('register.charts.hour')}
        valueHead={t('register.charts.visits')}
        bars={byHour.map(({ hour, visits }) => ({
          ...{ key: String(hour), value: visits },
          label: t('register.charts.hourLabel', { hour }),
        }))}
      />
      <RowChart
        {...size}
        title={t('register.charts.byPurpose')}
        labelHead={t('register.charts.purpose')}
        valueHead={t('register.charts.visits')}
        bars={byPurpose.map(({ purpose, visits }) => ({
          ...{ key: purpose, value: visits },
          label: t(`reception.purposes.${purpose}`),
        }))}
      />
      {/* Of one day the hours say it all. */}
      {byTime.length > 1 && (
        <ColumnChart
          {...size}
          title={t(`register.charts.${titles[grain]}`)}
          labelHead={t('register.charts.time')}
          valueHead={t('register.charts.visits')}
          bars={byTime.map(({ from, visits }) => ({
            ...{ key: from, value: visits },
            label: dayFormat.format(new Date(`${from}T00:00:00Z`)),
          }))}
        />
      )}
    </section>
  );
}
