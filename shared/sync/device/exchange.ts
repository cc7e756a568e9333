/**
 * One push, and one pull to the head: the two steps the loop repeats.
 *
 * Purpose: talks to the server and writes what it said; decides nothing about when or how often.
 * Invariants: a push is built from the oldest waiting changes, in order and without a gap, and noted before it is
 * sent (R2); the pages of a
 * tail are staged here and written together (R6); nothing is written for a device that took another position
 * in the meantime (`superseded`).
 *
 *   push: oldest waiting ─▶ numbered ─▶ server ─▶ verdicts ─▶ settle
 *   pull: cursor ─▶ server ─▶ page ─ bootstrap ─▶ applyRange, next page
 *                               ├─ tail, more ──▶ staged, next page
 *                               └─ tail, last ──▶ applyTail
 */
import type { EntityName } from '../../entities/registry.ts';
import type { Scope } from '../../entities/scopes.ts';
import { applyRange, applyTail, type Applied, type Position } from './apply-pull.ts';
import { heldClaims } from './claims.ts';
import type { ClockOffset } from './clock-offset.ts';
import type {
  DeviceRecord,
  DeviceStore,
  DeviceTransaction,
  HeldClaim,
  OutboxEntry,
  StorageFailure,
} from './device-store.ts';
import { limits, protocolVersion, type Change, type PullAnswer, type WireRow } from '../wire/protocol.ts';
import { migrateOutbox } from './migrate-outbox.ts';
import { moveOf, type Move, type Place } from './moved-station.ts';
import { settle } from './settle.ts';
import type { Answer, SyncTransport, TransportFailure } from '../wire/transport.ts';

export interface ExchangeDeps {
  readonly store: DeviceStore;
  readonly transport: SyncTransport;
  /** Device's clock, UTC ms. */
  now(): number;
  readonly clockOffset: ClockOffset;
  /** Rows that look different now, for indexes outside the database. */
  onRowsChanged(changed: ReadonlyMap<EntityName, readonly string[]>): void;
  /** The device is at one with the server up to this number of the site. */
  onHeadReached(head: number): void;
  /** After each page of a bootstrap. @param rows in the page */
  onPageLoaded(rows: number): void;
}

export type StepFailure =
  TransportFailure | { readonly code: 'superseded' | 'server_busy' | StorageFailure['code'] };
export type Step<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: StepFailure };

/** UTF-16 units of one push as JSON: at most 3 bytes each, they stay under the 2 MB of a body. */
const batchChars = 600_000;

/** Changes that are read first. */
const firstPiece = 20;

interface Pushed {
  /** Nothing more was waiting when the batch was made. */
  readonly drained: boolean;
}

/** The oldest waiting changes, numbered for the position the device has at that moment (R2). */
export interface Batch {
  readonly device: DeviceRecord;
  /** Empty where nothing waits. */
  readonly changes: readonly Change[];
  /** Nothing waits beside them. */
  readonly isAll: boolean;
  /** Of the same moment. */
  readonly claims: readonly HeldClaim[];
}

/**
 * Reads what is to be sent next and notes on the disk that it will have been sent: one transaction, since each one
 * waits its turn behind what the screens read.
 * @returns null before the enrolment
 */
export function takeBatch(store: DeviceStore, maxChanges: number): Promise<Batch | null> {
  return store.transact('write', [], async (transaction) => {
    const found = await transaction.getDevice();
    if (!found) return null;
    const device = await migrateOutbox(transaction, found);
    const claims = await heldClaims(transaction);
    const { changes, isAll } = await oldestFitting(transaction, maxChanges, device.doneOpSeq);
    const sentOpSeq = device.doneOpSeq + changes.length;
    // What was sent before, its answer lost, stays noted.
    if (sentOpSeq > device.sentOpSeq) await transaction.putDevice({ ...device, sentOpSeq });
    return { device, changes, isAll, claims };
  });
}

/** Pushes a batch and writes its verdicts. */
export async function pushBatch(
  deps: ExchangeDeps,
  { device, changes, isAll }: Batch,
): Promise<Step<Pushed>> {
  if (changes.length === 0) return { ok: true, value: { drained: true } };
  const answer = await deps.transport.push(device.token, {
    protocol: protocolVersion,
    epoch: device.epoch,
    ackedOpSeq: device.doneOpSeq,
    changes: [...changes],
  });
  if (!answer.ok) return answer;
  measureClock(deps, answer);
  const { results, serverTime } = answer.value;
  // Neither a verdict nor a wish for patience: as good as no answer.
  if (results.length === 0) return { ok: false, failure: { code: 'server_answer_unreadable' } };
  const settled = await settle(deps.store, device, results, serverTime);
  if (!settled.settled) return { ok: false, failure: { code: 'superseded' } };
  deps.onRowsChanged(settled.changed);
  if (settled.retry) return { ok: false, failure: { code: 'server_busy' } };
  // The server may answer for the first ones only: the rest is sent again.
  return { ok: true, value: { drained: isAll && results.length === changes.length } };
}

