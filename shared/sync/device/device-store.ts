/**
 * What a device keeps, behind one port: IndexedDB in the application, plain maps in the simulation.
 *
 * Purpose: the algorithms of this folder (`local-change`, `apply-pull`, `settle`, `reposition`) are written
 * once, against this port, and proven on both stores.
 * Invariants:
 *   - a visible row = the server's row with the pending patches replayed on it, in order of `localSeq`;
 *   - `bases` holds the server's row for exactly the rows that have pending patches;
 *   - `outbox` holds exactly the changes without a verdict; the i-th of them (from 0) has the
 *     opSeq `doneOpSeq + 1 + i`, so numbers have no gap and need no storage (R2);
 *   - `doneOpSeq ≤ sentOpSeq`;
 *   - `acknowledged` holds applied changes until a complete pull covers them (R6);
 *   - `claims` holds the rows that a person here works on (claims.ts);
 *   - `kept` holds applied changes until a backup of the server covers them, 30 days at most (R8).
 * Inside `transact` nothing but the port's own promises may be awaited (IndexedDB would commit early).
 *
 *   command ──▶ outbox ──verdict──▶ acknowledged ──pull covers it──▶ gone
 *                ▲ │           └──▶ kept ──backup covers it──▶ gone
 *                │ │                  └── the server was restored ──┐
 *                └─┼──────────────────────────────────────────────┘
 *                  └────rejected──▶ attention ──retry: a new change──▶ outbox
 */
import type { Scope } from '../../entities/scopes.ts';
import type { EntityName } from '../../entities/registry.ts';
import type { Station } from '../../entities/stations.ts';
import type { VerdictCode } from '../../errors.ts';
import type { AppliedMark, FieldNumbers, Patch } from '../wire/protocol.ts';

export interface StoredRow {
  readonly id: string;
  /** The server's number of the row, 0 where the server has not told one yet. */
  readonly rowVersion: number;
  /** As the server told it, to be returned with the row after a restore (R8); absent mostly. */
  readonly rowPast?: FieldNumbers;
  readonly [field: string]: unknown;
}

export interface RowFields {
  readonly [field: string]: unknown;
}

/** The server's side of a row with pending patches. */
export interface BaseRow {
  readonly entity: EntityName;
  readonly id: string;
  /** Null where the server has no such row, or removed it. */
  readonly fields: RowFields | null;
  readonly version: number;
  /** As `rowPast` of a row. */
  readonly past?: FieldNumbers;
  /** `localSeq` of the changes replayed on it, ascending. */
  readonly pending: readonly number[];
}

/** A patch as the outbox keeps it: of an entity this version knows. */
export type LocalPatch = Patch & { readonly entity: EntityName };

export interface PendingChange {
  /** Order of writing on this device; given by the store, never reused. */
  readonly localSeq: number;
  readonly opId: string;
  readonly name: string;
  readonly version: number;
  readonly actor: string;
  readonly occurredAt: number;
  readonly retryOf: string | null;
  readonly patches: readonly LocalPatch[];
}

export interface OutboxEntry extends PendingChange {
  /** False once a complete pull covered its number although its verdict is not known yet (R6). */
  readonly overlay: boolean;
  /** It was applied once, before the server was restored (R8). */
  readonly applied?: AppliedMark;
}

export interface AcknowledgedEntry extends PendingChange {
  /** 0 after the device took a new position: any later complete pull covers it. */
  readonly opSeq: number;
}

/** Applied, and not in a backup yet as far as this device knows. Shown to no one. */
export interface KeptEntry extends PendingChange {
  readonly applied: AppliedMark;
  /** The server's clock, UTC ms: a desk's may jump by a year, and 30 days would be over at once. */
  readonly keptAt: number;
}

export interface RejectedChange {
  /** Order of writing on this device; absent in what was rejected before it was kept. */
  readonly localSeq?: number;
  readonly opId: string;
  readonly name: string;
  readonly version: number;
  readonly actor: string;
  readonly occurredAt: number;
  readonly patches: readonly LocalPatch[];
  readonly code: VerdictCode;
  /** English, from the server. */
  readonly message: string | null;
  readonly rejectedAt: number;
}

/** A row that a person here works on alone, or would (R10). */
export interface HeldClaim {
  readonly entity: EntityName;
  readonly id: string;
  /** User id of who took it on, or the device's own id. */
  readonly actor: string;
  /** Null while it is tentative: the server has not been asked, or not in this epoch. */
  readonly token: string | null;
  /** Device ms: others may have it from then on. */
  readonly until: number | null;
  /** The work is done; it ends once everything that carries its token is sent. */
  readonly isDone: boolean;
}

/** An epoch: its numbers are above `startsAt`, those of all earlier ones not. */
export interface Life {
  readonly epoch: string;
  readonly startsAt: number;
}

