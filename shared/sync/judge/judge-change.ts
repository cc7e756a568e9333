/**
 * The verdict on one change: applied with its effects, or rejected with a code (R3, R4, R5, R9).
 *
 * Purpose: a pure, synchronous function; the caller loads the rows and writes the effects.
 * Invariants: all patches or none take effect; later patches of a change see the earlier ones; every row the
 * change alters carries its number as version; facts (`append`) are refused for their form, their place or a
 * different twin only: what speaks against them becomes an entry of `flags`.
 *
 *   loose change ─▶ parse ─▶ kinds ─▶ each patch: scope, fields, actor, row ─▶ effects
 *                    │         │                 │
 *                    └─────────┴── rejected ◀────┘
 */
import { permissionsFor, type EntityDefinition } from '../../entities/define.ts';
import { entityByName, isEntityName, type EntityName } from '../../entities/registry.ts';
import { erasingStation, scopeAccess, type Station } from '../../entities/stations.ts';
import type { VerdictCode } from '../../errors.ts';
import { rolesAllow, stationAllows, type Role } from '../../rules/permissions.ts';
import { lostClaim, type Claim } from './claim.ts';
import { parseChange } from './parse-change.ts';
import { judgePatch, overtakenNotes, type PatchEffect, type PatchRefusal } from './judge-patch.ts';
import type { AppliedMark, Change, ConflictNote, LooseChange, Patch } from '../wire/protocol.ts';
import {
  createdStamp,
  returnedStamp,
  rowKey,
  type RowKey,
  type ServerRow,
  type Stamp,
} from './server-row.ts';
import { messageUnits, toldText } from '../wire/told-text.ts';

export interface Judge {
  readonly device: JudgedDevice;
  /** UTC ms. */
  readonly now: number;
  /** The roles a user of the site had at that time; undefined for who is no user of it. */
  rolesOf(userId: string, at: number): readonly Role[] | undefined;
  /** The row as it is now, with the effects of the changes before this one. */
  row(entity: string, id: string): ServerRow | undefined;
  /** The `conflict` rows that tell of a row, as they are now; of rows that the change removes. */
  conflictsOf(entity: string, id: string): readonly ServerRow[];
  /** The latest claim of the row, in force or run out; undefined where it has none, or its last one was given back. */
  claim(entity: string, id: string): Claim | undefined;
  /** Whether an earlier change of this device to the row, which a guarded change builds on, was rejected. */
  buildsOnRejected(patch: Patch): boolean;
  /** Whether the change can have been applied under that number in an earlier life of the server (R8). */
  wasApplied(mark: Pick<AppliedMark, 'epoch' | 'seq'>): boolean;
  /** Whether a life gave the number that is none of this database's past (R8). */
  isForeign(version: number): boolean;
  /** Whether one life gave both numbers. */
  isOneLife(version: number, other: number): boolean;
}

export interface JudgedDevice {
  readonly id: string;
  readonly station: Station;
  /** The server's own device writes what devices may not (`writtenBy: 'server'`). */
  readonly isServer: boolean;
  /** Earlier ids of the same installation: a renewed desk may still mend what it created (R9). */
  readonly earlierIds: readonly string[];
}

export interface Rejection {
  readonly verdict: 'rejected';
  readonly code: VerdictCode;
  readonly message: string;
  /** Null where the change did not parse. */
  readonly change: Change | null;
}

export interface Acceptance {
  readonly verdict: 'applied';
  readonly change: Change;
  readonly rows: readonly ServerRow[];
  readonly conflicts: readonly ConflictNote[];
  /** Rows it removed: what is kept of them elsewhere has to go too (R5). */
  readonly erased: readonly RowKey[];
}

export type Judgement = Acceptance | Rejection;

