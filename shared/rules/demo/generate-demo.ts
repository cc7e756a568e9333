/**
 * The demonstration dealership: believable, invented, and the same for the same seed, size and time.
 *
 * Its people sign in with the password that stands in its own settings, which exist in such data alone.
 */
import type { DraftPatch } from '../../commands/define.ts';
import { defaultSite } from '../default-site.ts';
import { dayMs, type Guest, type DemoHouse } from './house.ts';
import { demoStaff, type DemoPerson } from './people.ts';
import { createRandom } from './random.ts';
import { inventRegistrations } from './registrations.ts';
import { pastVisits, presentVisits, type VisitRows } from './visits.ts';

export interface DemoChange {
  readonly name: string;
  /** UTC ms. */
  readonly occurredAt: number;
  readonly patches: readonly DraftPatch[];
}

export interface Demo {
  readonly site: { readonly id: string; readonly name: string };
  readonly people: readonly (DemoPerson & { readonly id: string })[];
  readonly password: string;
  readonly changes: readonly DemoChange[];
}

/** One whose changes come as they are asked for, once: a large one would not fit in memory. */
interface DemoStream extends Omit<Demo, 'changes'> {
  readonly changes: Iterable<DemoChange>;
}

export interface DemoSize {
  readonly customers: number;
  /** Exactly so many; where left out, as many as come of chance, about five to four customers. */
  readonly vehicles?: number;
  /** Visits of the past, besides those in the house now. */
  readonly visits: number;
  readonly inTheHouse: number;
  /** How far back the visits go; a year where left out. What was served is known of the last year alone. */
  readonly days?: number;
}

/**
 * `normal` is what a server with `--demo` holds, `large` one with `--demo large`: ten years of a house that has
 * sold to half a city. `small` is quick to make.
 */
export const demoSizes = {
  large: { customers: 100_000, vehicles: 120_000, visits: 1_000_000, inTheHouse: 9, days: 3_650 },
  normal: { customers: 400, visits: 2_600, inTheHouse: 9 },
  small: { customers: 30, visits: 60, inTheHouse: 4 },
} as const satisfies Record<string, DemoSize>;

/** Rows a change, so that loading is quick. */
const rowsPerChange = 100;
const yearDays = 365;
/** All customers were taken over within it, before the first visit. */
const takeOverDays = 35;

/** All of it in memory. @see streamDemo */
export function generateDemo(seed: number, size: DemoSize, now: number): Demo {
  const { changes, ...demo } = streamDemo(seed, size, now);
  return { ...demo, changes: [...changes] };
}

/**
 * The changes that make the dealership, oldest first: the site, its customers, their visits, what was served.
 * The server's own device applies them; nothing here knows of it.
 * @param seed a whole number
 * @param now UTC ms: the visits end there, and a party arrived some minutes ago is still here
 */
export function streamDemo(seed: number, size: DemoSize, now: number): DemoStream {
  const random = createRandom(seed);
  const began = now - ((size.days ?? yearDays) + takeOverDays) * dayMs;
  const site = { id: random.uuid(began), name: '吉安富源丰田' };
  const password = 'demo2026';
  const sitePatches = defaultSite(site.id, site.name, () => random.uuid(began), { demoPassword: password });
  const people = demoStaff.map((person) => ({ ...person, id: random.uuid(began) }));
  const house: DemoHouse = {
    random,
    seatIds: idsOf(sitePatches, 'seat'),
    menuIds: idsOf(sitePatches, 'menuItem'),
    attendantIds: people.filter(({ roles }) => roles.includes('attendant')).map(({ id }) => id),
  };
  return { site, people, password, changes: changesOf({ sitePatches, house, size, began, now }) };
}

interface Plan {
  readonly sitePatches: readonly DraftPatch[];
  readonly house: DemoHouse;
  readonly size: DemoSize;
  readonly began: number;
  readonly now: number;
}

function* changesOf({ sitePatches, house, size, began, now }: Plan): Generator<DemoChange> {
  const named = (name: string, groups: Iterable<readonly DraftPatch[]>) => inChanges(name, began, groups);
  yield { name: 'createSite', occurredAt: began, patches: sitePatches };
  const guests: Guest[] = [];
  yield* named('registerCustomer', registered(house, size, began, guests));
  const servings: DraftPatch[][] = [];
  const calls: DraftPatch[][] = [];
  yield* named('checkInVisitor', visited(house, size, now, guests, { servings, calls }));
  yield* named('serveDrinks', servings);
  yield* named('callStaff', calls);
}

/** @param guests is filled */
function* registered(
  house: DemoHouse,
  size: DemoSize,
  began: number,
  guests: Guest[],
): Generator<DraftPatch[]> {
  for (const { guest, patches } of inventRegistrations(house, size, began)) {
    guests.push(guest);
    yield patches;
  }
}

/** @param facts is filled: servings with those of the last year */
function* visited(
  house: DemoHouse,
  size: DemoSize,
  now: number,
  guests: readonly Guest[],
  facts: { readonly servings: DraftPatch[][]; readonly calls: DraftPatch[][] },
): Generator<DraftPatch[]> {
  const take = (rows: VisitRows) => {
    if (rows.servings.length > 0) facts.servings.push(rows.servings);
    if (rows.calls.length > 0) facts.calls.push(rows.calls);
    return rows.visit;
  };
  const { visits: count, days = yearDays, inTheHouse } = size;
  const servedSince = now - (yearDays + 1) * dayMs;
  for (const rows of pastVisits(house, guests, { count, days, servedSince, now })) yield take(rows);
  for (const rows of presentVisits(house, guests, inTheHouse, now)) yield take(rows);
}

function idsOf(patches: readonly DraftPatch[], entity: DraftPatch['entity']): string[] {
  return patches.filter((patch) => patch.entity === entity).map((patch) => patch.id);
}

/** Groups of patches, several to a change but none torn apart. */
function* inChanges(
  name: string,
  occurredAt: number,
  groups: Iterable<readonly DraftPatch[]>,
): Generator<DemoChange> {
  let patches: DraftPatch[] = [];
  for (const group of groups) {
    if (patches.length + group.length > rowsPerChange && patches.length > 0) {
      yield { name, occurredAt, patches };
      patches = [];
    }
    patches.push(...group);
  }
  if (patches.length > 0) yield { name, occurredAt, patches };
}
