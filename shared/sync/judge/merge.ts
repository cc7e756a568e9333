/**
 * How one patch meets the row as it is now (R4).
 *
 * Purpose: pure functions from (row, patch, stamp of the edit) to the new row and what lost.
 * Invariants: what no other device changed since `base` merges; of two different edits that did not know of
 * each other the later one stands, at equal times the one with the greater opId, whichever arrived first; the
 * loser is never dropped but handed back; equal values are no conflict, and the later stamp stays, so that the
 * result does not depend on the order of arrival.
 *
 *   field's stamp: own device, or version ≤ base ──▶ the patch's value, the patch's stamp
 *   equal value                                  ──▶ the later of both stamps
 *   different, patch later                       ──▶ the patch's value; the row's value lost
 *   different, patch earlier                     ──▶ the row's value; the patch's value lost
 *
 * After a restore (R8) edits and rows come again under the numbers of ended lives; there the numbers decide, never the
 * clock, so that an edit and the row that holds it meet the same fate in whatever order they come.
 */
import type { EntityDefinition } from '../../entities/define.ts';
import { sameJson } from '../wire/same-json.ts';
import type { FieldNumbers } from '../wire/protocol.ts';
import { createdStamp, unknownWriter, type ServerFields, type Stamp, type Stamps } from './server-row.ts';

/** An edit that lost: `kept` stands in the row now. */
export interface Loss {
  /** Field or group; a group's values are objects by field. */
  readonly field: string;
  readonly kept: unknown;
  readonly lost: unknown;
  readonly keptStamp: Stamp;
  readonly lostStamp: Stamp;
}

export interface Merged {
  readonly data: ServerFields;
  readonly stamps: Stamps;
  readonly losses: readonly Loss[];
}

/** Stamps of a row just created: one for each field or group, and who created it. */
export function initialStamps(definition: EntityDefinition, stamp: Stamp): Stamps {
  const groups = fieldGroups(definition, Object.keys(definition.schema.shape));
  return Object.fromEntries([createdStamp, ...groups.keys()].map((name) => [name, stamp]));
}

/** What is known of an edit from the lives it comes from (R8). */
export interface Past {
  /** Fields and groups in which it lost in an ended life: there it goes under all it had not seen. */
  readonly lost?: readonly string[];
  /** Its base is of a life that is none of this database's past: nobody knows what it had seen of that. */
  readonly isForeign?: boolean;
  /** Whether the life that the base is of gave the number. */
  isOfThatLife?(came: number): boolean;
}

/**
 * Merges an update into a row.
 * @param base version of the row the writer had seen
 * @param set fields of the entity only; of a group best all (what is absent is taken from the row as it is)
 */
export function mergeUpdate(
  definition: EntityDefinition,
  row: { readonly data: ServerFields; readonly stamps: Stamps },
  base: number,
  set: ServerFields,
  edit: Stamp,
  past: Past = {},
): Merged {
  const { lost = [], isForeign = false } = past;
  const data: Record<string, unknown> = { ...row.data };
  const stamps: Record<string, Stamp> = { ...row.stamps };
  const losses: Loss[] = [];
  for (const [name, fields] of fieldGroups(definition, Object.keys(set))) {
    const stamp = lost.includes(name) ? { ...edit, version: base } : edit;
    const theirs = stamps[name];
    const differs = fields.some((field) => !sameJson(data[field], set[field]));
    const seen = theirs && cameSince(theirs, base, past) ? -1 : base;
    const mayBeUnseen = isForeign && (theirs?.epoch === undefined || (theirs.came ?? 0) > base);
    if (theirs && isConcurrent(theirs, seen, stamp.device)) {
      const wins = takesItsPlace(stamp, theirs);
      if (differs) losses.push(lossOf(definition, name, data, set, stamp, theirs, wins));
      if (!wins) continue;
    } else if (theirs && differs && mayBeUnseen) {
      // It stands, as on all the rows of its change; what it may not have seen is kept, also what was there before it and came
      // again in a life of which nobody knows the order any more.
      const loss = lossOf(definition, name, data, set, stamp, theirs, true);
      if (theirs.device !== stamp.device && !isEmpty(loss.lost)) losses.push(loss);
    }
    for (const field of fields) data[field] = set[field];
    stamps[name] = stamp;
  }
  return { data, stamps, losses };
}

/** What is known of a returned row. */
export interface ReturnedFrom {
  /** Values that are older than the row's version says. */
  readonly past?: FieldNumbers;
  /** Whether a life gave the number that is none of this database's past: the value may be older than what stands. */
  readonly isForeign?: (version: number) => boolean;
  /** Whether an older value was here before, so that what stands has gone on from it. */
  readonly isKnown?: (value: Stamp) => boolean;
}

/** The stamp under the number that its value was written under. */
export function ofItsTime(stamp: Stamp, past: FieldNumbers[string] | undefined): Stamp {
  return past && past.version <= stamp.version ? { ...stamp, ...past } : stamp;
}

