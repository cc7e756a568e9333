/** A list of all guests, or of all cars: filtered, searched and put in order, for a desk that holds a hundred thousand. */
import { barePlate } from '../formats/plate.ts';
import type { GuestEntries } from './guest-entries.ts';
import type { SearchEntry, SearchVehicle } from './search-entry.ts';
import { searchGuests, type SearchedGuests, type SearchHit } from './search-guests.ts';

export const listFilters = [
  'private',
  'organisation',
  'hereToday',
  'birthdayMonth',
  'maintenanceDue',
  'wrongNumber',
  'openCase',
  'voucher',
  'mistaken',
] as const;
export type ListFilter = (typeof listFilters)[number];

export const listSorts = ['lastVisit', 'name', 'plate', 'registered'] as const;
export type ListSort = (typeof listSorts)[number];

export interface ListRequest {
  readonly of: 'guests' | 'vehicles';
  /** As it stands in the field; empty for all. */
  readonly query: string;
  /** All of them must hold. */
  readonly filters: readonly ListFilter[];
  /** Null: best match first where something was typed, else who was here last. */
  readonly sort: ListSort | null;
  readonly isDescending: boolean;
  /** Business day `YYYY-MM-DD`, and when it began, UTC ms. */
  readonly today: string;
  readonly dayBegan: number;
}

export interface ListRow {
  /** Null of a car that belongs to nobody known. */
  readonly guestCardId: string | null;
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly phoneLast4: string | null;
  readonly birthMonthDay: string | null;
  readonly flags: readonly string[];
  readonly lastVisitAt: number | null;
  /** Of a guest all cars, of a car itself. */
  readonly vehicles: readonly SearchVehicle[];
}

/** Made once: comparing by locale anew is slow. */
const byName = new Intl.Collator('zh');

/**
 * Every row that the request asks for, in its order.
 * @param entries whom it is about: those entered by mistake where a filter asks for them, all others elsewhere
 * @param strays cars that belong to nobody known; only in a list of cars, and never where a filter asks for a guest
 * @param now UTC ms
 */
export function listGuests(
  entries: SearchedGuests & Pick<GuestEntries, 'get' | 'values'>,
  strays: Iterable<SearchVehicle>,
  request: ListRequest,
  now: number,
): ListRow[] {
  const { of, query, filters } = request;
  const isSearch = query.trim() !== '';
  const toEntry = ({ guestCardId }: SearchHit) => entries.get(guestCardId) ?? [];
  const found = isSearch
    ? // A guest may be found by several of the cards that were merged into one.
      [...new Set(searchGuests(entries, query, Infinity, now).hits.flatMap(toEntry))]
    : [...entries.values()];
  const held = found.filter((entry) => filters.every((filter) => holds(entry, filter, request)));
  if (of === 'guests') return inOrder(held.map(toRow), request, isSearch);
  const code = barePlate(query);
  const cars = held.flatMap((entry) =>
    carsMeant(entry, query, code).map((car): ListRow => ({ ...toRow(entry), vehicles: [car] })),
  );
  const alone = filters.length > 0 ? [] : [...strays].filter((car) => !isSearch || isMeant(car, query, code));
  return inOrder([...cars, ...alone.map(toStray)], request, isSearch);
}

function holds(entry: SearchEntry, filter: ListFilter, { today, dayBegan }: ListRequest): boolean {
  if (filter === 'private' || filter === 'organisation') return entry.kind === filter;
  if (filter === 'hereToday') return (entry.lastVisitAt ?? 0) >= dayBegan;
  if (filter === 'birthdayMonth') return entry.birthMonthDay?.slice(0, 2) === today.slice(5, 7);
  // Who asks for these is handed nobody else.
  if (filter === 'mistaken') return true;
  return entry.flags.includes(filter);
}

/** A search that found a guest by a car means that car; by anything else, all of them. */
function carsMeant(entry: SearchEntry, query: string, code: string): readonly SearchVehicle[] {
  const meant = query.trim() === '' ? [] : entry.vehicles.filter((car) => isMeant(car, query, code));
  return meant.length > 0 ? meant : entry.vehicles;
}

function isMeant({ plate, vin, model }: SearchVehicle, query: string, code: string): boolean {
  if (code.length < 2) return false;
  const isModel = model?.toLowerCase().includes(query.trim().toLowerCase()) ?? false;
  return (plate?.includes(code) ?? false) || (vin?.endsWith(code) ?? false) || isModel;
}

function inOrder(rows: ListRow[], { sort, isDescending }: ListRequest, isSearch: boolean): ListRow[] {
  if (sort === null && isSearch) return rows;
  const compare = comparison(sort ?? 'lastVisit');
  return rows.sort((a, b) => (isDescending ? compare(b, a) : compare(a, b)));
}

/** What is not known stands last when it goes up; who was here last, and who is newest, stand first. */
function comparison(sort: ListSort): (a: ListRow, b: ListRow) => number {
  switch (sort) {
    case 'name':
      return (a, b) => byName.compare(a.name, b.name);
    case 'plate':
      return (a, b) => compareText(plateOf(a), plateOf(b));
    // Ids begin with the time they were made at.
    case 'registered':
      return (a, b) => compareText(b.guestCardId ?? '', a.guestCardId ?? '');
    case 'lastVisit':
      return (a, b) => (b.lastVisitAt ?? 0) - (a.lastVisitAt ?? 0);
  }
}

const plateOf = ({ vehicles: [car] }: ListRow) => car?.plate ?? '\uffff';
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function toRow(entry: SearchEntry): ListRow {
  const { guestCardId, name, kind, phoneLast4, birthMonthDay, flags, lastVisitAt, vehicles } = entry;
  return { guestCardId, name, kind, phoneLast4, birthMonthDay, flags, lastVisitAt, vehicles };
}

function toStray(car: SearchVehicle): ListRow {
  const nobody = { phoneLast4: null, birthMonthDay: null, flags: [], lastVisitAt: null };
  return { guestCardId: null, name: '', kind: 'private', ...nobody, vehicles: [car] };
}