/** @param seq the site's number the change takes if it is applied */
export function judgeChange(judge: Judge, loose: LooseChange, seq: number): Judgement {
  const parsed = parseChange(loose);
  if (!parsed.ok) {
    return {
      verdict: 'rejected',
      code: parsed.error.code,
      message: parsed.error.message ?? '',
      change: null,
    };
  }
  const change = withCredibleMark(judge, parsed.value);
  const refused = refusedKinds(change.patches);
  if (refused) return { verdict: 'rejected', ...refused, change };

  const rows = new Map<string, ServerRow>();
  let conflicts: ConflictNote[] = [];
  const erased: ServerRow[] = [];
  const stamp = stampOf(judge, change, seq);
  for (const [index, patch] of change.patches.entries()) {
    const definition = definitionOf(patch.entity) as EntityDefinition;
    const row = rows.get(rowKey(patch)) ?? judge.row(patch.entity, patch.id);
    if (isContained(row, change)) {
      conflicts.push(...overtakenNotes(definition, row, patch));
      continue;
    }
    const effect = judgePlaced(judge, definition, row, patch, change, { seq, stamp, index });
    if ('code' in effect) {
      if (!isMoot(change, effect)) return { verdict: 'rejected', ...effect, change };
      if (!row && patch.op === 'remove') rows.set(rowKey(patch), removedRow(definition, patch, seq));
      continue;
    }
    for (const row of effect.rows) rows.set(rowKey(row), row);
    conflicts.push(...effect.conflicts);
    if (patch.op !== 'remove') continue;
    erased.push(...effect.rows);
    conflicts = conflicts.filter((note) => rowKey(note) !== rowKey(patch));
    for (const told of toldOf(judge, patch, rows)) rows.set(rowKey(told), emptied(told, seq));
  }
  return { verdict: 'applied', change, rows: [...rows.values()], conflicts, erased };
}

/** The conflicts of the row from before this change, and those that it made itself. */
function toldOf(judge: Judge, { entity, id }: Patch, rows: ReadonlyMap<string, ServerRow>): ServerRow[] {
  const own = [...rows.values()].filter(
    (row) => row.entity === 'conflict' && row.data?.['entity'] === entity && row.data['rowId'] === id,
  );
  return [...judge.conflictsOf(entity, id), ...own].filter(({ data }) => data !== null);
}

function emptied(row: ServerRow, version: number): ServerRow {
  return { ...row, version, data: null, stamps: {} };
}

const refusal = (code: VerdictCode, message: string): PatchRefusal => ({
  code,
  message: toldText(message, messageUnits),
});

/** A mark that no earlier life can have given says nothing. */
function withCredibleMark(judge: Judge, { applied, ...change }: Change): Change {
  if (!applied || !judge.wasApplied(applied)) return change;
  const { was, ...mark } = applied;
  return { ...change, applied: was && judge.wasApplied(was) && was.seq < mark.seq ? applied : mark };
}

/** The row came back as it was under this number or a later one: what the change did is in it (R8). */
function isContained(row: ServerRow | undefined, { applied }: Change): boolean {
  const returned = row?.stamps[returnedStamp];
  // Whoever had half a bootstrap may not have had what the change left beside the row, its conflicts say.
  if (returned?.isPartial) return false;
  const marks = applied ? [applied, ...(applied.was ? [applied.was] : [])] : [];
  return marks.some(({ epoch, seq }) => returned?.epoch === epoch && returned.version >= seq);
}

/** A removal that comes again before the row does: whoever returns the row finds it removed (R8). */
function removedRow({ name, scope }: EntityDefinition, { id }: Patch, version: number): ServerRow {
  return { entity: name as EntityName, id, scope, version, data: null, stamps: {} };
}

/** It was applied once; its row was removed later in that life, and who did so returns the removal (R8). */
function isMoot({ applied }: Change, { code }: PatchRefusal): boolean {
  return !!applied && (code === 'missing' || code === 'gone');
}

function definitionOf(entity: string): EntityDefinition | null {
  return isEntityName(entity) ? entityByName(entity) : null;
}

/** Unknown entities, and `append` patches beside others (R3). */
function refusedKinds(patches: readonly Patch[]): PatchRefusal | null {
  let appends = 0;
  for (const patch of patches) {
    const definition = definitionOf(patch.entity);
    if (!definition) return refusal('invalid', `entity: unknown ${patch.entity}`);
    if (definition.merge === 'append') appends += 1;
  }
  return appends > 0 && appends < patches.length
    ? refusal('invalid', 'patches: append entities stand in changes of their own')
    : null;
}

function stampOf(judge: Judge, change: Change, seq: number): Stamp {
  const { opId, actor, occurredAt, applied } = change;
  const { id: device, station } = judge.device;
  const edit = { device, at: Math.min(occurredAt, judge.now), opId, actor, station };
  if (!applied) return { ...edit, version: seq };
  const { epoch, seq: version } = applied.was ?? applied;
  return { ...edit, version, epoch, came: seq };
}

