/** What the register shows stands in the address: every view is a link, and a reload returns to it. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { visitPurposes } from '../../../shared/entities/visit.ts';
import { readDay } from '../../../shared/rules/register/read-day.ts';
import {
  neighbour,
  periodKinds,
  periodOf,
  rangeOf,
  type Period,
  type PeriodKind,
} from '../../../shared/rules/register/period.ts';
import { guestKinds } from '../../../shared/rules/register/register-entry.ts';
import { columnKeys, type ColumnKey } from './column-keys.ts';
import type { Filters } from './register-ask.ts';

export interface Sort {
  readonly column: ColumnKey;
  readonly isDescending: boolean;
}

export interface RegisterView {
  readonly period: Period;
  readonly filters: Filters;
  readonly sort: Sort;
  readonly visitId: string | null;
  showKind(kind: PeriodKind): void;
  /** The period of the same kind that the day lies in. */
  showDay(day: string): void;
  showRange(from: string, to: string): void;
  step(by: 1 | -1): void;
  filter(change: Partial<Filters>): void;
  sortBy(column: ColumnKey): void;
  open(visitId: string | null): void;
}

export const noFilters: Filters = {
  ...{ purpose: null, receivedBy: null, guestKind: null, text: '' },
  isUndone: false,
};

/** The latest arrival stands first: what is looked up was mostly just now. */
const usualSort: Sort = { column: 'arrivedAt', isDescending: true };

/** @param today business day */
export function useRegisterView(today: string): RegisterView {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (change: Readonly<Record<string, string | null>>, replace = true) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(change)) {
            if (value === null || value === '') next.delete(key);
            else next.set(key, value);
          }
          return next;
        },
        // Drawn before the next key is heard.
        { replace, flushSync: true },
      );
    },
    [setParams],
  );
  return useMemo(() => {
    const period = readPeriod(params, today);
    const sort = readSort(params.get('sort'));
    const show = ({ kind, from, to }: Period) => {
      const isToday = kind !== 'range' && periodOf(kind, today).from === from;
      // Today is not named: a page left open over night shows the new day.
      set({
        kind: kind === 'day' ? null : kind,
        from: isToday ? null : from,
        to: kind === 'range' ? to : null,
      });
    };
    return {
      ...{ period, sort, filters: readFilters(params), visitId: params.get('visit') },
      showKind(kind) {
        const day = period.from <= today && today <= period.to ? today : period.from;
        show(kind === 'range' ? { ...period, kind } : periodOf(kind, day));
      },
      showDay: (day) => show(periodOf(period.kind === 'range' ? 'day' : period.kind, day)),
      showRange: (from, to) => show(rangeOf(from, to)),
      step: (by) => show(neighbour(period, by)),
      filter(change) {
        const { purpose, receivedBy, guestKind, text, isUndone } = { ...readFilters(params), ...change };
        set({ purpose, by: receivedBy, guest: guestKind, q: text, undone: isUndone ? '1' : null });
      },
      sortBy(column) {
        const isDescending = sort.column === column ? !sort.isDescending : false;
        set({ sort: `${isDescending ? '-' : ''}${column}` });
      },
      open: (visitId) => set({ visit: visitId }, visitId === null || params.has('visit')),
    };
  }, [params, set, today]);
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}

function readPeriod(params: URLSearchParams, today: string): Period {
  const kind = oneOf(periodKinds, params.get('kind')) ?? 'day';
  const from = readDay(params.get('from') ?? '', today) ?? today;
  return kind === 'range'
    ? rangeOf(from, readDay(params.get('to') ?? '', today) ?? from)
    : periodOf(kind, from);
}

function readFilters(params: URLSearchParams): Filters {
  return {
    purpose: oneOf(visitPurposes, params.get('purpose')),
    receivedBy: params.get('by'),
    guestKind: oneOf(guestKinds, params.get('guest')),
    text: params.get('q') ?? '',
    isUndone: params.get('undone') !== null,
  };
}

function readSort(text: string | null): Sort {
  const column = oneOf(columnKeys, (text ?? '').replace(/^-/, ''));
  return column ? { column, isDescending: text?.startsWith('-') ?? false } : usualSort;
}