/**
 * Merges a row that a desk held before the server was restored: field by field the highest version wins (R8).
 * @param stamp its version is the one the desk held the row under
 */
export function mergeReturned(
  definition: EntityDefinition,
  row: { readonly data: ServerFields; readonly stamps: Stamps },
  returned: ServerFields,
  stamp: Stamp,
  { past = {}, isForeign = () => false, isKnown = () => false }: ReturnedFrom = {},
): Merged {
  const data: Record<string, unknown> = { ...row.data };
  const stamps: Record<string, Stamp> = { ...row.stamps };
  const losses: Loss[] = [];
  for (const [name, fields] of fieldGroups(definition, Object.keys(definition.schema.shape))) {
    if (fields.every((field) => sameJson(data[field], returned[field]))) continue;
    const theirs = stamps[name];
    const own = ofItsTime(stamp, past[name]);
    if (own !== stamp && isKnown(own)) continue;
    const wins = !theirs || theirs.version <= own.version;
    if (theirs && isOfAnotherLife(theirs, own, wins && !isForeign(own.version))) {
      losses.push(lossOf(definition, name, data, returned, own, theirs, wins));
    }
    if (!wins) continue;
    for (const field of fields) data[field] = returned[field];
    stamps[name] = own;
  }
  return { data, stamps, losses };
}

/** What was empty before somebody filled it in is no loss. */
export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return (
    (value ?? null) === null || (typeof value === 'object' && Object.values(value as object).every(isEmpty))
  );
}

/** What a row shows in place of what a patch set: by field or group, both values whole. */
export function overtaken(
  definition: EntityDefinition,
  data: ServerFields,
  set: ServerFields,
): Pick<Loss, 'field' | 'kept' | 'lost'>[] {
  return [...fieldGroups(definition, Object.keys(set))]
    .filter(([, fields]) => fields.some((field) => !sameJson(data[field], set[field])))
    .map(([field]) => ({
      field,
      kept: groupValue(definition, field, data),
      lost: groupValue(definition, field, { ...data, ...set }),
    }));
}

/**
 * Whether the loser is not simply the earlier state of the same history, which is nobody's loss.
 * @param isLater the returned row is of a history that goes on from what stands here, or from what was put back
 */
function isOfAnotherLife(theirs: Stamp, returned: Stamp, isLater: boolean): boolean {
  return isLater
    ? theirs.epoch !== undefined && theirs.epoch !== returned.epoch
    : theirs.epoch !== returned.epoch;
}

/** Whether the value came back only since the row had been seen, in the life that the base is of (R8). */
export function cameSince({ came }: Stamp, base: number, { isOfThatLife = () => false }: Past): boolean {
  return came !== undefined && came > base && isOfThatLife(came);
}

/** Whether another device wrote it since `base`. */
function isConcurrent(theirs: Stamp, base: number, device: string): boolean {
  return theirs.version > base && theirs.device !== device;
}

function isLater(mine: Stamp, theirs: Stamp): boolean {
  return mine.at === theirs.at ? mine.opId > theirs.opId : mine.at > theirs.at;
}

/**
 * Of two edits that did not know of each other. An edit of an ended life goes by the numbers, which rise from life to
 * life: in the life that numbered both the later one stood, unless it says that it lost, and by the clock it would not
 * always stand again, since one that runs ahead counts as of now each time. Nor has a returned value an edit time of
 * its own: it would win or lose by whether it came before or after (R8).
 */
function takesItsPlace(mine: Stamp, theirs: Stamp): boolean {
  if (mine.epoch !== undefined) return theirs.version <= mine.version;
  return theirs.epoch !== undefined || theirs.device === unknownWriter || isLater(mine, theirs);
}

function lossOf(
  definition: EntityDefinition,
  field: string,
  data: ServerFields,
  set: ServerFields,
  stamp: Stamp,
  theirs: Stamp,
  wins: boolean,
): Loss {
  const mine = groupValue(definition, field, { ...data, ...set });
  const other = groupValue(definition, field, data);
  return wins
    ? { field, kept: mine, lost: other, keptStamp: stamp, lostStamp: theirs }
    : { field, kept: other, lost: mine, keptStamp: theirs, lostStamp: stamp };
}

function groupValue(definition: EntityDefinition, name: string, data: ServerFields): unknown {
  const group = definition.groups[name];
  if (!group) return data[name] ?? null;
  return Object.fromEntries(group.map((field) => [field, data[field] ?? null]));
}

/** The given fields by the name they win or lose under. */
function fieldGroups(definition: EntityDefinition, fields: readonly string[]): Map<string, string[]> {
  const byGroup = new Map<string, string[]>();
  for (const field of fields) {
    const name = groupOf(definition, field);
    const members = byGroup.get(name) ?? [];
    members.push(field);
    byGroup.set(name, members);
  }
  return byGroup;
}

function groupOf(definition: EntityDefinition, field: string): string {
  const group = Object.entries(definition.groups).find(([, members]) => members.includes(field));
  return group ? group[0] : field;
}
