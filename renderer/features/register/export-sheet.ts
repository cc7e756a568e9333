/** The register as sheets of typed cells, in the words of the screen: what the exported file holds. */
import type { TFunction } from 'i18next';
import type { Period } from '../../../shared/rules/register/period.ts';
import { zoneOffset } from '../../../shared/rules/time-zone.ts';
import type { RegisterLine, RegisterSummary } from './register-ask.ts';
import type { DrinkWords } from './use-drink-words.ts';
import type { LineWords } from './use-line-words.ts';

/** A date or a moment is that of the site's clock, as ms of a clock without a zone: spreadsheets know none. */
export type Cell =
  | string
  | number
  | null
  | { readonly type: 'date'; readonly wallMs: number }
  | { readonly type: 'moment'; readonly wallMs: number };

export interface SheetColumn {
  readonly heading: string;
  /** In characters. */
  readonly width: number;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

interface ExportColumn {
  readonly key: keyof typeof widths;
  readonly cell: (line: RegisterLine) => Cell;
}

const widths = {
  ...{ businessDay: 12, arrivedAt: 17, guest: 16, guestKind: 10, people: 8, children: 8, purpose: 12 },
  ...{ vehicle: 24, seat: 12, drinks: 28, cups: 8, receivedBy: 12, firstDrinkMinutes: 14, refillsInTime: 14 },
  ...{ refillsDue: 12, stayMinutes: 12, leftAt: 17 },
} as const;

const wholeMinutes = (ms: number | null) => (ms === null ? null : Math.floor(ms / 60_000));
const orNull = (text: string) => (text === '' ? null : text);

function columnsOf(words: LineWords, timeZone: string): ExportColumn[] {
  const moment = (instant: number | null): Cell => {
    if (instant === null) return null;
    const wallMs = instant + zoneOffset(instant, timeZone);
    // To the minute, as it is shown.
    return { type: 'moment', wallMs: wallMs - (wallMs % 60_000) };
  };
  return [
    {
      key: 'businessDay',
      cell: ({ businessDay }) => ({ type: 'date', wallMs: Date.parse(`${businessDay}T00:00:00Z`) }),
    },
    { key: 'arrivedAt', cell: ({ arrivedAt }) => moment(arrivedAt) },
    { key: 'guest', cell: (line) => words.guest(line) },
    { key: 'guestKind', cell: (line) => words.guestKind(line) },
    { key: 'people', cell: ({ people }) => people },
    { key: 'children', cell: ({ children }) => children },
    { key: 'purpose', cell: (line) => words.purpose(line) },
    { key: 'vehicle', cell: (line) => orNull(words.vehicle(line)) },
    { key: 'seat', cell: (line) => orNull(words.seat(line)) },
    { key: 'drinks', cell: (line) => orNull(words.drinks(line)) },
    { key: 'cups', cell: ({ cups }) => cups },
    { key: 'receivedBy', cell: (line) => orNull(words.receivedBy(line)) },
    { key: 'firstDrinkMinutes', cell: ({ firstDrinkMs }) => wholeMinutes(firstDrinkMs) },
    { key: 'refillsInTime', cell: ({ refillsInTime }) => refillsInTime },
    { key: 'refillsDue', cell: ({ refillsDue }) => refillsDue },
    { key: 'stayMinutes', cell: ({ stayMs }) => wholeMinutes(stayMs) },
    { key: 'leftAt', cell: ({ leftAt }) => moment(leftAt) },
  ];
}

/** So many lines at a time, and then what waits is heard: a year has thousands. */
const atOnce = 400;

export async function visitSheet(
  lines: readonly RegisterLine[],
  { t, words, timeZone }: { readonly t: TFunction; readonly words: LineWords; readonly timeZone: string },
): Promise<Sheet> {
  const columns = columnsOf(words, timeZone);
  const rows: Cell[][] = [];
  for (let at = 0; at < lines.length; at += atOnce) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve));
    for (const line of lines.slice(at, at + atOnce)) rows.push(columns.map(({ cell }) => cell(line)));
  }
  return {
    name: t('register.export.sheetVisits'),
    columns: columns.map(({ key }) => ({ heading: t(`register.columns.${key}`), width: widths[key] })),
    rows,
  };
}

export interface FigureSheetInput {
  readonly t: TFunction;
  readonly siteName: string;
  readonly period: Period;
  readonly firstDrinkMinutes: number;
  /** The filters in words, empty where there are none. */
  readonly filters: string;
  readonly summary: RegisterSummary;
  readonly drinks: Pick<DrinkWords, 'name' | 'used'>;
}

export function figureSheet(input: FigureSheetInput): Sheet {
  const { t, siteName, period, firstDrinkMinutes, filters, summary, drinks } = input;
  const { figures, comparison } = summary;
  const { visits, people, children, cups, firstDrink, refills, stay } = figures;
  const minutes = (ms: number | null) => (ms === null ? null : Math.round(ms / 6_000) / 10);
  const oneDecimal = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  const rows: [string, Cell][] = [
    [t('register.export.site'), siteName],
    [t('register.export.period'), `${period.from} – ${period.to}`],
    ...(filters === '' ? [] : [[t('register.filters.label'), filters] as [string, Cell]]),
    [t('register.export.visits'), visits],
    [t('register.export.people'), people],
    [t('register.export.children'), children],
    [t('register.export.perDay'), oneDecimal(comparison.perDay)],
    [t('register.export.perDayBefore'), oneDecimal(comparison.perDayBefore)],
    [t('register.export.cups'), cups],
    [t('register.export.firstDrinkMedian'), minutes(firstDrink.medianMs)],
    [t('register.export.served'), firstDrink.served],
    [t('register.export.due'), firstDrink.due],
    [t('register.export.inStandard', { minutes: firstDrinkMinutes }), firstDrink.inStandard],
    [t('register.export.refillsDue'), refills.due],
    [t('register.export.refillsInTime'), refills.inTime],
    [t('register.export.stayMedian'), minutes(stay.medianMs)],
    ...figures.byHour.map(({ hour, visits: count }): [string, Cell] => [
      `${t('register.charts.byHour')} · ${t('register.charts.hourLabel', { hour })}`,
      count,
    ]),
    ...figures.byPurpose.map(({ purpose, visits: count }): [string, Cell] => [
      `${t('register.charts.byPurpose')} · ${t(`reception.purposes.${purpose}`)}`,
      count,
    ]),
    ...figures.byDrink.map(({ menuItemId, cups: count }): [string, Cell] => [
      `${t('register.export.byDrink')} · ${drinks.name(menuItemId)}`,
      count,
    ]),
    ...drinks
      .used(figures.byDrink)
      .map(({ article, unit, amount }): [string, Cell] => [
        t('register.export.used', { article, unit }),
        amount,
      ]),
  ];
  return {
    name: t('register.export.sheetFigures'),
    columns: [
      { heading: t('register.export.figure'), width: 36 },
      { heading: t('register.export.value'), width: 28 },
    ],
    rows,
  };
}
