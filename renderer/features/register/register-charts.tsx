import { useTranslation } from 'react-i18next';
import type { Grain } from '../../../shared/rules/register/period.ts';
import type { RegisterFigures } from '../../../shared/rules/register/register-figures.ts';
import { ColumnChart, RowChart } from '../../ui/bar-chart.tsx';
import { dateFormat } from '../../ui/date-format.ts';
import classes from './register.module.css';
import type { DrinkWords } from './use-drink-words.ts';

interface Props {
  readonly figures: RegisterFigures;
  readonly drinks: DrinkWords;
  /** px of each drawing, where it cannot be measured: on paper. */
  readonly width?: number;
}

const titles = { day: 'byDay', week: 'byWeek', month: 'byMonth' } as const satisfies Record<Grain, string>;

/** A chart has room for so many; the file tells them all. */
const mostDrinks = 6;

export function RegisterCharts({ figures, drinks, width }: Props) {
  const { t, i18n } = useTranslation();
  const { byHour, byPurpose, byTime } = figures;
  const grain = byTime[0]?.grain ?? 'day';
  const options: Intl.DateTimeFormatOptions =
    grain === 'month' ? { year: '2-digit', month: 'numeric' } : { month: 'numeric', day: 'numeric' };
  const dayFormat = dateFormat(i18n.language, { ...options, timeZone: 'UTC' });
  const size = width === undefined ? {} : { width };
  const used = drinks.used(figures.byDrink);
  return (
    <section className={classes.charts} aria-label={t('register.charts.label')}>
      <div className={classes.plots}>
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
        {figures.byDrink.length > 0 && (
          <RowChart
            {...size}
            title={t('register.charts.byDrink')}
            labelHead={t('register.columns.drinks')}
            valueHead={t('register.columns.cups')}
            bars={figures.byDrink.slice(0, mostDrinks).map(({ menuItemId, cups }) => ({
              ...{ key: menuItemId ?? '', value: cups },
              label: drinks.name(menuItemId),
            }))}
          />
        )}
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
      </div>
      {used.length > 0 && (
        <p className={classes.used}>
          <b>{t('register.charts.used')}</b>
          {used.map((one) => (
            <span key={`${one.article} ${one.unit}`}>
              {one.article} {drinks.amount(one)}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
