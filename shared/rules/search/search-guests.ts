/** Ranked search over all guests a desk knows: a scan, quick enough for a hundred thousand. */
import { barePlate } from '../formats/plate.ts';
import { nameMatcher, nameQuery, type NameMatcher, type Range, type Readings } from './match-name.ts';

export interface SearchEntry {
  readonly guestCardId: string;
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly readings: Readings;
  readonly phoneLast4: string | null;
  /** `MM-DD`. */
  readonly birthMonthDay: string | null;
  readonly flags: readonly string[];
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
  readonly reason: 'name' | 'phone' | 'plate' | 'vin' | 'model';
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

/** Made once: a model finds tens of thousands, and comparing by locale anew is slow. */
const byName = new Intl.Collator('zh');

const monthMs = 30 * 86_400_000;

/**
 * Guests by name (characters or pinyin), the end of a phone number, plate, VIN or model; or by several of them
 * with spaces between (`陈芳 8165`), which must all be true. The best match first, of equally good ones who was
 * here last.
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
  const whole = toQuery(typed);
  if (whole.name === '') return { hits: [], total: 0 };
  const parts = typed.trim().split(/\s+/).map(toQuery);
  const best = createBest(limit);
  for (const entry of entries) {
    const match = matchEntry(entry, whole) ?? (parts.length > 1 ? matchAll(entry, parts) : null);
    if (match) best.take({ ...match, entry, score: match.score + recency(entry, now) });
  }
  return { hits: best.inOrder().map(toHit), total: best.total() };
}

const byRank = (a: Ranked, b: Ranked) => b.score - a.score || byName.compare(a.entry.name, b.entry.name);

/** The best of all that are taken: one letter finds a quarter of the guests, and twenty are looked at. */
function createBest(limit: number) {
  let kept: Ranked[] = [];
  let total = 0;
  /** Whatever ranks below it is not among the best. */
  let bar = -Infinity;
  const cut = () => {
    kept.sort(byRank);
    if (kept.length > limit) kept = kept.slice(0, limit);
  };
  return {
    take(ranked: Ranked) {
      total += 1;
      if (ranked.score < bar) return;
      kept.push(ranked);
      if (kept.length < 2 * limit + spare) return;
      cut();
      bar = kept.at(-1)?.score ?? Infinity;
    },
    inOrder: () => (cut(), kept),
    total: () => total,
  };
}

/** Kept beyond twice the limit, so that putting in order is rare where the limit is small. */
const spare = 100;

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
  readonly matchName: NameMatcher;
  /** As plates are compared; null where it is too short for one. */
  readonly code: string | null;
  /** Without what people write into a number; null where it is none, or too short for one. */
  readonly digits: string | null;
  /** Whether a model is meant: there are few, so that each is looked at once; null where it is too short for one. */
  readonly isModel: ((model: string) => boolean) | null;
}

function toQuery(typed: string): Query {
  const name = nameQuery(typed);
  const code = barePlate(name);
  const digits = name.replaceAll(/[-+()]/g, '');
  const known = new Map<string, boolean>();
  const isModel = (model: string) => {
    const before = known.get(model);
    if (before !== undefined) return before;
    const isMeant = nameQuery(model).includes(name);
    known.set(model, isMeant);
    return isMeant;
  };
  return {
    name,
    matchName: nameMatcher(name),
    code: code.length >= 2 ? code : null,
    digits: /^\d{2,}$/.test(digits) ? digits : null,
    isModel: name.length >= 2 ? isModel : null,
  };
}

/** Below every match of the whole: the parts of a name with a space between are one thing, not two. */
function matchAll(entry: SearchEntry, parts: readonly Query[]): Match {
  let weakest: Match = null;
  let range: Range | null = null;
  for (const part of parts) {
    const match = part.name === '' ? null : matchEntry(entry, part);
    if (!match) return null;
    range ??= match.range;
    if (!weakest || match.score < weakest.score) weakest = match;
  }
  return weakest && { ...weakest, score: weakest.score * 0.3, range };
}

function matchEntry(entry: SearchEntry, query: Query): Match {
  const { matchName, code, digits, isModel } = query;
  const range = matchName(entry.name, entry.readings);
  let best: Match = range && { score: nameScore(entry, range), reason: 'name', range };
  if (digits !== null) best = better(best, matchPhone(entry, digits));
  if (code !== null) best = better(best, matchVehicles(entry, code));
  if (best || isModel === null) return best;
  return entry.vehicles.some(({ model }) => model !== null && isModel(model)) ? modelMatch : null;
}

type Match = Omit<Ranked, 'entry'> | null;

const better = (before: Match, match: Match): Match =>
  match && match.score > (before?.score ?? -1) ? match : before;

/** Many have it: whatever else matches counts in its place. */
const modelMatch = { score: 28, reason: 'model', range: null } as const;

function nameScore(entry: SearchEntry, [start, end]: Range): number {
  if (start === 0 && end === entry.name.length) return 80;
  return start === 0 ? 60 : 40;
}

/** A card holds the last four digits; of a longer number the end is compared. */
function matchPhone({ phoneLast4 }: SearchEntry, digits: string): Match {
  if (!phoneLast4) return null;
  const end = digits.slice(-4);
  if (phoneLast4 === end) return { score: 75, reason: 'phone', range: null };
  if (digits.length < 4 && phoneLast4.endsWith(digits)) return { score: 55, reason: 'phone', range: null };
  return digits.length < 4 && phoneLast4.includes(digits)
    ? { score: 30, reason: 'phone', range: null }
    : null;
}

function matchVehicles({ vehicles }: SearchEntry, code: string): Match {
  let best: Match = null;
  for (const { plate, vin } of vehicles) {
    // What scores at all has the code in its plate, or at the end of its VIN.
    const isIn = (plate?.includes(code) ?? false) || (code.length >= 4 && (vin?.endsWith(code) ?? false));
    if (!isIn) continue;
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
