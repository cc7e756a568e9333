/**
 * A few hundred guests side by side, so that a query goes over them without visiting each: what is looked for in
 * all plates stands in one text, how all names are spelt in one row of numbers. Guests strewn over the memory cost a
 * wait for it each, a hundred thousand times with every key.
 *
 * Of each guest it tells how well they match at most: 0 where they do not, and never 0 where they do. Which part
 * matched, and how well exactly, is `matchEntry`'s to say of the few that are shown.
 */
import { modelMatch, nameScores, phoneScore, plateScore, vinScore, type Query } from './guest-match.ts';
import { isSeparator, writtenName } from './match-name.ts';
import type { SearchEntry } from './search-entry.ts';

export interface GuestColumns {
  /** Raises `bounds[n]` to what the n-th guest scores at most. */
  raise(query: SpeltQuery, bounds: Uint8Array): void;
  /** UTC ms; NaN where they never were here. */
  readonly lastVisitAt: Float64Array;
}

/** Characters by their readings: there are a few thousand, however many guests. */
export interface Characters {
  idOf(readings: readonly string[]): number;
  readonly readings: readonly (readonly string[])[];
}

export function createCharacters(): Characters {
  const ids = new Map<string, number>();
  const readings: (readonly string[])[] = [];
  return {
    readings,
    idOf(own) {
      const key = own.join(',');
      const known = ids.get(key);
      if (known !== undefined) return known;
      ids.set(key, readings.length);
      readings.push(own);
      return readings.length - 1;
    },
  };
}

/**
 * A query, and how far each character can take it. A set of places in it is a number of as many bits: bit 0 stands
 * before the first letter, the last one after all.
 */
export interface SpeltQuery extends Query {
  /** Null where it is not typed in letters. */
  readonly spelling: {
    /** By character: the places after it, where it is the first. */
    readonly first: Int32Array;
    /** The places after a character that may begin at any of these. */
    after(character: number, places: number): number;
    readonly end: number;
  } | null;
}

/** One more, and the places do not fit into a number. */
const mostLetters = 29;

/** @returns null where the query is too long for columns: every guest has to be looked at by itself */
export function spell(query: Query, { readings }: Characters): SpeltQuery | null {
  const { name } = query;
  if (!/^[a-z]+$/.test(name)) return { ...query, spelling: null };
  if (name.length > mostLetters) return null;
  const first = Int32Array.from(readings, (own) => placesAfter(own, name, 0));
  /** As `first`, by character and place, once it was asked for; -1 before. */
  const steps = new Int32Array(readings.length * name.length).fill(-1);
  const step = (character: number, place: number): number => {
    const at = character * name.length + place;
    const known = steps[at] ?? 0;
    if (known >= 0) return known;
    const places = placesAfter(readings[character] ?? [], name, place);
    steps[at] = places;
    return places;
  };
  function after(character: number, places: number): number {
    let reached = 0;
    for (let place = 0; place < name.length; place += 1)
      if ((places & (1 << place)) !== 0) reached |= step(character, place);
    return reached;
  }
  return { ...query, spelling: { first, after, end: 1 << name.length } };
}

/** A character takes a beginning of one of its readings; what stands between the parts of a name takes nothing. */
function placesAfter(readings: readonly string[], query: string, place: number): number {
  if (isSeparator(readings)) return 1 << place;
  let places = 0;
  for (const reading of readings)
    for (let taken = 1; taken <= reading.length; taken += 1) {
      if (reading.charCodeAt(taken - 1) !== query.charCodeAt(place + taken - 1)) break;
      places |= 1 << (place + taken);
    }
  return places;
}

