/**
 * Pages of a list that may have a hundred thousand rows: those in sight, those that a wheel turned hard reaches next,
 * and those it just left. Asked of the search worker, which answers in the order it was asked.
 */
import type { ListRequest, ListRow } from '../../../shared/rules/search/list-guests.ts';

export const pageRows = 100;
/** A wheel turned hard passes a page in two frames; an answer takes some. At rest one is enough. */
const ahead = { scrolling: 8, resting: 1 } as const;
/** On either side of what is in sight; what is further away is asked for again. */
const keptAround = 24;

export interface ListPages {
  /** Of the whole list; undefined before the first answer. A list stays until the first page of the next is there. */
  total(): number | undefined;
  /** Whether what is held answers this request, and not the one before it. */
  isOf(request: ListRequest): boolean;
  /** Undefined where the row is on its way. */
  rowAt(index: number): ListRow | undefined;
  /** Asks for what is missing. @param first index of the first row in sight @param last of the last one */
  look(request: ListRequest, first: number, last: number): void;
  /** Rows changed: what is in sight is asked anew, and stays meanwhile; the rest is let go. */
  renew(): void;
}

interface Deps {
  readonly list: (
    request: ListRequest,
    page: { readonly offset: number; readonly limit: number },
  ) => Promise<{ readonly rows: readonly ListRow[]; readonly total: number }>;
  /** Something in sight is there, or is another one. */
  readonly onShown: () => void;
}

/** Of what was looked at last: the request as text, and its pages. */
interface Sight {
  readonly key: string;
  readonly first: number;
  readonly from: number;
  readonly to: number;
}

export function createListPages({ list, onShown }: Deps): ListPages {
  let sight: Sight = { key: '', first: 0, from: 0, to: 0 };
  /** Of one list, which is that of `sight` as soon as its first page is there. */
  let held: { readonly key: string; readonly total: number } | null = null;
  const pages = new Map<number, readonly ListRow[]>();
  /** Asked for and not answered yet; another set once answers to it count no more. */
  let asked = new Set<number>();

  function ask(page: number): void {
    const current = asked;
    const { key } = sight;
    if (current.has(page)) return;
    current.add(page);
    const range = { offset: page * pageRows, limit: pageRows };
    void list(JSON.parse(key) as ListRequest, range).then(({ rows, total }) => {
      if (asked !== current) return;
      current.delete(page);
      const isOther = held?.key !== key;
      if (isOther) pages.clear();
      const isNews = isOther || held?.total !== total || (page >= sight.from && page <= sight.to);
      held = { key, total };
      pages.set(page, rows);
      if (isNews) onShown();
    });
  }

  function askMissing(step: number): void {
    const { key, from, to } = sight;
    const isMissing = (page: number) => held?.key !== key || !pages.has(page);
    for (let page = from; page <= to; page += 1) if (isMissing(page)) ask(page);
    const last = held?.key === key ? Math.floor((held.total - 1) / pageRows) : 0;
    const count = step === 0 ? ahead.resting : ahead.scrolling;
    for (let at = 1; at <= count; at += 1) {
      const page = step < 0 ? from - at : to + at;
      if (page >= 0 && page <= last && isMissing(page)) ask(page);
    }
  }

  return {
    total: () => held?.total,
    isOf: (request) => held?.key === JSON.stringify(request),
    rowAt: (index) => pages.get(Math.floor(index / pageRows))?.[index % pageRows],
    look(request, first, last) {
      const key = JSON.stringify(request);
      const step = sight.key === key ? Math.sign(first - sight.first) : 0;
      if (sight.key !== key) asked = new Set();
      sight = { key, first, from: Math.floor(first / pageRows), to: Math.floor(last / pageRows) };
      for (const page of pages.keys())
        if (held?.key === key && (page < sight.from - keptAround || page > sight.to + keptAround))
          pages.delete(page);
      askMissing(step);
    },
    renew() {
      if (sight.key === '') return;
      asked = new Set();
      for (const page of pages.keys()) if (page < sight.from || page > sight.to) pages.delete(page);
      for (let page = sight.from; page <= sight.to; page += 1) ask(page);
    },
  };
}
