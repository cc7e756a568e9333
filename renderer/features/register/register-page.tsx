/** 来访登记表: who came, when, and how they were served; what the bar looks up and the management is shown. */
import { useEffect, useMemo, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { neighbour } from '../../../shared/rules/register/period.ts';
import { firstDrinkStandard } from '../../../shared/rules/register/first-drink-standard.ts';
import { defaultRefillMinutes } from '../../../shared/rules/refill.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { fallbackSettings } from '../../data/desk.ts';
import { useNow, useSettings } from '../../data/hooks.ts';
import { useKeyHints } from '../../ui/key-hints.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { FigureTiles } from './figure-tiles.tsx';
import { FilterBar } from './filter-bar.tsx';
import { OutBar } from './out-bar.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { dayWords, periodWords } from './period-words.ts';
import { PrintedRegister } from './printed-register.tsx';
import type { RegisterAsk, RegisterLine, RegisterReading } from './register-ask.ts';
import { RegisterCharts } from './register-charts.tsx';
import { sortLines } from './register-columns.ts';
import classes from './register.module.css';
import { RegisterTable } from './register-table.tsx';
import { useDrinkWords, type DrinkWords } from './use-drink-words.ts';
import { useLineWords, type LineWords } from './use-line-words.ts';
import { useEnterTable, type TableHandle } from './use-marked-row.ts';
import { useRegister } from './use-register.ts';
import { useRegisterView, type RegisterView } from './use-register-view.ts';
import { useShowsCharts } from './use-shows-charts.ts';
import { VisitPanel } from './visit-panel.tsx';

export function RegisterPage() {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  // Renders again when the day turns, and as waits grow longer.
  useNow(10_000);
  const today = desk.businessDay();
  const view = useRegisterView(today);
  const ask = useAsk(view, today);
  const { reading, hasFailed } = useRegister(ask);
  const shown = reading?.ask.period ?? view.period;
  const words = useLineWords(shown.from === shown.to);
  const drinks = useDrinkWords();
  const [showsCharts, toggleCharts] = useShowsCharts();
  const findField = useRef<HTMLInputElement | null>(null);
  const { table, enter } = useEnterTable(reading, view);
  /** Of whom the correction was asked for by key, from the list. */
  const [corrected, setCorrected] = useState<string | null>(null);
  useRegisterKeys(view, today, toggleCharts, () => findField.current?.select());
  const { sort } = view;
  const lines = useMemo(
    () => (reading && words ? sortLines(reading.lines, sort, words, i18n.language) : []),
    [reading, words, sort, i18n.language],
  );
  return (
    <main className={classes.page}>
      <div className={classes.main}>
        <header className={classes.head}>
          <h1>{t('register.title')}</h1>
          <PeriodPicker view={view} today={today} />
          {reading && words && drinks && (
            <OutBar {...{ lines, words, drinks, reading, showsCharts }} onCharts={toggleCharts} />
          )}
        </header>
        <div className={classes.second}>
          <FilterBar
            view={view}
            receivers={reading?.receivers ?? []}
            findField={(element) => void (findField.current = element)}
            onInto={enter}
          />
          <p className={classes.when}>
            <b>{periodWords(i18n.language, shown)}</b>
            {reading && <ReachNote reading={reading} />}
          </p>
        </div>
        {hasFailed && (
          <p className={classes.warning} role="alert">
            {t('register.failed')}
          </p>
        )}
        {reading && words && drinks ? (
          <RegisterBody
            {...{ view, lines, words, drinks, reading, showsCharts, table }}
            onCorrect={(visitId) => {
              setCorrected(visitId);
              view.open(visitId);
            }}
          />
        ) : (
          !hasFailed && <Loading />
        )}
      </div>
      {view.visitId !== null && (
        <VisitPanel
          key={view.visitId}
          visitId={view.visitId}
          today={today}
          startsCorrecting={view.visitId === corrected}
          onClose={() => {
            setCorrected(null);
            view.open(null);
            document.querySelector<HTMLElement>('[data-register-grid]')?.focus();
          }}
        />
      )}
      {reading && words && drinks && <PrintedRegister {...{ lines, words, drinks, reading }} />}
    </main>
  );
}

interface BodyProps {
  readonly view: RegisterView;
  /** Sorted. */
  readonly lines: readonly RegisterLine[];
  readonly words: LineWords;
  readonly drinks: DrinkWords;
  readonly reading: RegisterReading;
  readonly showsCharts: boolean;
  readonly table: Ref<TableHandle>;
  readonly onCorrect: (visitId: string) => void;
}

function RegisterBody(props: BodyProps) {
  const { view, lines, words, drinks, reading, showsCharts, table, onCorrect } = props;
  const { t } = useTranslation();
  const { figures, total, ask } = reading;
  return (
    <>
      {figures.visits > 0 && <FigureTiles reading={reading} />}
      {figures.visits > 0 && showsCharts && <RegisterCharts {...{ figures, drinks }} />}
      {lines.length === 0 ? (
        <p className={classes.empty} role="status">
          {total === 0
            ? t('register.empty')
            : t('register.emptyFiltered', { visits: t('common.groups', { count: total }) })}
        </p>
      ) : (
        <RegisterTable
          {...{ ref: table, lines, words, view, figures, onCorrect }}
          firstDrinkMinutes={ask.firstDrinkMinutes}
        />
      )}
    </>
  );
}

/** A minute is as exact as the register is; what is over changes no more, but for a party that was never seen off. */
const exactMs = { underWay: 60_000, over: 3_600_000 } as const;

function useAsk(view: RegisterView, today: string): RegisterAsk {
  const desk = useDesk();
  const settings = useSettings();
  const { timeZone, dayCutOff } = settings ?? fallbackSettings;
  const { period, filters } = view;
  const step = exactMs[period.from <= today && today <= period.to ? 'underWay' : 'over'];
  const now = Math.floor(desk.now() / step) * step;
  return {
    ...{ period, filters, today, now, timeZone, dayCutOff, before: neighbour(period, -1) },
    refillMinutes: settings?.refillMinutes ?? defaultRefillMinutes,
    firstDrinkMinutes: firstDrinkStandard(settings),
  };
}

function useRegisterKeys(view: RegisterView, today: string, onCharts: () => void, onFind: () => void): void {
  const { t } = useTranslation();
  useKeys([
    { keys: 'F2', label: t('register.keys.find'), run: onFind },
    { keys: 'ArrowLeft', label: t('register.period.earlier'), run: () => view.step(-1) },
    { keys: 'ArrowRight', label: t('register.period.later'), run: () => view.step(1) },
    { keys: 't', label: t('register.period.today'), run: () => view.showDay(today) },
    { keys: 'd', label: t('register.keys.day'), run: () => view.showKind('day') },
    { keys: 'w', label: t('register.keys.week'), run: () => view.showKind('week') },
    { keys: 'm', label: t('register.keys.month'), run: () => view.showKind('month') },
    { keys: 'c', label: t('register.keys.charts'), run: onCharts },
  ]);
  useKeyHints([
    {
      title: t('register.keys.ofTable'),
      keys: [{ keys: 'Enter', label: t('register.keys.open') }],
    },
  ]);
}

interface ReachProps {
  readonly reading: RegisterReading;
}

/** How far back this desk's visits go; in plain words where the period begins before. */
function ReachNote({ reading: { reach, ask } }: ReachProps) {
  const { t, i18n } = useTranslation();
  const { firstDay } = reach;
  if (firstDay === null) return <span>{t('register.reachNone')}</span>;
  const day = dayWords(i18n.language, firstDay);
  if (ask.period.from >= firstDay) return <span>{t('register.reach', { day })}</span>;
  return <span className={classes.short}>{t('register.reachAfter', { day })}</span>;
}

const patienceMs = 150;

function Loading() {
  const { t } = useTranslation();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? (
    <p className={classes.empty} role="status">
      {t('register.loading')}
    </p>
  ) : null;
}
