/**
 * What push and pull need of a database: PostgreSQL in the server, plain maps in the simulation. Both pass
 * the same contract tests.
 */
import type { Scope } from '../../shared/entities/scopes.ts';
import type { VerdictCode } from '../../shared/errors.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type { Claim } from '../../shared/sync/judge/claim.ts';
import type { RowKey, ServerRow, Stamps } from '../../shared/sync/judge/server-row.ts';
import type { ConflictNote } from '../../shared/sync/wire/protocol.ts';
import type { Restore } from './restores.ts';

export interface StoredVerdict {
  readonly opId: string;
  readonly verdict: 'applied' | 'rejected';
  readonly code: VerdictCode | null;
  readonly message: string | null;
  /** The site's number, where applied. */
  readonly seq: number | null;
  readonly conflicts: readonly ConflictNote[] | null;
}

/** What the audit keeps of a change besides its verdict. */
export interface ChangeRecord extends StoredVerdict {
  readonly deviceId: string;
  readonly name: string;
  readonly actor: string | null;
  readonly occurredAt: number | null;
  readonly receivedAt: number;
  readonly payload: unknown;
}

export interface RolesSince {
  readonly userId: string;
  /** UTC ms. */
  readonly since: number;
  readonly roles: readonly Role[];
}

/** Everything one transaction of a push writes. */
export interface PushWrites {
  readonly deviceId: string;
  /** The device's highest opSeq with a verdict. */
  readonly opSeq: number;
  readonly head: number;
  readonly ops: readonly { readonly opSeq: number; readonly opId: string }[];
  readonly changes: readonly ChangeRecord[];
  readonly rows: readonly ServerRow[];
  /** Removed rows: what the changes of the site, these among them, keep of them goes (R5), their claims too. */
  readonly erased: readonly RowKey[];
  /** Payloads of the device's changes up to this opSeq may go. */
  readonly ackedOpSeq: number;
}

export interface SiteTransaction {
  /** Of this life of the database (R8). */
  readonly epoch: string;
  /** The site's highest number. */
  readonly head: number;
  /** The device's highest opSeq with a verdict in this epoch. */
  lastOpSeq(deviceId: string): Promise<number>;
  opIdsAt(deviceId: string, fromOpSeq: number, toOpSeq: number): Promise<Map<number, string>>;
  verdicts(opIds: readonly string[]): Promise<Map<string, StoredVerdict>>;
  rows(keys: readonly RowKey[]): Promise<ServerRow[]>;
  /** The `conflict` rows that tell of these rows. */
  conflictsOf(keys: readonly RowKey[]): Promise<ServerRow[]>;
  roles(userIds: readonly string[]): Promise<RolesSince[]>;
  /** The latest ones of these rows, also where they ran out (R10). */
  claims(keys: readonly RowKey[]): Promise<Claim[]>;
  /** In the place of the row's last one. */
  putClaim(claim: Claim): Promise<void>;
  endClaim(key: RowKey): Promise<void>;
  /** Of the site, from the first (R8). */
  restores(): Promise<Restore[]>;
  write(writes: PushWrites): Promise<void>;
}

export interface TailPosition {
  readonly version: number;
  /** Of the last row sent of `version`; null where that version was sent whole. */
  readonly entity: string | null;
  readonly id: string | null;
}

export interface BucketPosition {
  readonly entity: string;
  readonly bucket: number;
  readonly after: string | null;
}

export interface PulledRow {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Of a row that has values from ended lives; of others they may be left out. */
  readonly stamps?: Stamps | null;
}

export interface BucketSum {
  readonly entity: string;
  /** 0 to 255. */
  readonly bucket: number;
  /** Of the rows that are there; null where one of the bucket has a version above the asked one, or no checksum. */
  readonly sum: number | null;
}

/** Reads of one moment. */
export interface SiteSnapshot {
  /** Of the life of the database that is read (R8). */
  readonly epoch: string;
  readonly head: number;
  /** The head that the latest verified backup covers; 0 where there is none (R8). */
  readonly backedUpTo: number;
  /** Removals up to this number may be forgotten. */
  readonly compactedTo: number;
  lastOpSeq(deviceId: string): Promise<number>;
  /** The opId of the applied change with this number; null where there is none. */
  opIdOf(seq: number): Promise<string | null>;
  /** Rows above the position in order of (version, entity, id). */
  tail(scopes: readonly Scope[], after: TailPosition, limit: number): Promise<PulledRow[]>;
  /** Present rows of an entity with an id above `after`, in order of id. */
  range(scopes: readonly Scope[], entity: string, after: string | null, limit: number): Promise<PulledRow[]>;
  /** Checksums of all buckets that ever had a row (R11). */
  bucketSums(scopes: readonly Scope[], upTo: number): Promise<BucketSum[]>;
  /** Rows of a bucket with an id above `after`, removed ones too, in order of id. */
  bucket(scopes: readonly Scope[], at: BucketPosition, limit: number): Promise<PulledRow[]>;
}

/** The site's lock was not to be had in time, or the database is in trouble: nothing was written. */
export class StoreBusy extends Error {}

/** The database refused the data itself (SQLSTATE classes 22 and 23): nothing was written. */
export class DataRefused extends Error {}

export interface SiteStore {
  /** Random id of this life of the database (R8). */
  epoch(): Promise<string>;
  /** One transaction that holds the site's lock from its beginning (R1). */
  push<Value>(siteId: string, work: (transaction: SiteTransaction) => Promise<Value>): Promise<Value>;
  /** One read-only REPEATABLE READ transaction (R6). */
  pull<Value>(siteId: string, work: (snapshot: SiteSnapshot) => Promise<Value>): Promise<Value>;
  /**
   * Forgets some of the oldest removals of rows, at most `limit`; the number below which no tail may begin moves with
   * them, in the same transaction (R6). What a desk of an ended life may return stays (`outlivedRestore`). Claims that
   * ran out so long ago go as well (R10).
   * @param before UTC ms of the server: later ones stay @returns how many were forgotten; 0 where none is left
   */
  compact(siteId: string, before: number, limit: number): Promise<number>;
  /** After `device_cloned`: only a renewal is answered from now on (R2). */
  retire(siteId: string, deviceId: string): Promise<void>;
}