/**
 * Read in pieces that grow: of large changes, such as imports and what a desk brings (R14) leave by the hundred, a few
 * fill a push, and reading all that wait for each push would cost their number squared.
 */
async function oldestFitting(
  transaction: DeviceTransaction,
  maxChanges: number,
  doneOpSeq: number,
): Promise<Pick<Batch, 'changes' | 'isAll'>> {
  const changes: Change[] = [];
  let chars = 0;
  let above = 0;
  for (let piece = firstPiece; changes.length < maxChanges; piece *= 2) {
    const wanted = Math.min(piece, maxChanges - changes.length);
    const entries = await transaction.oldestInOutbox(wanted, above);
    for (const entry of entries) {
      const change = toWire(entry, doneOpSeq + 1 + changes.length);
      chars += JSON.stringify(change).length;
      if (changes.length > 0 && chars > batchChars) return { changes, isAll: false };
      changes.push(change);
      above = entry.localSeq;
    }
    if (entries.length < wanted) return { changes, isAll: true };
  }
  return { changes, isAll: false };
}

function toWire(entry: OutboxEntry, opSeq: number): Change {
  const { opId, name, version, actor, occurredAt, retryOf, patches, applied } = entry;
  return {
    opId,
    opSeq,
    name,
    version,
    actor,
    occurredAt,
    patches: [...patches],
    ...(retryOf ? { retryOf } : {}),
    ...(applied ? { applied } : {}),
  };
}

/**
 * Pulls until the server has no more; `device_cloned` where it knows a copy of this profile (R2).
 * @param interrupted asked between the pages of a bootstrap, which goes on where it stood
 */
export async function pullToHead(
  deps: ExchangeDeps,
  device: DeviceRecord,
  interrupted: () => boolean,
): Promise<Step<{ readonly complete: boolean }>> {
  let position: Position = { deviceId: device.deviceId, epoch: device.epoch, cursor: device.cursor };
  let place: Place = device;
  const left: Scope[] = [];
  const staged: WireRow[] = [];
  let coming = requestPage(deps, device, device.cursor);
  for (;;) {
    const answer = await coming;
    if (!answer.ok) return answer;
    measureClock(deps, answer);
    const page = answer.value;
    if (await isCopied(deps.store, device, page.lastOpSeq))
      return { ok: false, failure: { code: 'device_cloned' } };
    // The next page travels while this one is written.
    if (page.more) coming = requestPage(deps, device, page.cursor);
    if (page.mode === 'tail') staged.push(...page.rows);
    left.push(...(page.left ?? []));
    if (page.mode === 'bootstrap' || !page.more) {
      const moved = moveOf(place, page, left.splice(0));
      const applied = await applyPage(deps, position, { page, staged, moved });
      if (!applied.applied) return { ok: false, failure: { code: 'superseded' } };
      deps.onRowsChanged(applied.changed);
      position = { ...position, cursor: page.cursor };
      place = page;
    }
    if (!page.more) {
      deps.onHeadReached(page.head);
      return { ok: true, value: { complete: true } };
    }
    if (page.mode === 'bootstrap') {
      deps.onPageLoaded(page.rows.length);
      if (interrupted()) return { ok: true, value: { complete: false } };
    }
  }
}

/**
 * Whether the server has verdicts for more than this profile ever sent. Only the disk knows: a process before this
 * one, or another window, may have sent it.
 */
async function isCopied(store: DeviceStore, device: DeviceRecord, lastOpSeq: number): Promise<boolean> {
  if (lastOpSeq <= device.doneOpSeq) return false;
  const current = await store.transact('read', [], (transaction) => transaction.getDevice());
  const isSame = current?.deviceId === device.deviceId && current.epoch === device.epoch;
  return isSame && lastOpSeq > current.sentOpSeq;
}

function requestPage(
  deps: ExchangeDeps,
  device: DeviceRecord,
  cursor: string | null,
): Promise<Answer<PullAnswer>> {
  const request = { protocol: protocolVersion, epoch: device.epoch, cursor, limit: limits.rowsPerPull };
  return deps.transport.pull(device.token, request);
}

function applyPage(
  deps: ExchangeDeps,
  position: Position,
  {
    page,
    staged,
    moved,
  }: { readonly page: PullAnswer; readonly staged: readonly WireRow[]; readonly moved: Move | null },
): Promise<Applied> {
  if (page.mode === 'tail') {
    const { cursor, lastOpSeq, backedUpTo, serverTime, head } = page;
    const tail = { rows: staged, cursor, lastOpSeq, backedUpTo, serverTime, head, moved };
    return applyTail(deps.store, position, tail, deps.now());
  }
  const range = page.range ?? { entity: '', after: null, through: null };
  return applyRange(deps.store, position, { range, rows: page.rows, cursor: page.cursor, moved });
}

function measureClock(
  deps: ExchangeDeps,
  answer: {
    readonly value: { readonly serverTime: number };
    readonly sentAt: number;
    readonly receivedAt: number;
  },
): void {
  deps.clockOffset.sample(answer.value.serverTime, answer.sentAt, answer.receivedAt);
}
