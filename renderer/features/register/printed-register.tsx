/** The register on paper: drawn in whole when it is printed, and at no other time. */
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, usePerson, useTimeZone } from '../../data/hooks.ts';
import { momentWords } from '../../records/field-words.ts';
import { columnKeys } from './column-keys.ts';
import { ColumnWidths } from './column-widths.tsx';
import { FigureTiles } from './figure-tiles.tsx';
import { useFilterWords } from './out-bar.tsx';
import { periodWords } from './period-words.ts';
import type { RegisterLine, RegisterReading } from './register-ask.ts';
import { RegisterCharts } from './register-charts.tsx';
import { columns } from './register-columns.ts';
import classes from './register.module.css';
import { TotalCells } from './total-cells.tsx';
import { useNoteExport } from './use-export.ts';
import type { DrinkWords } from './use-drink-words.ts';
import type { LineWords } from './use-line-words.ts';

interface Props {
  /** In the order of the screen. */
  readonly lines: readonly RegisterLine[];
  readonly words: LineWords;
  readonly drinks: DrinkWords;
  readonly reading: RegisterReading;
}

/** A hundred pages; what is longer is for a spreadsheet. */
const mostRows = 3_000;
/** px of a chart on paper: four beside each other on the long side of A4. */
const chartWidth = 240;

export function PrintedRegister(props: Props) {
  const rows = Math.min(props.lines.length, mostRows);
  const isPrinting = usePrinting(rows);
  return isPrinting ? <Pages {...props} /> : null;
}

/** Also for the browser's own print command; each is noted once. @param rowCount of the list */
function usePrinting(rowCount: number): boolean {
  const [isPrinting, setPrinting] = useState(false);
  const note = useNoteExport();
  const latest = useRef({ note, rowCount });
  useEffect(() => {
    latest.current = { note, rowCount };
  });
  useEffect(() => {
    function begin() {
      // The browser takes the page as it stands when this returns.
      flushSync(() => setPrinting(true));
      void latest.current.note('registerPrinted', latest.current.rowCount);
    }
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}

function Pages({ lines, words, drinks, reading }: Props) {
  const { t, i18n } = useTranslation();
  const siteName = useDevice()?.siteName ?? '';
  const filters = useFilterWords(reading.ask.filters);
  const period = periodWords(i18n.language, reading.ask.period);
  const printed = lines.slice(0, mostRows);
  return (
    <div className={classes.paper} data-printed-register>
      <PageRule head={`${siteName} · ${t('register.title')} · ${period}`} />
      <h1>
        {siteName} · {t('register.title')}
      </h1>
      <p className={classes.paperPeriod}>
        <b>{period}</b>
        {filters !== '' && <span>{t('register.filters.of', { filters })}</span>}
        <PrintedBy />
      </p>
      <FigureTiles reading={reading} />
      <RegisterCharts figures={reading.figures} drinks={drinks} width={chartWidth} />
      {printed.length < lines.length && (
        <p className={classes.warning}>{t('register.print.cut', { count: printed.length })}</p>
      )}
      <table>
        <ColumnWidths />
        <thead>
          <tr>
            {columnKeys.map((key) => (
              <th key={key} data-number={columns[key].isNumber}>
                {t(`register.columns.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {printed.map((line) => (
            <tr key={line.visitId}>
              {columnKeys.map((key) => (
                <td key={key} data-number={columns[key].isNumber}>
                  {words[key](line)}
                </td>
              ))}
            </tr>
          ))}
          <tr className={classes.paperTotal}>
            <TotalCells figures={reading.figures} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function PrintedBy() {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const timeZone = useTimeZone();
  const name = usePerson()?.name ?? '';
  const now = desk.now();
  // With its date: paper outlives the day.
  const time = momentWords({ language: i18n.language, now: 0, timeZone }, now);
  return <span>{t('register.print.printed', { name, time })}</span>;
}

/** What stands at the head of each further page, and the number of each: known only as it is printed. */
function PageRule({ head }: { readonly head: string }) {
  const { t } = useTranslation();
  const [page, pages] = ['\uE000', '\uE001'];
  const number = t('register.print.page', { page, pages })
    .split(/([\uE000\uE001])/u)
    .filter((part) => part !== '')
    .map((part) => (part === page ? 'counter(page)' : part === pages ? 'counter(pages)' : cssText(part)))
    .join(' ');
  const font = 'font: 9pt var(--font); color: #444;';
  const rule = `@page { size: A4 landscape; margin: 14mm 10mm 12mm;
    @top-left { content: ${cssText(head)}; ${font} } @bottom-right { content: ${number}; ${font} } }
    @page :first { @top-left { content: none; } }`;
  return <style>{rule}</style>;
}

/** A string of CSS: names of sites may hold quotes. */
function cssText(text: string): string {
  return `"${text.replaceAll(/["\\<\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}"`;
}
