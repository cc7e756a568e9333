/** Whether and how well what was typed means a guest: by name, end of the phone number, plate, VIN or model. */
import { barePlate } from '../formats/plate.ts';
import { nameMatcher, nameQuery, type NameMatcher, type Range } from './match-name.ts';
import type { SearchEntry } from './search-entry.ts';

export interface Match {
  readonly score: number;
  readonly reason: 'name' | 'phone' | 'plate' | 'vin' | 'model';
  /** Matched characters of the name. */
  readonly range: Range | null;
}

/** What was typed, as each kind of match wants it. */
export interface Query {
  readonly name: string;
  readonly matchName: NameMatcher;
  /** As plates are compared; null where it is too short for one. */
  readonly code: string | null;
  /** Without what people write into a number; null where it is none, or too short for one. */
  readonly digits: string | null;
  /** Whether a model is meant: there are few, so that each is looked at once; null where it is too short for one. */
  readonly isModel: ((model: string) => boolean) | null;
}

export function toQuery(typed: string): Query {
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

/** Below every match of the whole. */
export const ofParts = 0.3;

/** The parts of a name with a space between are one thing, not two. */
export function matchAll(entry: SearchEntry, parts: readonly Query[]): Match | null {
  let weakest: Match | null = null;
  let range: Range | null = null;
  for (const part of parts) {
    const match = part.name === '' ? null : matchEntry(entry, part);
    if (!match) return null;
    range ??= match.range;
    if (!weakest || match.score < weakest.score) weakest = match;
  }
  return weakest && { ...weakest, score: weakest.score * ofParts, range };
}

export function matchEntry(entry: SearchEntry, query: Query): Match | null {
  const { matchName, code, digits, isModel } = query;
  const range = matchName(entry.name, entry.readings);
  let best: Match | null = range && { score: nameScore(entry, range), reason: 'name', range };
  if (digits !== null) best = better(best, matchPhone(entry, digits));
  if (code !== null) best = better(best, matchVehicles(entry, code));
  if (best || isModel === null) return best;
  return entry.vehicles.some(({ model }) => model !== null && isModel(model)) ? modelMatch : null;
}

const better = (before: Match | null, match: Match | null): Match | null =>
  match && match.score > (before?.score ?? -1) ? match : before;

/** Many have it: whatever else matches counts in its place. */
export const modelMatch = { score: 28, reason: 'model', range: null } as const;

/** By which part of the name was meant: all of it, its beginning, something within. */
export const nameScores = { whole: 80, beginning: 60, within: 40 } as const;

function nameScore(entry: SearchEntry, [start, end]: Range): number {
  if (start !== 0) return nameScores.within;
  return end === entry.name.length ? nameScores.whole : nameScores.beginning;
}

function matchPhone({ phoneLast4 }: SearchEntry, digits: string): Match | null {
  const score = phoneLast4 ? phoneScore(phoneLast4, digits) : 0;
  return score > 0 ? { score, reason: 'phone', range: null } : null;
}

/** A card holds the last four digits; of a longer number the end is compared. @returns 0 where it is another */
export function phoneScore(phoneLast4: string, digits: string): number {
  if (phoneLast4 === digits.slice(-4)) return 75;
  if (digits.length >= 4) return 0;
  if (phoneLast4.endsWith(digits)) return 55;
  return phoneLast4.includes(digits) ? 30 : 0;
}

function matchVehicles({ vehicles }: SearchEntry, code: string): Match | null {
  let best: Match | null = null;
  for (const { plate, vin } of vehicles) {
    const [byPlate, byVin] = [plate ? plateScore(plate, code) : 0, vin ? vinScore(vin, code) : 0];
    const score = Math.max(byPlate, byVin);
    if (score <= (best?.score ?? 0)) continue;
    best = { score, reason: byPlate >= byVin ? 'plate' : 'vin', range: null };
  }
  return best;
}

/** @returns 0 where it is another */
export function plateScore(plate: string, code: string): number {
  if (!plate.includes(code)) return 0;
  if (plate === code || plate.slice(1) === code || plate.slice(2) === code) return 90;
  if (plate.startsWith(code) || plate.slice(1).startsWith(code) || plate.endsWith(code)) return 58;
  return code.length >= 3 ? 35 : 0;
}

/** @returns 0 where it is another */
export function vinScore(vin: string, code: string): number {
  if (code.length < 4 || !vin.endsWith(code)) return 0;
  return vin === code ? 90 : 57;
}
