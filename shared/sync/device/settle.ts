/**
 * The verdicts of a push, written to the device.
 *
 * Purpose: ends outbox entries, the only thing that may (R3).
 * Invariants: verdicts arrive in order of opSeq and are matched by opSeq and opId; `doneOpSeq` moves in the
 * same transaction; a rejected change leaves the visible rows at once and stands in `attention`.
 *
 *   applied ──▶ acknowledged (its overlay stays until a complete pull covers it), kept (R8)
 *   rejected ─▶ attention    (its overlay ends here)
 *   retry ────▶ stays, and ends the batch
 */
import { entityNames, type EntityName } from '../../entities/registry.ts';
import type { Scope } from '../../entities/scopes.ts';
import type {
  AcknowledgedEntry,
  DeviceRecord,
  DeviceStore,
  DeviceTransaction,
  KeptEntry,
  OutboxEntry,
  RejectedChange,
  RowAddress,
} from './device-store.ts';
import { withoutLeft } from './moved-station.ts';
import { addressKey, showBases } from './overlay.ts';
import { ownLosses } from './own-losses.ts';
import type { AppliedMark, ChangeResult } from '../wire/protocol.ts';

export type SentFrom = Pick<DeviceRecord, 'deviceId' | 'epoch' | 'doneOpSeq'>;

export type Settled =
  /** `changed`: rows that look different now. `retry`: the server asked for more time. */
  | {
      readonly settled: true;
      readonly changed: ReadonlyMap<EntityName, readonly string[]>;
      readonly retry: boolean;
    }
  /** The answer does not fit what was sent, or another window took over. Nothing was written. */
  | { readonly settled: false };

/**
 * @param sent where the device stood when the batch was built
 * @param now the server's, UTC ms
 */
export async function settle(
  store: DeviceStore,
  sent: SentFrom,
  results: readonly ChangeResult[],
  now: number,
): Promise<Settled> {
  const final = results.filter((result) => result.verdict !== 'retry');
  return store.transact('write', entityNames, async (transaction) => {
    const device = await transaction.getDevice();
    if (!device || !standsAt(device, sent)) return { settled: false };
    const entries = await transaction.oldestInOutbox(final.length);
    if (!isAnswerTo(final, entries, sent.doneOpSeq)) return { settled: false };

    const applied: AcknowledgedEntry[] = [];
    const kept: KeptEntry[] = [];
    const rejected: OutboxEntry[] = [];
    const attention: RejectedChange[] = [];
    for (const [index, entry] of entries.entries()) {
      const result = final[index] as ChangeResult;
      if (result.verdict === 'rejected') {
        rejected.push(entry);
        attention.push(toAttention(entry, result, now));
        continue;
      }
      if (entry.overlay) applied.push(toAcknowledged(entry, result.opSeq));
      if (result.seq === undefined) continue;
      const mark = { epoch: device.epoch, seq: result.seq, ...ownLosses(entry.patches, result) };
      kept.push(toKept(entry, { ...mark, ...firstMark(entry) }, now));
    }
    await transaction.putAcknowledged(applied);
    await transaction.putKept(kept);
    await transaction.putRejected(attention);
    const changed = await endOverlaysOf(transaction, rejected, device.scopes);
    await transaction.deleteFromOutbox(entries.map((entry) => entry.localSeq));
    await transaction.putDevice({ ...device, doneOpSeq: sent.doneOpSeq + final.length });
    return { settled: true, changed, retry: final.length < results.length };
  });
}

/** A process that was frozen may hold an answer of an ended life: there its numbers counted, here they are others'. */
function standsAt(device: DeviceRecord, { deviceId, epoch, doneOpSeq }: SentFrom): boolean {
  return device.deviceId === deviceId && device.epoch === epoch && device.doneOpSeq === doneOpSeq;
}

function isAnswerTo(
  results: readonly ChangeResult[],
  entries: readonly OutboxEntry[],
  sentFrom: number,
): boolean {
  return (
    entries.length === results.length &&
    results.every(
      (result, index) => result.opSeq === sentFrom + 1 + index && result.opId === entries[index]?.opId,
    )
  );
}

function toAcknowledged(
  { overlay: _, applied: __, ...change }: OutboxEntry,
  opSeq: number,
): AcknowledgedEntry {
  return { ...change, opSeq };
}

/** Where it was applied first: that number says how old it is, whatever lives it comes to. */
function firstMark({ applied }: OutboxEntry): Pick<AppliedMark, 'was'> {
  if (!applied) return {};
  const { epoch, seq } = applied;
  return { was: applied.was ?? { epoch, seq } };
}

function toKept({ overlay: _, ...change }: OutboxEntry, applied: AppliedMark, keptAt: number): KeptEntry {
  return { ...change, applied, keptAt };
}

function toAttention(entry: OutboxEntry, result: ChangeResult, now: number): RejectedChange {
  const { localSeq, opId, name, version, actor, occurredAt, patches } = entry;
  return {
    localSeq,
    opId,
    name,
    version,
    actor,
    occurredAt,
    patches,
    code: result.code ?? 'server_error',
    message: result.message ?? null,
    rejectedAt: now,
  };
}

async function endOverlaysOf(
  transaction: DeviceTransaction,
  entries: readonly OutboxEntry[],
  scopes: readonly Scope[],
): Promise<Map<EntityName, string[]>> {
  const addresses = new Map<string, RowAddress>();
  for (const patch of entries.flatMap((entry) => entry.patches)) addresses.set(addressKey(patch), patch);
  const ended = new Set(entries.map((entry) => entry.localSeq));
  const bases = (await transaction.getBases([...addresses.values()])).filter((base) => base !== undefined);
  const left = bases.map((base) => ({
    ...base,
    pending: base.pending.filter((localSeq) => !ended.has(localSeq)),
  }));
  await showBases(transaction, withoutLeft(left, scopes));
  const changed = new Map<EntityName, string[]>();
  for (const base of bases) changed.set(base.entity, [...(changed.get(base.entity) ?? []), base.id]);
  return changed;
}
