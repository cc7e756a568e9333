/** Ranked search over all guests a desk knows: a scan, quick enough for a hundred thousand (stack.md, “Search”). */
import { barePlate } from '../formats/plate.ts';
import { matchName, nameQuery, type Range, type Readings } from './match-name.ts';

export interface SearchEntry {
  readonly guestCardId: string;
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly readings: Readings;
  readonly phoneLast4: string | null;
  readonly vehicles: readonly SearchVehicle[];
  /** UTC ms. */
  readonly lastVisitAt: number | null;
}

export interface SearchVehicle {
  readonly id: string;
  readonly plate: string | null;
  readonly vin: string | null;
  readonly model: string | null;
}

export interface SearchHit {
  readonly guestCardId: string;
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  /** Matched characters of the name. */
  readonly nameRange: Range | null;
  readonly phoneLast4: string | null;
  readonly vehicles: readonly SearchVehicle[];
  readonly lastVisitAt: number | null;
  /** Why it was found. */
  readonly reason: 'name' | 'phone' | 'plate' | 'vin';
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Found in all, of which `hits` are the best. */
  readonly total: number;
}

interface Ranked {
  readonly entry: SearchEntry;
  readonly score: number;
  readonly reason: SearchHit['reason'];
  readonly range: Range | null;
}

const monthMs = 30 * 86_400_000;

/**
 * Guests by name (characters or pinyin), the end of a phone number, plate or VIN; the best match first, of
 * equally good ones who was here last.
 * @param typed as it stands in the field; one digit alone finds no number, one character no plate
 * @param limit hits handed back at most; `total` counts all
 * @param now UTC ms
 */
export function searchGuests(
  entries: Iterable<SearchEntry>,
  typed: string,
  limit: number,
  now: number,
): SearchResult {
  const name = nameQuery(typed);
  if (name === '') return { hits: [], total: 0 };
  const query = { name, code: barePlate(name), digits: name.replaceAll(/[-+()]/g, '') };
  const found: Ranked[] = [];
  for (const entry of entries) {
    const match = matchEntry(entry, query);
    if (match) found.push({ ...match, entry, score: match.score + recency(entry, now) });
  }
  found.sort((a, b) => b.score - a.score || a.entry.name.localeCompare(b.entry.name, 'zh'));
  return { hits: found.slice(0, limit).map(toHit), total: found.length };
}

/** Those here lately first, where nothing else tells two guests apart. */
export function latestGuests(entries: Iterable<SearchEntry>, limit: number): SearchResult {
  const visited = [...entries].filter((entry) => entry.lastVisitAt !== null);
  visited.sort((a, b) => (b.lastVisitAt ?? 0) - (a.lastVisitAt ?? 0));
  const hits = visited
    .slice(0, limit)
    .map((entry) => toHit({ entry, score: 0, reason: 'name', range: null }));
  return { hits, total: visited.length };
}

/** Less than 1 point, so that it never outweighs how well something matches. */
function recency(entry: SearchEntry, now: number): number {
  if (entry.lastVisitAt === null) return 0;
  return 0.9 / (1 + Math.max(0, now - entry.lastVisitAt) / monthMs);
}

/** What was typed, as each kind of match wants it. */
interface Query {
  readonly name: string;
  /** As plates are compared. */
  readonly code: string;
  /** Where it is a number, without what people write into one. */
  readonly digits: string;
}

function matchEntry(entry: SearchEntry, { name, code, digits }: Query): Omit<Ranked, 'entry'> | null {
  const range = matchName(entry.name, entry.readings, name);
  const byName = range && { score: nameScore(entry, range), reason: 'name' as const, range };
  const byDigits = /^\d{2,}$/.test(digits) ? matchPhone(entry, digits) : null;
  const byVehicle = code.length >= 2 ? matchVehicles(entry, code) : null;
  return [byName, byDigits, byVehicle].reduce<Omit<Ranked, 'entry'> | null>(
    (best, match) => (match && match.score > (best?.score ?? -1) ? match : best),
    null,
  );
}

function nameScore(entry: SearchEntry, [start, end]: Range): number {
  if (start === 0 && end === entry.name.length) return 80;
  return start === 0 ? 60 : 40;
}

/** A card holds the last four digits; of a longer number the end is compared. */
function matchPhone({ phoneLast4 }: SearchEntry, digits: string): Omit<Ranked, 'entry'> | null {
  if (!phoneLast4) return null;
  const end = digits.slice(-4);
  if (phoneLast4 === end) return { score: 75, reason: 'phone', range: null };
  if (digits.length < 4 && phoneLast4.endsWith(digits)) return { score: 55, reason: 'phone', range: null };
  return digits.length < 4 && phoneLast4.includes(digits)
    ? { score: 30, reason: 'phone', range: null }
    : null;
}

function matchVehicles({ vehicles }: SearchEntry, code: string): Omit<Ranked, 'entry'> | null {
  let best: Omit<Ranked, 'entry'> | null = null;
  for (const { plate, vin } of vehicles) {
    const score = Math.max(plateScore(plate, code), vinScore(vin, code));
    const reason = plateScore(plate, code) >= vinScore(vin, code) ? 'plate' : 'vin';
    if (score > (best?.score ?? 0)) best = { score, reason, range: null };
  }
  return best;
}

function plateScore(plate: string | null, code: string): number {
  if (plate === null) return 0;
  if (plate === code || plate.slice(1) === code || plate.slice(2) === code) return 90;
  if (plate.startsWith(code) || plate.slice(1).startsWith(code) || plate.endsWith(code)) return 58;
  return code.length >= 3 && plate.includes(code) ? 35 : 0;
}

function vinScore(vin: string | null, code: string): number {
  if (vin === null || code.length < 4) return 0;
  if (vin === code) return 90;
  return vin.endsWith(code) ? 57 : 0;
}

function toHit({ entry, reason, range }: Ranked): SearchHit {
  const { guestCardId, name, kind, phoneLast4, vehicles, lastVisitAt } = entry;
  return { guestCardId, name, kind, nameRange: range, phoneLast4, vehicles, lastVisitAt, reason };
}
