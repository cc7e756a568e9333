/** Ranked search over all guests a desk knows, quick enough for a hundred thousand at every key. */
import { spell, type GuestColumns, type SpeltQuery } from './guest-columns.ts';
import type { GuestBlock, GuestEntries } from './guest-entries.ts';
import { matchAll, matchEntry, ofParts, toQuery, type Match, type Query } from './guest-match.ts';
import type { Range } from './match-name.ts';
import type { SearchEntry, SearchVehicle } from './search-entry.ts';

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
  readonly reason: Match['reason'];
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Found in all, of which `hits` are the best. */
  readonly total: number;
}

/** What is gone over. */
export type SearchedGuests = Pick<GuestEntries, 'blocks' | 'characters'>;

interface Ranked extends Match {
  readonly entry: SearchEntry;
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
  guests: SearchedGuests,
  typed: string,
  limit: number,
  now: number,
): SearchResult {
  const whole = toQuery(typed);
  if (whole.name === '') return { hits: [], total: 0 };
  const parts = typed.trim().split(/\s+/).map(toQuery);
  const asked = { whole, parts: parts.length > 1 && parts.every(({ name }) => name !== '') ? parts : [] };
  const spelt = spellAll(asked, guests);
  const best = createBest(limit);
  for (const block of guests.blocks) takeFrom(block, asked, spelt, now, best);
  return { hits: best.inOrder().map(toHit), total: best.total() };
}

interface Asked<One extends Query> {
  readonly whole: One;
  /** All of them together say as much as the whole; none where there is but one. */
  readonly parts: readonly One[];
}

/** @returns null where one of them is too long for the columns */
function spellAll({ whole, parts }: Asked<Query>, { characters }: SearchedGuests): Asked<SpeltQuery> | null {
  const speltWhole = spell(whole, characters);
  const speltParts = parts.flatMap((part) => spell(part, characters) ?? []);
  if (speltWhole === null || speltParts.length < parts.length) return null;
  return { whole: speltWhole, parts: speltParts };
}

function takeFrom(
  { entries, columns }: GuestBlock,
  asked: Asked<Query>,
  spelt: Asked<SpeltQuery> | null,
  now: number,
  best: Best,
): void {
  const bounds = columns && spelt ? boundsOf(columns, spelt) : null;
  for (let at = 0; at < entries.length; at += 1) {
    if (bounds && (bounds[at] ?? 0) === 0) continue;
    // It counts, and nobody sees it.
    if (bounds && columns && !best.isReached((bounds[at] ?? 0) + recency(columns.lastVisitAt[at], now))) {
      best.count();
      continue;
    }
    const entry = entries[at];
    const match = entry && (matchEntry(entry, asked.whole) ?? matchParts(entry, asked.parts));
    if (match) best.take({ ...match, entry, score: match.score + recency(entry.lastVisitAt, now) });
  }
}

const matchParts = (entry: SearchEntry, parts: readonly Query[]) =>
  parts.length === 0 ? null : matchAll(entry, parts);

/** What each guest of a block scores at most. */
function boundsOf(columns: GuestColumns, { whole, parts }: Asked<SpeltQuery>): Uint8Array {
  const bounds = new Uint8Array(columns.lastVisitAt.length);
  columns.raise(whole, bounds);
  if (parts.length === 0) return bounds;
  const weakest = new Uint8Array(bounds.length).fill(255);
  for (const part of parts) {
    const ofPart = new Uint8Array(bounds.length);
    columns.raise(part, ofPart);
    for (let at = 0; at < weakest.length; at += 1) weakest[at] = Math.min(weakest[at] ?? 0, ofPart[at] ?? 0);
  }
  for (let at = 0; at < bounds.length; at += 1)
    if (bounds[at] === 0) bounds[at] = Math.ceil((weakest[at] ?? 0) * ofParts);
  return bounds;
}

const byRank = (a: Ranked, b: Ranked) => b.score - a.score || byName.compare(a.entry.name, b.entry.name);

type Best = ReturnType<typeof createBest>;

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
    isReached: (score: number) => score >= bar,
    /** One that does not reach the bar. */
    count() {
      total += 1;
    },
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
export function latestGuests(guests: GuestEntries, limit: number): SearchResult {
  const best = createBest(limit);
  for (const entry of guests.values())
    if (entry.lastVisitAt !== null)
      best.take({ entry, score: entry.lastVisitAt, reason: 'name', range: null });
  return { hits: best.inOrder().map(toHit), total: best.total() };
}

/** Less than 1 point, so that it never outweighs how well something matches. */
function recency(lastVisitAt: number | null | undefined, now: number): number {
  if (lastVisitAt === null || lastVisitAt === undefined || Number.isNaN(lastVisitAt)) return 0;
  return 0.9 / (1 + Math.max(0, now - lastVisitAt) / monthMs);
}

function toHit({ entry, reason, range }: Ranked): SearchHit {
  const { guestCardId, name, kind, phoneLast4, vehicles, lastVisitAt } = entry;
  return { guestCardId, name, kind, nameRange: range, phoneLast4, vehicles, lastVisitAt, reason };
}