/** The patch, once station and actor may make it. */
function judgePlaced(
  judge: Judge,
  definition: EntityDefinition,
  row: ServerRow | undefined,
  patch: Patch,
  change: Change,
  edit: { readonly seq: number; readonly stamp: Stamp; readonly index: number },
): PatchEffect | PatchRefusal {
  const misplaced = refusedPlace(judge, definition, patch, row);
  if (misplaced) return misplaced;
  const objection = objectionOf(judge, definition, patch, change);
  if (objection && definition.merge !== 'append') {
    return refusal('forbidden', `actor: ${objection} for ${definition.name}`);
  }
  if (patch.op === 'remove' && definition.merge !== 'append') {
    const refused = refusedErasure(judge, definition, change);
    if (refused) return refused;
  }
  // What was applied once had its claim then: no claim outlives a restore (R10).
  if (definition.merge === 'claim' && patch.op === 'update' && row?.data && !change.applied) {
    const lost = lostClaim(judge, judge.claim(patch.entity, patch.id), patch);
    if (lost) return refusal('claim_lost', `${definition.name}: ${lost}`);
  }
  const isGuarded = isDecision(change);
  if (isGuarded && patch.op !== 'create' && judge.buildsOnRejected(patch)) {
    return refusal('stale', `${definition.name}: builds on a rejected change`);
  }
  return judgePatch(definition, row, onKnownBase(patch, edit.stamp.version - 1), {
    ...edit,
    isGuarded,
    flags: objection ? [objection] : [],
    lost: lostOf(change, patch),
    isForeign: judge.isForeign(patch.base),
    isOfThatLife: (came) => judge.isOneLife(came, patch.base),
  });
}

/**
 * Whether it stands only as a whole, on rows that nobody else changed meanwhile: it writes a guarded one (R4). What was
 * applied in an ended life was decided then (R8).
 */
function isDecision({ patches, applied }: Change): boolean {
  return !applied && patches.some(({ entity }) => definitionOf(entity)?.merge === 'guarded');
}

function lostOf({ applied }: Change, patch: Patch): string[] {
  const lost = (applied?.lost ?? []).filter((one) => rowKey(one) === rowKey(patch));
  return lost.map(({ field }) => field);
}

/** Erasing takes a person with the right to it at an office desk; what a site is made of is never erased (R9). */
function refusedErasure(judge: Judge, definition: EntityDefinition, change: Change): PatchRefusal | null {
  const { device } = judge;
  if (device.isServer) return null;
  if (definition.scope === 'site') return refusal('forbidden', `${definition.name}: never erased`);
  if (device.station !== erasingStation)
    return refusal('forbidden', `${definition.name}: erased at a desk of the ${erasingStation} alone`);
  const roles = rolesAt(judge, change);
  const may = roles !== undefined && rolesAllow(roles, 'rows.erase');
  return may ? null : refusal('forbidden', `actor: may not erase ${definition.name}`);
}

/** A version the site has not reached yet was told by no server: who names one has seen nothing (R4). */
function onKnownBase(patch: Patch, head: number): Patch {
  return patch.base <= head ? patch : { ...patch, base: 0 };
}

/** What the station may write at all, whoever stands at it (R9). */
function refusedPlace(
  judge: Judge,
  definition: EntityDefinition,
  patch: Patch,
  row: ServerRow | undefined,
): PatchRefusal | null {
  const { device } = judge;
  if (definition.writtenBy === 'server' && !device.isServer) {
    return refusal('forbidden', `${definition.name}: written by the server alone`);
  }
  const access = scopeAccess[device.station][definition.scope];
  if (!access) return refusal('forbidden', `${definition.name}: not of this station`);
  if (access === 'full' || patch.op === 'create') return null;
  const creator = row?.stamps[createdStamp]?.device;
  const isOwn = creator === device.id || device.earlierIds.includes(creator ?? '');
  if (patch.op === 'update' && patch.base === 0 && (isOwn || !row)) return null;
  return refusal('forbidden', `${definition.name}: this station may only create it`);
}

/** What the actor's rights, when it happened, have against it (R9). */
export function objectionOf(
  judge: Pick<Judge, 'device' | 'now' | 'rolesOf'>,
  definition: EntityDefinition,
  patch: Pick<Patch, 'op' | 'set'>,
  change: Pick<Change, 'actor' | 'occurredAt'>,
): 'actorUnknown' | 'notPermitted' | null {
  const { station, id } = judge.device;
  const asked = permissionsFor(definition, patch);
  if (change.actor === id) {
    return asked.every((right) => stationAllows(station, right)) ? null : 'notPermitted';
  }
  const roles = rolesAt(judge, change);
  if (!roles) return 'actorUnknown';
  return asked.every((right) => rolesAllow(roles, right)) ? null : 'notPermitted';
}

/** Undefined for who is no user of the site, a desk in its own name among them. */
function rolesAt(
  judge: Pick<Judge, 'now' | 'rolesOf'>,
  { actor, occurredAt }: Pick<Change, 'actor' | 'occurredAt'>,
): readonly Role[] | undefined {
  return judge.rolesOf(actor, Math.min(occurredAt, judge.now));
}
