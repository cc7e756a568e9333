/**
 * A row as the server holds it: what every desk sees, and who last wrote each field.
 *
 * Purpose: the shape that judge, merge and both stores share; desks get id, version and data of it alone.
 * Invariants: a removed row keeps id, scope and version (R5); each field group has at most one stamp, of the edit
 * that counts; `version` is the number of the last change that altered the row (R1).
 *
 *   row ── data: {note, seatId, …}
 *      └── stamps: {@created, note, seatId, arrival, …} ── version, device, at, opId, actor
 */
import type { Scope } from '../entities/scopes.ts';
import type { EntityName } from '../entities/registry.ts';

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
}

/** By field or group, and once under `createdStamp`. */
export type Stamps = Readonly<Record<string, Stamp>>;

/** Key of the stamp that says who created the row; no field is called so. */
export const createdStamp = '@created';

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
