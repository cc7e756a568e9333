/**
 * The server was restored from a backup: what this device knows beyond it goes back, then the new epoch is taken on.
 *
 * Purpose: yesterday's backup loses nothing of today (R8).
 * Invariants: rows go as the server had told them, without what is pending on them, by their versions, so that what
 * was written together comes back together; nothing is written on the device until all of it arrived, so that a
 * crash begins again from the start, which the server takes without effect.
 *
 *   for each life that rows here are of:
 *   epoch_changed ─▶ ask: above? ─▶ rows above, in batches ─▶ adoptEpoch: kept changes wait again ─▶ push, bootstrap
 *                                        └─ too_large: half as many
 */
import { entityByName, entityNames, type EntityName } from '../../entities/registry.ts';
import type { BaseRow, DeviceRecord, DeviceStore, RowFields } from './device-store.ts';
import { isOfScopes } from './moved-station.ts';
import { fieldsOf } from './overlay.ts';
import {
  limits,
  protocolVersion,
  type FieldNumbers,
  type RecoverAnswer,
  type ReturnedRow,
} from '../wire/protocol.ts';
import { adoptEpoch, livesOf } from './reposition.ts';
import type { SyncTransport, TransportFailure } from '../wire/transport.ts';

export interface RecoverDeps {
  readonly store: DeviceStore;
  readonly transport: SyncTransport;
  /** After each batch: it may take a while. */
  onProgress(): void;
}

type Sent =
  | { readonly ok: true; readonly value: RecoverAnswer }
  | { readonly ok: false; readonly failure: TransportFailure };

/** UTF-16 units of one batch as JSON: at most 3 bytes each, they stay under the 2 MB of a body. */
const batchChars = 600_000;

/** @returns null where the device stands in the server's epoch, or should ask again; else what stands in the way */
export async function recover(deps: RecoverDeps): Promise<TransportFailure | null> {
  const device = await deps.store.transact('read', [], (transaction) => transaction.getDevice());
  if (!device) return { code: 'token_invalid' };
  const lives = livesOf(device);
  const epochs = new Set<string>();
  for (const [index, life] of lives.entries()) {
    const isPartial = index > 0 || !device.ready;
    const from = { token: device.token, epoch: life.epoch, isPartial };
    const asked = await send(deps, from, []);
    if (!asked.ok) return asked.failure;
    const { epoch, above, startsAt } = asked.value;
    // Restored again meanwhile: from the start.
    if (epoch === device.epoch || epochs.add(epoch).size > 1) return null;
    const range = { above: Math.max(above, life.startsAt), upTo: lives[index + 1]?.startsAt ?? Infinity };
    const rows = await rowsWithin(deps.store, device, range);
    // Another window was faster: from the start.
    if (!rows) return null;
    for (const batch of batchesOf(rows)) {
      const sent = await send(deps, from, batch);
      if (!sent.ok) return sent.failure;
      if (sent.value.epoch !== epoch) return null;
    }
    if (index === lives.length - 1) await adoptEpoch(deps.store, device.epoch, { epoch, startsAt });
  }
  return null;
}

interface From {
  readonly token: string;
  /** The life of the rows. */
  readonly epoch: string;
  /** A bootstrap of that life has not come to its end. */
  readonly isPartial: boolean;
}

async function send(deps: RecoverDeps, from: From, rows: readonly ReturnedRow[]): Promise<Sent> {
  const { token, epoch, isPartial } = from;
  const request = {
    protocol: protocolVersion,
    epoch,
    rows: [...rows],
    ...(isPartial ? { partial: true } : {}),
  };
  const answer = await deps.transport.recover(token, request);
  deps.onProgress();
  if (answer.ok || answer.failure.code !== 'too_large' || rows.length < 2) return answer;
  const middle = Math.ceil(rows.length / 2);
  const first = await send(deps, from, rows.slice(0, middle));
  return first.ok ? send(deps, from, rows.slice(middle)) : first;
}

/** Rows a transaction may read, so that a desk stays usable meanwhile. */
const rowsPerTransaction = 1_000;

/**
 * By version, `above < version ≤ upTo`; none of a scope that was left, though something be pending on it (R9).
 * @returns null where the rows are of other lives by now: under this one's name another history would be returned
 */
async function rowsWithin(
  store: DeviceStore,
  { epoch, scopes }: DeviceRecord,
  { above, upTo }: { readonly above: number; readonly upTo: number },
): Promise<ReturnedRow[] | null> {
  const isWithin = (version: number) => version > above && version <= upTo;
  const found: ReturnedRow[] = [];
  for (const entity of entityNames.filter((name) => name === 'conflict' || isOfScopes(scopes, name))) {
    const { ids, bases } = await store.transact('read', [entity], async (transaction) => ({
      ids: await transaction.rowIds(entity, null, null),
      bases: await transaction.basesOf(entity, null, null),
    }));
    const based = new Set(bases.map((base) => base.id));
    const plain = ids.filter((id) => !based.has(id));
    found.push(...bases.flatMap(rowOfBase).filter(({ version }) => isWithin(version)));
    for (let start = 0; start < plain.length; start += rowsPerTransaction) {
      const some = plain.slice(start, start + rowsPerTransaction);
      const rows = await store.transact('read', [entity], (transaction) => transaction.getRows(entity, some));
      for (const row of rows) {
        if (row && isWithin(row.rowVersion))
          found.push(
            toReturned(entity, row.id, row.rowVersion, fieldsOf(entityByName(entity), row), row.rowPast),
          );
      }
    }
  }
  const now = await store.transact('read', [], (transaction) => transaction.getDevice());
  return now?.epoch === epoch ? found.sort((a, b) => a.version - b.version) : null;
}

function rowOfBase({ entity, id, version, fields, past }: BaseRow): ReturnedRow[] {
  return fields ? [toReturned(entity, id, version, fields, past)] : [];
}

function toReturned(
  entity: EntityName,
  id: string,
  version: number,
  fields: RowFields,
  past: FieldNumbers | undefined,
): ReturnedRow {
  const row = { entity, id, version, data: fields as ReturnedRow['data'] };
  return past ? { ...row, past } : row;
}

/** Rows of one version stay together: one change wrote them. */
function batchesOf(rows: readonly ReturnedRow[]): ReturnedRow[][] {
  const batches: ReturnedRow[][] = [];
  let batch: ReturnedRow[] = [];
  let chars = 0;
  for (const group of byVersion(rows)) {
    const more = JSON.stringify(group).length;
    if (
      batch.length > 0 &&
      (batch.length + group.length > limits.rowsPerRecover || chars + more > batchChars)
    ) {
      batches.push(batch);
      batch = [];
      chars = 0;
    }
    batch.push(...group);
    chars += more;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/** A change too large to go in one piece is split. */
function byVersion(rows: readonly ReturnedRow[]): ReturnedRow[][] {
  const groups: ReturnedRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const isFull = last?.length === limits.rowsPerRecover;
    if (last && !isFull && last[0]?.version === row.version) last.push(row);
    else groups.push([row]);
  }
  return groups;
}
