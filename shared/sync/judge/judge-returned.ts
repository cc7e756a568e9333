/**
 * A row that a device held before the server was restored from a backup, and gives back (R8).
 *
 * Purpose: what the backup did not have yet comes from the desks, also from those that did not write it.
 * Invariants: a device returns no more than its station could write by pushing, plus the conflict history of the
 * rows it may read; a removed row stays removed, a fact stays as it is; returning twice is returning once.
 *
 *   version known here ──────────────▶ no effect      of no life there was ─▶ invalid
 *   scope not of the station ────────▶ forbidden      does not fit its entity ─▶ invalid
 *   no row here ─────────────────────▶ the row, as returned
 *   row here ────────────────────────▶ field by field the highest version; what else was written here is kept
 */
import type { EntityDefinition } from '../../entities/define.ts';
import { entityByName, isEntityName, type EntityName } from '../../entities/registry.ts';
import type { Scope } from '../../entities/scopes.ts';
import { scopeAccess, type Station } from '../../entities/stations.ts';
import { completeFields } from '../wire/complete-fields.ts';
import {
  noEffect,
  refused,
  validated,
  withLosses,
  type PatchEffect,
  type PatchRefusal,
} from './judge-patch.ts';
import { initialStamps, isEmpty, mergeReturned, ofItsTime } from './merge.ts';
import { isStorable } from './parse-change.ts';
import { limits, type ReturnedRow } from '../wire/protocol.ts';
import {
  createdStamp,
  returnedStamp,
  unknownWriter,
  type ServerFields,
  type ServerRow,
  type Stamp,
  type Stamps,
} from './server-row.ts';

export interface ReturnRules {
  readonly station: Station;
  /** The life the device's versions belong to. */
  readonly epoch: string;
  /** Of a bootstrap that has not come to its end. */
  readonly isPartial: boolean;
  /** The restored head: what was known then. */
  readonly above: number;
  /** Where the present life's numbers begin: no earlier life came so far. */
  readonly upTo: number;
  /** Nothing that is returned was written before; UTC ms. */
  readonly since: number;
  /** The same of any life. */
  aboveOf(epoch: string): number;
  /** Whether a life gave the number that is none of this database's past. */
  isForeign(version: number): boolean;
  /** The site's number that altered rows take. */
  readonly seq: number;
  readonly opId: string;
}

/** @param row as the server has it now */
export function judgeReturned(
  rules: ReturnRules,
  returned: ReturnedRow,
  row: ServerRow | undefined,
): PatchEffect | PatchRefusal {
  if (!isEntityName(returned.entity)) return refused('invalid', `entity: unknown ${returned.entity}`);
  const definition = entityByName(returned.entity);
  const scope = scopeOf(definition, returned.data);
  if (returned.version > rules.upTo) return refused('invalid', 'version: no earlier life came so far');
  const misplaced = refusedPlace(rules.station, definition, scope);
  if (misplaced) return misplaced;
  if (returned.version <= rules.above) return noEffect;
  const text = JSON.stringify(returned.data);
  if (text.length > limits.changeChars) return refused('too_large', `${definition.name}: too large`);
  if (!isStorable(text)) return refused('invalid', `${definition.name}: holds U+0000 or a lone surrogate`);
  const checked = validated(definition, completeFields(definition, returned.data));
  if ('code' in checked) return checked;
  if (!row) return arrived(rules, definition, scope, returned, checked.data);
  if (!row.data || definition.merge === 'append' || isKnown(row, rules, returned)) return noEffect;
  return merged(rules, definition, returned, checked.data, row);
}

/** A conflict has the scope of the row it tells of. */
function scopeOf(definition: EntityDefinition, data: ServerFields): Scope | null {
  if (definition.name !== 'conflict') return definition.scope;
  const told = data['entity'];
  return typeof told === 'string' && isEntityName(told) && told !== 'conflict'
    ? entityByName(told).scope
    : null;
}

