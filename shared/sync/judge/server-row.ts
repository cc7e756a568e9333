/**
 * A row as the server holds it: what every desk sees, and who last wrote each field.
 *
 * Purpose: the shape that judge, merge and both stores share; desks get id, version and data of it alone.
 * Invariants: a removed row keeps id, scope and version (R5); each field group has at most one stamp, of the edit
 * that counts; `version` is the number of the last change that altered the row (R1).
 *
 *   row ── data: {note, seatId, …}
 *      └── stamps: {@created, @returned, @decided, note, seatId, arrival, …} ── version, device, at, opId, actor, station, epoch
 */
import type { Scope } from '../../entities/scopes.ts';
import type { EntityName } from '../../entities/registry.ts';
import type { Station } from '../../entities/stations.ts';
import type { FieldNumbers } from '../wire/protocol.ts';

export type ServerFields = Readonly<Record<string, unknown>>;

/** The last edit of a field or group that counts. */
export interface Stamp {
  /** Number of the site it was written under. */
  readonly version: number;
  readonly device: string;
  /** Edit time, UTC ms: `min(occurredAt, server's now)`. */
  readonly at: number;
  readonly opId: string;
  readonly actor: string;
  /** Of the device at that time, for the conflict history; absent in stamps of older servers. */
  readonly station?: Station;
  /** The life of the server that gave `version`, where that life has ended (R8). */
  readonly epoch?: string;
  /** Of such a stamp: the number under which the value came here. Whoever had seen an earlier one had not seen it. */
  readonly came?: number;
  /** Of `returnedStamp`: who returned the row had it, but not for certain all that belongs to it (R8). */
  readonly isPartial?: boolean;
}

/** By field or group, and under `createdStamp`, `returnedStamp` and `decidedStamp`. */
export type Stamps = Readonly<Record<string, Stamp>>;

/** Key of the stamp that says who created the row; no field is called so. */
export const createdStamp = '@created';

/** Key of the stamp of a row that a desk returned after a restore: as of which number it held the row (R8). */
export const returnedStamp = '@returned';

/** Key of the stamp of the last guarded change that rested on the row, whether it wrote a field or not (R4). */
export const decidedStamp = '@decided';

/** Device and actor of a stamp whose writer nobody knows any more. */
export const unknownWriter = '00000000-0000-0000-0000-000000000000';

/** What is told with a row of values from ended lives; undefined where it has none (R8). */
export function pastNumbers(stamps: Stamps): FieldNumbers | undefined {
  const past = Object.entries(stamps).flatMap(([name, { epoch, version }]) =>
    epoch === undefined || name.startsWith('@') ? [] : [[name, { epoch, version }] as const],
  );
  return past.length > 0 ? Object.fromEntries(past) : undefined;
}

export interface ServerRow {
  readonly entity: EntityName;
  readonly id: string;
  readonly scope: Scope;
  readonly version: number;
  /** Null where the row was removed. */
  readonly data: ServerFields | null;
  readonly stamps: Stamps;
}

export interface RowKey {
  readonly entity: EntityName;
  readonly id: string;
}

export const rowKey = (row: { readonly entity: string; readonly id: string }) => `${row.entity}:${row.id}`;
