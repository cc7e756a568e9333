/** A list as its address has it: every view is a link, back and reload return to it. */
import {
  listFilters,
  listSorts,
  type ListFilter,
  type ListRequest,
} from '../../../shared/rules/search/list-guests.ts';

export type ListView = Pick<ListRequest, 'of' | 'query' | 'filters' | 'sort' | 'isDescending'>;

export function readListAddress(params: URLSearchParams): ListView {
  const filters = (params.get('filter') ?? '').split(',');
  const sort = params.get('sort') ?? '';
  return {
    of: params.get('of') === 'vehicles' ? 'vehicles' : 'guests',
    query: params.get('q') ?? '',
    filters: listFilters.filter((filter) => filters.includes(filter)),
    sort: listSorts.find((one) => sort === one || sort === `-${one}`) ?? null,
    isDescending: sort.startsWith('-'),
  };
}

/** Without what goes without saying. */
export function listAddress({ of, query, filters, sort, isDescending }: ListView, at = 0): string {
  const params = new URLSearchParams({
    ...(of === 'vehicles' && { of }),
    ...(query !== '' && { q: query }),
    ...(filters.length > 0 && { filter: filters.join() }),
    ...(sort !== null && { sort: `${isDescending ? '-' : ''}${sort}` }),
    ...(at > 0 && { at: String(at) }),
  });
  const text = params.toString();
  return text === '' ? '/customers' : `/customers?${text}`;
}

/** A customer is one or the other: choosing one kind ends the other. */
export function withFilter(view: ListView, filter: ListFilter): ListView {
  const isOn = view.filters.includes(filter);
  const kinds: readonly ListFilter[] = ['private', 'organisation'];
  const others = view.filters.filter(
    (one) => one !== filter && !(!isOn && kinds.includes(filter) && kinds.includes(one)),
  );
  return { ...view, filters: isOn ? others : [...others, filter] };
}
