/** The figures above the list: each with what it is measured against. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../shared/rules/register/register-figures.ts';
import { minutesWords } from './minutes-words.ts';
import type { RegisterReading } from './register-ask.ts';
import classes from './register.module.css';

interface Props {
  readonly reading: Pick<RegisterReading, 'figures' | 'comparison' | 'ask'>;
}

export function FigureTiles({ reading }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.tiles} aria-label={t('register.figures.label')}>
      <dl>
        {tilesOf(t, reading).map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={classes.figure}>{value}</dd>
            <dd className={classes.note}>{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

function tilesOf(t: TFunction, { figures, comparison, ask }: Props['reading']): Tile[] {
  const { firstDrinkMinutes, refillMinutes } = ask;
  const { visits, people, children, cups, firstDrink, refills, stay } = figures;
  const none = t('register.figures.none');
  const minutes = (ms: number | null) => (ms === null ? none : minutesWords(t, ms));
  const ratio = (part: number, all: number) => (all === 0 ? none : oneDecimal(part / all));
  const share = (part: number, all: number) =>
    all === 0 ? none : t('register.figures.share', { percent: Math.round((100 * part) / all) });
  const { unserved } = firstDrink;
  const neverServed = firstDrink.due - firstDrink.served;
  return [
    {
      name: t('register.figures.visits'),
      value: t('common.groups', { count: visits }),
      note: t('register.figures.guestsPerVisit', { average: ratio(people, visits) }),
    },
    {
      name: t('register.figures.people'),
      value: t('common.people', { count: people }),
      note: [
        ...(children === 0 ? [] : [t('visits.children', { count: children })]),
        t('register.figures.cupsPerGuest', { average: ratio(cups, people) }),
      ].join(' · '),
    },
    {
      name: t('register.figures.perDay'),
      value: comparison.perDay === null ? none : oneDecimal(comparison.perDay),
      note: againstWords(t, comparison),
    },
    {
      name: t('register.figures.firstDrink'),
      value: minutes(firstDrink.medianMs),
      note:
        unserved === 0 ? t('register.figures.everyone') : t('register.figures.unserved', { count: unserved }),
    },
    {
      name: t('register.figures.inStandard', { minutes: firstDrinkMinutes }),
      value: share(firstDrink.inStandard, firstDrink.due),
      note: [
        t('register.figures.ofCount', { part: firstDrink.inStandard, all: firstDrink.due }),
        ...(neverServed === 0 ? [] : [t('register.figures.neverServed', { count: neverServed })]),
      ].join(t('common.listSeparator')),
    },
    {
      name: t('register.figures.refills', { minutes: refillMinutes }),
      value: share(refills.inTime, refills.due),
      note: t('register.figures.ofCount', { part: refills.inTime, all: refills.due }),
    },
    {
      name: t('register.figures.stay'),
      value: minutes(stay.medianMs),
      note: t('register.figures.leftCount', { count: stay.left }),
    },
  ];
}

const oneDecimal = (value: number) => value.toFixed(1);

function againstWords(t: TFunction, { perDay, perDayBefore }: Comparison): string {
  if (perDayBefore === null) return t('register.figures.againstNone');
  const value = oneDecimal(perDayBefore);
  const percent = perDay === null || perDayBefore === 0 ? 0 : Math.round((100 * perDay) / perDayBefore) - 100;
  if (percent === 0) return t('register.figures.against', { value });
  return percent > 0
    ? t('register.figures.againstMore', { value, percent })
    : t('register.figures.againstLess', { value, percent: -percent });
}
