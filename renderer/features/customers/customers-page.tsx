/** Customers and cars, all that this desk holds: found, filtered, put in order, opened. */
import { SegmentedControl } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ListRow } from '../../../shared/rules/search/list-guests.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDevice, usePerson } from '../../data/hooks.ts';
import { useEnter } from '../../data/search/use-enter.ts';
import { escapeField } from '../../ui/escape-field.ts';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './customers.module.css';
import { ExportList } from './export-list.tsx';
import { listAddress, readListAddress, type ListView } from './list-address.ts';
import { ListFilters } from './list-filters.tsx';
import { ListTable, type ListHandle, type ShownList } from './list-table.tsx';
import { SavedViews, SaveView } from './saved-view-bar.tsx';

export function CustomersPage() {
  const { t } = useTranslation();
  const device = useDevice();
  return (
    <main className={classes.page}>
      {device?.scopes.includes('front') ? <Lists /> : <p>{t('customers.notHere')}</p>}
    </main>
  );
}

const listId = 'customer-list';

function Lists() {
  const { t } = useTranslation();
  const go = useGo();
  const [{ total, answered }, setShown] = useState<ShownList>({ total: undefined, answered: null });
  const list = useRef<ListHandle>(null);
  const mark = useMark(list, total);
  const { view, active, open } = mark;
  // A scanner's Enter comes before the answer, when the rows are still those of the list before.
  const { enter, forget } = useEnter(answered === JSON.stringify(view), openMarked);
  function openMarked() {
    forget();
    open(list.current?.rowAt(active), active);
  }
  function show(next: ListView) {
    forget();
    mark.show(next);
  }
  function move(by: number) {
    forget();
    mark.move(by);
  }
  /** In the field and in the list alike. @returns whether it was one of these keys */
  function onListKey(event: KeyboardEvent): boolean {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return false;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }[event.key];
    if (by !== undefined) move(by);
    else if (event.key === 'Enter') enter();
    else return false;
    event.preventDefault();
    return true;
  }
  function step(by: number) {
    list.current?.focus();
    move(by);
  }
  return (
    <>
      <ListHead {...{ view, active, total, show, step, onListKey }} />
      <SavedViews
        view={view}
        onShow={(address) => {
          forget();
          go(address, { replace: true });
        }}
      />
      <ListFilters view={view} total={total} onChange={show} />
      <ListTable
        {...{ ref: list, listId, view, active, total }}
        onShown={setShown}
        onKeyDown={onListKey}
        onOpen={open}
        onSort={show}
      />
      <p className={classes.hint}>{t('customers.find.hint')}</p>
    </>
  );
}

/** Which list, and which row of it is marked: the address has both. */
function useMark(list: RefObject<ListHandle | null>, total: number | undefined) {
  const go = useGo();
  const [params] = useSearchParams();
  const view = readListAddress(params);
  const [active, setActive] = useState(() => Math.max(0, Number(params.get('at')) || 0));
  return {
    view,
    active: Math.min(active, Math.max(0, (total ?? active + 1) - 1)),
    show(next: ListView) {
      setActive(0);
      go(listAddress(next), { replace: true });
    },
    move(by: number) {
      const next = Math.max(0, Math.min((total ?? 1) - 1, active + by));
      setActive(next);
      list.current?.scrollTo(next);
    },
    open(row: ListRow | undefined, index: number) {
      const path = row && pathOf(row, view);
      if (!path) return;
      // Back returns to this row of this list.
      go(listAddress(view, index), { replace: true });
      go(path);
    },
  };
}

interface ListHeadProps {
  readonly view: ListView;
  readonly active: number;
  readonly total: number | undefined;
  readonly show: (view: ListView) => void;
  /** Moves the mark, with the focus in the list. */
  readonly step: (by: number) => void;
  readonly onListKey: (event: KeyboardEvent) => boolean;
}

function ListHead({ view, active, total, show, step, onListKey }: ListHeadProps) {
  const { t } = useTranslation();
  const fieldRef = useRef<HTMLInputElement>(null);
  const mayExport = rolesAllow(usePerson()?.roles ?? [], 'data.export');
  const focusField = () => {
    fieldRef.current?.focus();
    fieldRef.current?.select();
  };
  function fromTheStart() {
    show({ of: 'guests', query: '', filters: [], sort: null, isDescending: false });
    focusField();
  }
  useKeys([
    // Here already: from the beginning.
    { keys: 'g k', label: t('frame.keys.goCustomers'), run: () => fromTheStart() },
    { keys: 'F2', label: t('customers.keys.find'), run: focusField },
    { keys: '/', label: t('customers.keys.find'), run: focusField },
    { keys: 'ArrowDown', label: t('customers.keys.next'), run: () => step(1) },
    { keys: 'ArrowUp', label: t('customers.keys.previous'), run: () => step(-1) },
  ]);
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (!onListKey(event)) escapeField(event, view.query === '' ? null : () => show({ ...view, query: '' }));
  }
  return (
    <div className={classes.head}>
      <h1>{t('customers.title')}</h1>
      <SegmentedControl
        aria-label={t('customers.of.label')}
        value={view.of}
        onChange={(of) => show({ ...view, of: of as ListView['of'], sort: null, isDescending: false })}
        data={(['guests', 'vehicles'] as const).map((value) => ({
          value,
          label: t(`customers.of.${value}`),
        }))}
      />
      <input
        ref={fieldRef}
        type="search"
        role="combobox"
        className={classes.field}
        aria-label={t('customers.find.label')}
        aria-expanded={(total ?? 0) > 0}
        aria-controls={listId}
        aria-activedescendant={(total ?? 0) > 0 ? `${listId}-${active}` : undefined}
        placeholder={t('customers.find.placeholder')}
        value={view.query}
        onChange={(event) => show({ ...view, query: event.currentTarget.value })}
        onKeyDown={onKeyDown}
        autoComplete="off"
        autoFocus
      />
      {mayExport && <ExportList view={view} total={total} />}
      <SaveView view={view} />
    </div>
  );
}

/** A car has a page of its own: it may belong to nobody, or be brought in by somebody else. */
function pathOf({ guestCardId, vehicles: [car] }: ListRow, { of }: ListView): string | null {
  if (of === 'vehicles') return car ? `/customers/cars/${car.id}` : null;
  return guestCardId === null ? null : `/customers/${guestCardId}`;
}