/** Who this device is to the server, and how far it has come with it. */
export interface DeviceRecord {
  readonly deviceId: string;
  readonly token: string;
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly station: Station;
  readonly scopes: readonly Scope[];
  readonly installId: string;
  readonly epoch: string;
  /** Version of the protocol that the outbox is written in; 1 where absent (R12). */
  readonly protocol?: number;
  /** The epochs that rows here are of, in order, `epoch` last, while no bootstrap since the first was completed (R8). */
  readonly lives?: readonly Life[];
  /** Null before the first page of a bootstrap. */
  readonly cursor: string | null;
  /** The highest opSeq whose verdict is known. */
  readonly doneOpSeq: number;
  /** The highest opSeq ever sent, kept before it is: what a server knows beyond it a copy of this profile wrote (R2). */
  readonly sentOpSeq: number;
  /** The first bootstrap is complete: screens may be trusted to show what there is. */
  readonly ready: boolean;
  /** UTC ms of the last complete pull. */
  readonly lastSyncedAt: number | null;
  /**
   * The site's head as of the last complete pull. Rows above it are of a bootstrap that has not come to its end, in
   * which half of a change may be here and half not. Absent before the first.
   */
  readonly wholeTo?: number;
  /** There is no server: the desk is a site of its own since then, device's ms (decisions/0016). Nothing is sent. */
  readonly alone?: { readonly since: number };
  /** What was written alone is on its way into the outbox; nothing else is written meanwhile (R14). */
  readonly joining?: JoiningMark;
  /** What was brought, for whoever wants to see it arrive; until a person has seen it. */
  readonly joined?: JoinedRecord;
}

export interface JoinedRecord {
  /** Of the last change that brings rows. */
  readonly lastSeq: number;
  /** How many bring rows; absent where an earlier version joined. */
  readonly changes?: number;
  /** Rows by entity. */
  readonly brought: Readonly<Partial<Record<EntityName, number>>>;
  /** UTC ms. */
  readonly startedAt: number;
}

/** How far it has come: rows up to `after` of `entity`, and all of the entities before it. */
export interface JoiningMark extends JoinedRecord {
  readonly entity: EntityName | null;
  readonly after: string | null;
  /** Who joins: the changes are theirs. */
  readonly actor: string;
  /** Rows there are to bring. */
  readonly total: number;
  /** Ids of what the site had before, which is not brought. */
  readonly theirs?: readonly string[];
}

export interface RowAddress {
  readonly entity: EntityName;
  readonly id: string;
}

export interface DeviceTransaction {
  getDevice(): Promise<DeviceRecord | null>;
  putDevice(device: DeviceRecord): Promise<void>;
  getRows(entity: EntityName, ids: readonly string[]): Promise<(StoredRow | undefined)[]>;
  putRows(entity: EntityName, rows: readonly StoredRow[]): Promise<void>;
  deleteRows(entity: EntityName, ids: readonly string[]): Promise<void>;
  /** Ids with `after < id ≤ through`, in their order; null is open. */
  rowIds(entity: EntityName, after: string | null, through: string | null): Promise<string[]>;
  /** Rows with `after < id`, in order of id and at most `limit`; null is open. */
  rowsAfter(entity: EntityName, after: string | null, limit: number): Promise<StoredRow[]>;
  /** Rows that an index of the entity holds under this value, in order of id. */
  rowsBy(entity: EntityName, index: string, value: string | number): Promise<StoredRow[]>;
  getBases(addresses: readonly RowAddress[]): Promise<(BaseRow | undefined)[]>;
  /** Of ids with `after < id ≤ through`, in their order; null is open. */
  basesOf(entity: EntityName, after: string | null, through: string | null): Promise<BaseRow[]>;
  putBases(bases: readonly BaseRow[]): Promise<void>;
  deleteBases(addresses: readonly RowAddress[]): Promise<void>;
  /** Appends to the outbox and gives the entry's `localSeq`. */
  addToOutbox(change: Omit<OutboxEntry, 'localSeq'>): Promise<number>;
  /** In order of `localSeq`, from the oldest, or the oldest above the place `above`. */
  oldestInOutbox(limit: number, above?: number): Promise<OutboxEntry[]>;
  /** Of all entries, ascending; what they hold is not read. */
  outboxSeqs(): Promise<number[]>;
  getFromOutbox(localSeqs: readonly number[]): Promise<OutboxEntry[]>;
  putInOutbox(entries: readonly OutboxEntry[]): Promise<void>;
  deleteFromOutbox(localSeqs: readonly number[]): Promise<void>;
  /** Pending changes by number, from the outbox or the acknowledged ones. */
  getPending(localSeqs: readonly number[]): Promise<PendingChange[]>;
  allAcknowledged(): Promise<AcknowledgedEntry[]>;
  putAcknowledged(entries: readonly AcknowledgedEntry[]): Promise<void>;
  deleteAcknowledged(localSeqs: readonly number[]): Promise<void>;
  /** In order of `localSeq`, from the oldest. */
  oldestKept(limit: number): Promise<KeptEntry[]>;
  putKept(entries: readonly KeptEntry[]): Promise<void>;
  deleteKept(localSeqs: readonly number[]): Promise<void>;
  /** In no order. */
  allClaims(): Promise<HeldClaim[]>;
  putClaims(claims: readonly HeldClaim[]): Promise<void>;
  deleteClaims(addresses: readonly RowAddress[]): Promise<void>;
  rejectedIds(): Promise<string[]>;
  getRejected(opId: string): Promise<RejectedChange | undefined>;
  putRejected(changes: readonly RejectedChange[]): Promise<void>;
  deleteRejected(opId: string): Promise<void>;
}

/** Thrown by `transact` where the device cannot keep data; nothing of the transaction was kept. */
export class StorageFailure extends Error {
  readonly code:
    | 'storage_full'
    | 'storage_unavailable'
    | 'storage_unopened'
    | 'storage_reload'
    | 'storage_blocked'
    | 'storage_newer'
    | 'storage_lost';

  constructor(code: StorageFailure['code'], cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** All of `work` is kept, or none of it. `touches` names the entities whose rows it may read or write. */
export interface DeviceStore {
  transact<Value>(
    mode: 'read' | 'write',
    touches: readonly EntityName[],
    work: (transaction: DeviceTransaction) => Promise<Value>,
  ): Promise<Value>;
}
