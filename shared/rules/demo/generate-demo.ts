/**
 * The demonstration dealership: believable, invented, and the same for the same seed, size and time.
 *
 * Its people sign in with the password that stands in its own settings, which exist in such data alone.
 */
import type { DraftPatch } from '../../commands/define.ts';
import { defaultSite } from '../default-site.ts';
import { dayMs, type House } from './house.ts';
import { demoStaff, type DemoPerson } from './people.ts';
import { createRandom } from './random.ts';
import { inventRegistrations } from './registrations.ts';
import { pastVisits, presentVisits } from './visits.ts';

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

export interface DemoSize {
  readonly customers: number;
  /** Visits of the past year, besides those in the house now. */
  readonly visits: number;
  readonly inTheHouse: number;
}

/** `normal` is what a server with `--demo` holds; `small` is quick to make. */
export const demoSizes = {
  normal: { customers: 400, visits: 2_600, inTheHouse: 9 },
  small: { customers: 30, visits: 60, inTheHouse: 4 },
} as const satisfies Record<string, DemoSize>;

/** Rows a change, so that loading is quick. */
const rowsPerChange = 100;

/**
 * The changes that make the dealership, oldest first: the site, its customers, their visits, what was served.
 * The server's own device applies them; nothing here knows of it.
 * @param seed a whole number
 * @param now UTC ms: the visits end there, and a party arrived some minutes ago is still here
 */
export function generateDemo(seed: number, size: DemoSize, now: number): Demo {
  const random = createRandom(seed);
  const began = now - 400 * dayMs;
  const site = { id: random.uuid(began), name: '吉安富源丰田' };
  const password = 'demo2026';
  const sitePatches = defaultSite(site.id, site.name, () => random.uuid(began), { demoPassword: password });
  const people = demoStaff.map((person) => ({ ...person, id: random.uuid(began) }));
  const house: House = {
    random,
    seatIds: idsOf(sitePatches, 'seat'),
    menuIds: idsOf(sitePatches, 'menuItem'),
    attendantIds: people.filter(({ roles }) => roles.includes('attendant')).map(({ id }) => id),
  };
  const registrations = inventRegistrations(house, size.customers, began);
  const guests = registrations.map(({ guest }) => guest);
  const visits = [
    ...pastVisits(house, guests, size.visits, now),
    ...presentVisits(house, guests, size.inTheHouse, now),
  ];
  const changesOf = (name: string, groups: readonly DraftPatch[][]): DemoChange[] =>
    chunks(groups, rowsPerChange).map((patches) => ({ name, occurredAt: began, patches }));
  const changes = [
    ...changesOf('createSite', [sitePatches]),
    ...changesOf(
      'registerCustomer',
      registrations.map(({ patches }) => patches),
    ),
    ...changesOf(
      'checkInVisitor',
      visits.map(({ visit }) => visit),
    ),
    ...changesOf(
      'serveDrinks',
      visits.map(({ servings }) => servings),
    ),
  ];
  return { site, people, password, changes };
}

function idsOf(patches: readonly DraftPatch[], entity: DraftPatch['entity']): string[] {
  return patches.filter((patch) => patch.entity === entity).map((patch) => patch.id);
}

/** Groups of patches, several to a change but none torn apart. */
function chunks(groups: readonly DraftPatch[][], size: number): DraftPatch[][] {
  const result: DraftPatch[][] = [];
  let current: DraftPatch[] = [];
  for (const group of groups) {
    if (current.length + group.length > size && current.length > 0) {
      result.push(current);
      current = [];
    }
    current.push(...group);
  }
  return current.length > 0 ? [...result, current] : result;
}
