/** The rows in sight of a list of any length; the field above moves the mark too, and keeps the focus. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useEffect,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type Ref,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, ListSort } from '../../../shared/rules/search/list-guests.ts';
import classes from './customers.module.css';
import type { ListView } from './list-address.ts';
import { ListCells } from './list-cells.tsx';
import { useListPages, useListRequest } from './use-list-pages.ts';
import { useRowWords } from './use-row-words.ts';

export interface ListHandle {
  rowAt(index: number): ListRow | undefined;
  scrollTo(index: number): void;
  focus(): void;
}

export interface ShownList {
  /** Undefined before the first answer. */
  readonly total: number | undefined;
  /** The view whose marked row is there, as text: rows of the one before stay in sight until its answer comes. */
  readonly answered: string | null;
}

interface Props {
  readonly ref: Ref<ListHandle>;
  readonly listId: string;
  readonly view: ListView;
  readonly active: number;
  /** Undefined while it loads. */
  readonly total: number | undefined;
  readonly onShown: (shown: ShownList) => void;
  readonly onOpen: (row: ListRow | undefined, index: number) => void;
  readonly onSort: (view: ListView) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const rowHeight = 44;
/** Lines are made so many at a time: the list of a usual screen never needs more. */
const linesAtOnce = 48;

export function ListTable(props: Props) {
  const { ref, listId, view, active, total, onShown, onOpen, onSort, onKeyDown } = props;
  const { t } = useTranslation();
  const words = useRowWords();
  const scroller = useRef<HTMLDivElement>(null);
  // What it returns cannot be memoized, and no compiler does here.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // What a step of the wheel uncovers; more would be drawn for nothing when it turns fast.
    overscan: 2,
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const lines = linesAtOnce * Math.ceil(rows.length / linesAtOnce);
  const request = useListRequest(view);
  const pages = useListPages(request, first, rows.at(-1)?.index ?? first);
  const held = pages.total();
  const isAnswered = pages.isOf(request) && (held === 0 || pages.rowAt(active) !== undefined);
  const answered = isAnswered ? JSON.stringify(view) : null;
  useEffect(() => onShown({ total: held, answered }), [onShown, held, answered]);
  useScrolling(scroller, view, active, total);
  useImperativeHandle(ref, () => ({
    rowAt: pages.rowAt,
    scrollTo: (index) => virtual.scrollToIndex(index),
    focus: () => scroller.current?.focus(),
  }));
  return (
    <div className={classes.list} data-of={view.of}>
      <ListHead view={view} onSort={onSort} />
      {held === 0 && <Empty view={view} />}
      <div
        ref={scroller}
        id={listId}
        role="listbox"
        aria-label={t(`customers.of.${view.of}`)}
        aria-activedescendant={rows.some(({ index }) => index === active) ? `${listId}-${active}` : undefined}
        className={classes.scroller}
        tabIndex={0}
        onKeyDown={onKeyDown}
        hidden={held === 0}
      >
        <div role="presentation" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => (
            // Keys are those of the list and of the field, one of which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              // A line that leaves at one end comes back at the other, with another row: made once, not for each row.
              key={index % lines}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={classes.row}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onOpen(pages.rowAt(index), index)}
            >
              <ListCells row={pages.rowAt(index)} of={view.of} words={words} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** A new list begins at its top; one that was come back to, at the row that was opened. */
function useScrolling(
  scroller: RefObject<HTMLDivElement | null>,
  view: ListView,
  active: number,
  total: number | undefined,
): void {
  const key = JSON.stringify(view);
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === key || !total) return;
    const isReturn = shown.current === '';
    shown.current = key;
    scroller.current?.scrollTo({ top: isReturn ? Math.max(0, active - 5) * rowHeight : 0 });
  });
}

const columns = {
  guests: ['name', 'phone', 'cars', 'hints', 'lastVisit'],
  vehicles: ['plate', 'model', 'owner', 'hints', 'lastVisit'],
} as const;
const sortOf: Readonly<Record<string, ListSort>> = {
  name: 'name',
  owner: 'name',
  plate: 'plate',
  lastVisit: 'lastVisit',
};

/** The same for every step of scrolling. */
const ListHead = memo(function ListHead({ view, onSort }: Pick<Props, 'view' | 'onSort'>) {
  const { t } = useTranslation();
  const shown = view.sort ?? (view.query.trim() === '' ? 'lastVisit' : null);
  return (
    <div className={classes.listHead}>
      {columns[view.of].map((column) => {
        const sort = sortOf[column];
        const label = t(`customers.columns.${column}`);
        if (!sort) return <span key={column}>{label}</span>;
        const isShown = sort === shown;
        const mark = isShown ? (view.isDescending ? '↑' : '↓') : '';
        return (
          <button
            key={column}
            type="button"
            aria-pressed={isShown}
            title={t('customers.sortBy', { column: label })}
            onClick={() => onSort({ ...view, sort, isDescending: isShown && !view.isDescending })}
          >
            {label} <span aria-hidden>{mark}</span>
          </button>
        );
      })}
    </div>
  );
});

function Empty({ view }: { readonly view: ListView }) {
  const { t } = useTranslation();
  const isNarrowed = view.filters.length > 0 || view.query.trim() !== '';
  return (
    <div className={classes.empty} role="status">
      <b>{t(isNarrowed ? 'customers.empty.found' : 'customers.empty.none')}</b>
      <span>{t(isNarrowed ? 'customers.empty.foundHint' : 'customers.empty.noneHint')}</span>
    </div>
  );
}
