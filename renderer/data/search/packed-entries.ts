/**
 * The search's entries as one text, which is read in a fraction of the time the rows take.
 * What it says may be older than the rows: it answers until they are read.
 */
import type { SearchEntry, SearchVehicle } from '../../../shared/rules/search/search-entry.ts';

/** Raised with the form; a text of another one is not read. */
const form = 2;

type PackedVehicle = readonly [id: string, plate: string | null, vin: string | null, model: string | null];
/** Readings of a character apart by a comma, characters by a slash; as they are where a name holds one of these. */
type PackedReadings = string | SearchEntry['readings'];
type PackedEntry = readonly [
  guestCardId: string,
  name: string,
  isOrganisation: 0 | 1,
  readings: PackedReadings,
  phoneLast4: string | null,
  lastVisitAt: number | null,
  birthMonthDay: string | null,
  /** Apart by a comma, which no flag holds; as they are where one does. */
  flags: string | readonly string[],
  ...vehicles: PackedVehicle[],
];

interface Packed {
  readonly form: number;
  readonly entries: readonly PackedEntry[];
}

export function packEntries(entries: Iterable<SearchEntry>): string {
  return JSON.stringify({ form, entries: Array.from(entries, pack) } satisfies Packed);
}

/** @returns null where the text is none of this form */
export function unpackEntries(text: string): SearchEntry[] | null {
  const { form: found, entries } = JSON.parse(text) as Packed;
  if (found !== form) return null;
  const readingsOf = createReadings();
  return entries.map((entry) => unpack(entry, readingsOf));
}

function pack(entry: SearchEntry): PackedEntry {
  const { guestCardId, name, kind, readings, phoneLast4, lastVisitAt, birthMonthDay, flags, vehicles } =
    entry;
  return [
    guestCardId,
    name,
    kind === 'organisation' ? 1 : 0,
    packReadings(readings),
    phoneLast4,
    lastVisitAt,
    birthMonthDay,
    flags.some((flag) => flag === '' || flag.includes(',')) ? flags : flags.join(','),
    ...vehicles.map(({ id, plate, vin, model }): PackedVehicle => [id, plate, vin, model]),
  ];
}

function packReadings(readings: SearchEntry['readings']): PackedReadings {
  const isPlain = readings.every((some) => some.length > 0 && some.every((one) => /^[^,/]+$/.test(one)));
  return isPlain ? readings.map((some) => some.join(',')).join('/') : readings;
}

type ReadingsOf = (packed: PackedReadings) => SearchEntry['readings'];

function unpack(packed: PackedEntry, readingsOf: ReadingsOf): SearchEntry {
  return {
    guestCardId: packed[0],
    name: packed[1],
    kind: packed[2] === 1 ? 'organisation' : 'private',
    readings: readingsOf(packed[3]),
    phoneLast4: packed[4],
    lastVisitAt: packed[5],
    birthMonthDay: packed[6],
    flags: unpackFlags(packed[7]),
    vehicles:
      packed.length === 8 ? noVehicles : packed.slice(8).map((one) => toVehicle(one as PackedVehicle)),
  };
}

/** Most guests have none, and there are many guests. */
const noVehicles: readonly SearchVehicle[] = [];
const noFlags: readonly string[] = [];

function unpackFlags(packed: string | readonly string[]): readonly string[] {
  if (typeof packed !== 'string') return packed;
  return packed === '' ? noFlags : packed.split(',');
}

const toVehicle = ([id, plate, vin, model]: PackedVehicle): SearchVehicle => ({ id, plate, vin, model });

/** Characters come again and again: each is taken apart once, and kept once. */
function createReadings(): ReadingsOf {
  const known = new Map<string, readonly string[]>();
  const ofCharacter = (text: string) => {
    const found = known.get(text) ?? text.split(',');
    known.set(text, found);
    return found;
  };
  return (packed) => {
    if (typeof packed !== 'string') return packed;
    return packed === '' ? [] : packed.split('/').map(ofCharacter);
  };
}
