/** The rows of a list that are looked at, kept current. */
import { useEffect, useReducer, useState } from 'react';
import { nearestWallTime } from '../../../shared/rules/time-zone.ts';
import type { ListRequest } from '../../../shared/rules/search/list-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { fallbackSettings } from '../../data/desk.ts';
import { useNow, useSettings } from '../../data/hooks.ts';
import type { ListView } from './list-address.ts';
import { createListPages, type ListPages } from './list-pages.ts';

const dayMs = 86_400_000;

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
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  const [pages] = useState(() => createListPages({ list: search.list, onShown: drawAgain }));
  const key = JSON.stringify(request);
  useEffect(() => search.onChanged(pages.renew), [search, pages]);
  useEffect(() => pages.look(JSON.parse(key) as ListRequest, first, last), [pages, key, first, last]);
  return pages;
}
