/** The list: a grid that the arrows walk through, of which only the rows in sight are drawn. */
import { useMediaQuery } from '@mantine/hooks';
import { useId, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { lateBy, type RegisterFigures } from '../../../shared/rules/register/register-figures.ts';
import { columnKeys } from './column-keys.ts';
import { ColumnWidths } from './column-widths.tsx';
import type { RegisterLine } from './register-ask.ts';
import { columns } from './register-columns.ts';
import { TotalCells } from './total-cells.tsx';
import classes from './register.module.css';
import type { LineWords } from './use-line-words.ts';
import { useMarkedRow, type TableHandle } from './use-marked-row.ts';
import type { RegisterView } from './use-register-view.ts';
import { scrollToRow, useRowWindow } from './use-row-window.ts';

interface Props {
  readonly ref?: Ref<TableHandle>;
  /** Sorted. */
  readonly lines: readonly RegisterLine[];
  readonly figures: RegisterFigures;
  readonly words: LineWords;
  readonly view: RegisterView;
  readonly firstDrinkMinutes: number;
  readonly onCorrect: (visitId: string) => void;
}

const rowPx = { desk: 40, touch: 44 };

export function RegisterTable({ ref, lines, figures, words, view, firstDrinkMinutes, onCorrect }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const rowHeight = useMediaQuery('(max-width: 1180px)') ? rowPx.touch : rowPx.desk;
  const box = useRef<HTMLDivElement>(null);
  const rows = useRowWindow(box, lines.length, rowHeight);
  const marked = useMarkedRow({
    ...{ ref, lines, view, onCorrect, rowsInSight: rows.rowsInSight },
    focus: () => box.current?.querySelector<HTMLElement>('[data-register-grid]')?.focus(),
    scrollTo(index) {
      if (box.current) scrollToRow(box.current, index, rowHeight);
      rows.measure();
    },
  });
  const { at } = marked;
  const isLate = lateBy(firstDrinkMinutes);
  const rowId = (index: number) => `${id}-${index}`;
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
        onKeyDown={marked.onKeyDown}
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
              isLate={isLate(line)}
              onOpen={() => {
                marked.set(line.visitId);
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