/** @param entries undefined where one was removed */
export function createColumns(
  entries: readonly (SearchEntry | undefined)[],
  characters: Characters,
): GuestColumns {
  const texts = { names: pieces(), phones: pieces(), plates: pieces(), vins: pieces() };
  const models = new Map<string, number[]>();
  const lastVisitAt = new Float64Array(entries.length).fill(NaN);
  for (const [at, entry] of entries.entries()) {
    if (!entry) continue;
    if (entry.lastVisitAt !== null) lastVisitAt[at] = entry.lastVisitAt;
    texts.names.add(writtenName(entry.name), at);
    texts.phones.add(entry.phoneLast4, at);
    for (const { plate, vin, model } of entry.vehicles) {
      texts.plates.add(plate, at);
      texts.vins.add(vin, at);
      if (model !== null) models.set(model, [...(models.get(model) ?? []), at]);
    }
  }
  const spelt = spellNames(entries, characters);
  const names = joined(texts.names);
  const phones = joined(texts.phones);
  const plates = joined(texts.plates);
  const vins = joined(texts.vins);
  return {
    lastVisitAt,
    raise(query, bounds) {
      const { name, digits, code, isModel } = query;
      const raise = (at: number, score: number) => {
        if (score > (bounds[at] ?? 0)) bounds[at] = score;
      };
      names(name, (written, at) => raise(at, writtenScore(written, name)));
      spelt(query.spelling, raise);
      if (digits !== null) phones(digits.slice(-4), (phone, at) => raise(at, phoneScore(phone, digits)));
      if (code !== null) plates(code, (plate, at) => raise(at, plateScore(plate, code)));
      if (code !== null) vins(code, (vin, at) => raise(at, vinScore(vin, code)));
      if (isModel === null) return;
      for (const [model, owners] of models)
        if (isModel(model)) for (const at of owners) raise(at, modelMatch.score);
    },
  };
}

function writtenScore(written: string, query: string): number {
  if (written === query) return nameScores.whole;
  return written.startsWith(query) ? nameScores.beginning : nameScores.within;
}

type Raise = (at: number, score: number) => void;

/** The names of all, character by character. */
function spellNames(entries: readonly (SearchEntry | undefined)[], characters: Characters) {
  const ids = Uint16Array.from(
    entries.flatMap((entry) => entry?.readings.map((own) => characters.idOf(own)) ?? []),
  );
  const ends = new Uint32Array(entries.length);
  let length = 0;
  for (const [at, entry] of entries.entries()) ends[at] = length += entry?.readings.length ?? 0;
  return (spelling: SpeltQuery['spelling'], raise: Raise) => {
    if (spelling === null) return;
    const { first } = spelling;
    let begin = 0;
    for (let at = 0; at < ends.length; at += 1) {
      const end = ends[at] ?? 0;
      for (let start = begin; start < end; start += 1) {
        if (first[ids[start] ?? 0] === 0) continue;
        const score = scoreFrom({ ids, start, end }, spelling, start === begin);
        if (score === 0) continue;
        raise(at, score);
        break;
      }
      begin = end;
    }
  };
}

/** Of a name from one of its characters on. */
function scoreFrom(
  name: { readonly ids: Uint16Array; readonly start: number; readonly end: number },
  spelling: NonNullable<SpeltQuery['spelling']>,
  isBeginning: boolean,
): number {
  let places = 1;
  let isFound = false;
  for (let at = name.start; at < name.end && places !== 0; at += 1) {
    places = spelling.after(name.ids[at] ?? 0, places);
    if ((places & spelling.end) === 0) continue;
    if (isBeginning && at === name.end - 1) return nameScores.whole;
    isFound = true;
    places &= ~spelling.end;
  }
  if (!isFound) return 0;
  return isBeginning ? nameScores.beginning : nameScores.within;
}

interface Pieces {
  readonly owners: number[];
  readonly texts: string[];
  add(text: string | null, owner: number): void;
}

function pieces(): Pieces {
  const [owners, texts]: [number[], string[]] = [[], []];
  return {
    owners,
    texts,
    add(text, owner) {
      if (text === null || text === '') return;
      owners.push(owner);
      texts.push(text);
    },
  };
}

type Find = (needle: string, take: (piece: string, owner: number) => void) => void;

/** One text of all pieces, and the way to those that hold something. No needle holds what stands between them. */
function joined({ owners, texts }: Pieces): Find {
  const all = texts.join('\n');
  const ends = new Uint32Array(texts.length);
  let length = 0;
  for (const [at, text] of texts.entries()) {
    length += text.length + 1;
    ends[at] = length - 1;
  }
  const whose = Uint16Array.from(owners);
  return (needle, take) => {
    let piece = 0;
    for (let found = all.indexOf(needle); found >= 0;) {
      while ((ends[piece] ?? Infinity) <= found) piece += 1;
      const end = ends[piece] ?? all.length;
      take(all.slice(piece === 0 ? 0 : (ends[piece - 1] ?? 0) + 1, end), whose[piece] ?? 0);
      found = all.indexOf(needle, end);
    }
  };
}
