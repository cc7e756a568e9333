/** The rows of a list that are looked at, and only those: it may have a hundred thousand. */
import { useEffect, useState } from 'react';
import { nearestWallTime } from '../../../shared/rules/time-zone.ts';
import type { ListRequest, ListRow } from '../../../shared/rules/search/list-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { fallbackSettings } from '../../data/desk.ts';
import { useNow, useSettings } from '../../data/hooks.ts';
import type { ListView } from './list-address.ts';

const pageRows = 100;
const dayMs = 86_400_000;

export interface ListPages {
  /** Of the whole list; undefined while it loads. */
  readonly total: number | undefined;
  /** Undefined where the row is on its way. */
  rowAt(index: number): ListRow | undefined;
}

interface Held {
  readonly key: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ListRow[]>;
}

/** What is asked of the search, today. */
export function useListRequest(view: ListView): ListRequest {
  const desk = useDesk();
  const { timeZone, dayCutOff } = useSettings() ?? fallbackSettings;
  // Renders again when the day turns.
  useNow(60_000);
  const now = desk.now();
  const cutOff = nearestWallTime(dayCutOff, now, timeZone) ?? now;
  return { ...view, today: desk.businessDay(), dayBegan: cutOff > now ? cutOff - dayMs : cutOff };
}

/** @param first index of the first row in sight @param last of the last one */
export function useListPages(request: ListRequest, first: number, last: number): ListPages {
  const { search } = useDesk();
  const [held, setHeld] = useState<Held | null>(null);
  const [changes, setChanges] = useState(0);
  const key = JSON.stringify(request);
  const [from, to] = [Math.floor(first / pageRows), Math.floor(last / pageRows)];
  useEffect(() => search.onChanged(() => setChanges((count) => count + 1)), [search]);
  useEffect(() => {
    let isCurrent = true;
    for (let page = from; page <= to; page += 1) {
      const asked = JSON.parse(key) as ListRequest;
      void search.list(asked, { offset: page * pageRows, limit: pageRows }).then(({ rows, total }) => {
        if (isCurrent) setHeld((before) => withPage(before, { key, page, rows, total, from, to }));
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [search, key, from, to, changes]);
  return {
    total: held?.total,
    rowAt: (index) => held?.pages.get(Math.floor(index / pageRows))?.[index % pageRows],
  };
}

interface NewPage {
  readonly key: string;
  readonly page: number;
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly from: number;
  readonly to: number;
}

/** Pages out of sight are let go; those of another list stay until the first of this one is there. */
function withPage(before: Held | null, { key, page, rows, total, from, to }: NewPage): Held {
  const kept = before?.key === key ? [...before.pages].filter(([at]) => at >= from && at <= to) : [];
  return { key, total, pages: new Map([...kept, [page, rows]]) };
}