function refusedPlace(
  station: Station,
  { name, writtenBy }: EntityDefinition,
  scope: Scope | null,
): PatchRefusal | null {
  // Accounts are of the backup; the history of conflicts is the desks' own, and only ever added to.
  if (writtenBy === 'server' && name !== 'conflict') {
    return refused('forbidden', `${name}: written by the server alone`);
  }
  if (scope !== null && scopeAccess[station][scope] === 'full') return null;
  return refused('forbidden', `${name}: not of this station`);
}

/** A version is given once: the same one is the same state. */
function isKnown(row: ServerRow, { epoch }: ReturnRules, { version }: ReturnedRow): boolean {
  const known = row.stamps[returnedStamp];
  return known?.version === version || (known?.epoch === epoch && known.version > version);
}

function returnedAs({ isPartial }: ReturnRules, stamp: Stamp): Stamp {
  return isPartial ? { ...stamp, isPartial } : stamp;
}

/** The row came back in a state that had the value, or something that was written over it. */
function isIn(row: ServerRow, { epoch, version }: Stamp): boolean {
  const known = row.stamps[returnedStamp];
  return known?.epoch === epoch && known !== undefined && known.version >= version;
}

function stampOf({ epoch, since, opId, seq }: ReturnRules, { version }: ReturnedRow): Stamp {
  return { version, device: unknownWriter, at: since, opId, actor: unknownWriter, epoch, came: seq };
}

function arrived(
  rules: ReturnRules,
  definition: EntityDefinition,
  scope: Scope | null,
  returned: ReturnedRow,
  data: ServerFields,
): PatchEffect {
  const stamp = stampOf(rules, returned);
  const stamps =
    definition.merge === 'append'
      ? { [createdStamp]: stamp }
      : numberedStamps(initialStamps(definition, stamp), returned);
  const row: ServerRow = {
    entity: definition.name as EntityName,
    id: returned.id,
    scope: scope ?? definition.scope,
    version: rules.seq,
    data: definition.name === 'conflict' ? withoutDevices(data) : data,
    stamps: { ...stamps, [returnedStamp]: returnedAs(rules, stamp) },
  };
  return { rows: [row], conflicts: [] };
}

function numberedStamps(stamps: Stamps, { past = {} }: ReturnedRow): Stamps {
  return Object.fromEntries(
    Object.entries(stamps).map(([name, stamp]) => [name, ofItsTime(stamp, past[name])]),
  );
}

/** Which desk wrote what is for the server to say: a returned history does not name any. */
function withoutDevices(conflict: ServerFields): ServerFields {
  return { ...conflict, keptDevice: null, lostDevice: null };
}

function merged(
  rules: ReturnRules,
  definition: EntityDefinition,
  returned: ReturnedRow,
  data: ServerFields,
  row: ServerRow,
): PatchEffect | PatchRefusal {
  const stamp = stampOf(rules, returned);
  const own = { data: completeFields(definition, row.data ?? {}), stamps: row.stamps };
  const {
    data: after,
    stamps,
    losses,
  } = mergeReturned(definition, own, data, stamp, {
    past: returned.past ?? {},
    // The word of what it had gone over may not have come with half a bootstrap.
    isForeign: (version) => rules.isPartial || rules.isForeign(version),
    isKnown: (value) => isIn(row, value) || value.version <= rules.aboveOf(value.epoch ?? rules.epoch),
  });
  const checked = validated(definition, after);
  if ('code' in checked) return checked;
  const next: ServerRow = {
    ...row,
    version: rules.seq,
    data: checked.data,
    stamps: { ...stamps, [returnedStamp]: returnedAs(rules, stamp) },
  };
  return withLosses(
    next,
    losses.filter(({ lost }) => !isEmpty(lost)),
    { seq: rules.seq, stamp, index: 0, flags: [] },
  );
}
