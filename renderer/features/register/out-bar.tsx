/** What leads out of the register: charts shown or not, a file, paper. */
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useDevice, useTimeZone } from '../../data/hooks.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { usePrint } from '../../records/use-print.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { figureSheet, visitSheet } from './export-sheet.ts';
import type { Filters, RegisterLine, RegisterReading } from './register-ask.ts';
import classes from './register.module.css';
import { useExport, type Exported } from './use-export.ts';
import type { DrinkWords } from './use-drink-words.ts';
import type { LineWords } from './use-line-words.ts';

interface Props {
  /** In the order of the screen. */
  readonly lines: readonly RegisterLine[];
  readonly words: LineWords;
  readonly drinks: DrinkWords;
  readonly reading: RegisterReading;
  readonly showsCharts: boolean;
  readonly onCharts: () => void;
}

export function OutBar({ lines, words, drinks, reading, showsCharts, onCharts }: Props) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const siteName = useDevice()?.siteName ?? '';
  const { period, filters: chosen, firstDrinkMinutes } = reading.ask;
  const filters = useFilterWords(chosen);
  const { isWriting, run } = useExport();
  const { page } = usePrint();
  const exported: Exported = {
    fileName: t('register.export.fileName', { from: period.from, to: period.to }),
    rowCount: lines.length,
    sheets: async () => [
      await visitSheet(lines, { t, words, timeZone }),
      figureSheet({ t, siteName, drinks, period, firstDrinkMinutes, filters, summary: reading }),
    ],
  };
  const isEmpty = lines.length === 0;
  const excel = () => void (isEmpty || run('xlsx', exported));
  useKeys([{ keys: 'x', label: t('register.export.excel'), run: excel }]);
  return (
    <div className={classes.out}>
      <Button
        variant={showsCharts ? 'light' : 'default'}
        aria-pressed={showsCharts}
        onClick={onCharts}
        rightSection={<kbd>C</kbd>}
      >
        {t('register.charts.show')}
      </Button>
      <Button
        variant="default"
        loading={isWriting}
        disabled={isEmpty}
        onClick={excel}
        rightSection={<kbd>X</kbd>}
      >
        {t('register.export.excel')}
      </Button>
      <Button variant="default" disabled={isEmpty || isWriting} onClick={() => void run('csv', exported)}>
        {t('register.export.csv')}
      </Button>
      <Button variant="default" disabled={isEmpty} onClick={() => void page()}>
        {t('register.export.print')}
      </Button>
    </div>
  );
}

/** `保养维修、匿名来宾`; empty where nothing is filtered. */
export function useFilterWords(filters: Filters): string {
  const { t } = useTranslation();
  const nameOf = useStaffNames();
  return filterWords(t, filters, nameOf);
}

function filterWords(t: TFunction, filters: Filters, nameOf: (id: string) => string): string {
  const { purpose, receivedBy, guestKind, text, isUndone } = filters;
  return [
    isUndone ? t('register.filters.undone') : '',
    purpose === null ? '' : t(`reception.purposes.${purpose}`),
    receivedBy === null ? '' : nameOf(receivedBy),
    guestKind === null ? '' : t(`register.guestKinds.${guestKind}`),
    text.trim(),
  ]
    .filter((part) => part !== '')
    .join(t('common.listSeparator'));
}
