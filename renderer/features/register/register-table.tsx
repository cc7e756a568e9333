/** The list: a grid that the arrows walk through, of which only the rows in sight are drawn. */
import { useMediaQuery } from '@mantine/hooks';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterFigures } from '../../../shared/rules/register/register-figures.ts';
import { columnKeys } from './column-keys.ts';
import { ColumnWidths } from './column-widths.tsx';
import type { RegisterLine } from './register-ask.ts';
import { columns } from './register-columns.ts';
import { TotalCells } from './total-cells.tsx';
import classes from './register.module.css';
import type { LineWords } from './use-line-words.ts';
import type { RegisterView } from './use-register-view.ts';
import { scrollToRow, useRowWindow } from './use-row-window.ts';

interface Props {
  /** Sorted. */
  readonly lines: readonly RegisterLine[];
  readonly figures: RegisterFigures;
  readonly words: LineWords;
  readonly view: RegisterView;
  /** ms */
  readonly standardMs: number;
}

const rowPx = { desk: 40, touch: 44 };
export function RegisterTable({ lines, figures, words, view, standardMs }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const rowHeight = useMediaQuery('(max-width: 1180px)') ? rowPx.touch : rowPx.desk;
  const box = useRef<HTMLDivElement>(null);
  const rows = useRowWindow(box, lines.length, rowHeight);
  const [marked, setMarked] = useState<string | null>(null);
  const at = lines.findIndex(({ visitId }) => visitId === (marked ?? view.visitId));
  const rowId = (index: number) => `${id}-${index}`;

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, rows.rowsInSight - 1);
    const to = steps(event.key, at, lines.length, page);
    if (to !== null) {
      event.preventDefault();
      setMarked(lines[to]?.visitId ?? null);
      if (box.current) scrollToRow(box.current, to, rowHeight);
      rows.measure();
      if (view.visitId !== null) view.open(lines[to]?.visitId ?? null);
    }
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      view.open(lines[at]?.visitId ?? null);
    }
  }
  return (
    <div className={classes.scroller} ref={box} onScroll={rows.measure}>
      <table
        className={classes.table}
        // A table whose rows are chosen is a grid.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={t('register.region')}
        aria-rowcount={lines.length + 2}
        aria-activedescendant={rows.first <= at && at < rows.last ? rowId(at) : undefined}
        tabIndex={0}
        data-register-grid
        onKeyDown={onKeyDown}
      >
        <ColumnWidths />
        <Heads view={view} />
        <tbody>
          <Spacer rows={rows.first} rowHeight={rowHeight} />
          {lines.slice(rows.first, rows.last).map((line, index) => (
            <Row
              key={line.visitId}
              id={rowId(rows.first + index)}
              rowIndex={rows.first + index + 2}
              line={line}
              words={words}
              isMarked={rows.first + index === at}
              isLate={line.firstDrinkMs !== null && line.firstDrinkMs > standardMs}
              onOpen={() => {
                setMarked(line.visitId);
                view.open(line.visitId);
              }}
            />
          ))}
          <Spacer rows={lines.length - rows.last} rowHeight={rowHeight} />
        </tbody>
        <tfoot>
          <tr aria-rowindex={lines.length + 2}>
            <TotalCells figures={figures} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Where a key leads in a list; null where it leads nowhere. Without a marked row the first key marks the first one. */
function steps(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const by: Readonly<Record<string, number>> = {
    ...{ ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count },
  };
  const step = by[key];
  if (step === undefined) return null;
  return at < 0 && key !== 'End' ? 0 : Math.max(0, Math.min(count - 1, at + step));
}

function Spacer({ rows, rowHeight }: { readonly rows: number; readonly rowHeight: number }) {
  return rows > 0 ? <tr aria-hidden className={classes.spacer} style={{ height: rows * rowHeight }} /> : null;
}

function Heads({ view: { sort, sortBy } }: Pick<Props, 'view'>) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columnKeys.map((key) => (
          <th
            key={key}
            data-column={key}
            scope="col"
            data-number={columns[key].isNumber}
            aria-sort={sort.column === key ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
          >
            <button type="button" onClick={() => sortBy(key)}>
              {t(`register.columns.${key}`)}
              {sort.column === key && <span aria-hidden>{sort.isDescending ? '↓' : '↑'}</span>}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly line: RegisterLine;
  readonly words: LineWords;
  readonly isMarked: boolean;
  readonly isLate: boolean;
  readonly onOpen: () => void;
}

function Row({ id, rowIndex, line, words, isMarked, isLate, onOpen }: RowProps) {
  const { t } = useTranslation();
  return (
    // Keys are the grid's, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <tr id={id} aria-rowindex={rowIndex} aria-selected={isMarked} data-line={line.visitId} onClick={onOpen}>
      {columnKeys.map((key) => {
        const text = words[key](line);
        const late = key === 'firstDrink' && isLate ? t('register.table.late') : '';
        return (
          <td
            key={key}
            data-column={key}
            data-number={columns[key].isNumber}
            data-late={late ? true : undefined}
            title={text}
          >
            {late && <span className={classes.late}>{late}</span>} {text}
          </td>
        );
      })}
    </tr>
  );
}
