/**
 * The divergence check: whether this device holds what the server does, and the mending where it does not (R11).
 *
 * Purpose: a fault nobody thought of, in this engine or under it, is found within the hour and told, in place of
 * staying for ever: a tail only brings what changes.
 * Invariants: the server's checksums are compared with, never kept; what the device has pending stays; nothing is
 * written once the cursor has moved, so a row that a pull took away meanwhile never comes back; rows above the
 * cursor are left to the next pull, so that no change is half visible.
 *
 *   own rows ─▶ a checksum a bucket ─┐
 *   cursor ──▶ server ─▶ the same ───┴─ differs ─▶ the bucket's rows ─▶ those that differ are written
 *                                    └─ rows above the cursor in it ─▶ next time
 */
import { entityNames, isEntityName, type EntityName } from '../../entities/registry.ts';
import { deviceAt, replaceRows } from './apply-pull.ts';
import type { DeviceRecord, DeviceStore, DeviceTransaction } from './device-store.ts';
import type { Step } from './exchange.ts';
import { checksumOf, ownPage, ownRows, type OwnPage, type OwnRow } from './own-rows.ts';
import { protocolVersion, type BucketAnswer } from '../wire/protocol.ts';
import { bucketCount, bucketOf, rowChecksum } from '../wire/row-checksum.ts';
import type { CheckTransport } from '../wire/transport.ts';

export interface CheckDeps {
  readonly store: DeviceStore;
  readonly transport: CheckTransport;
  /** Rows that look different now, for indexes outside the database. */
  onRowsChanged(changed: ReadonlyMap<EntityName, readonly string[]>): void;
  /** Before each further page of an entity's rows: whoever works meanwhile comes first. Goes on at once where left out. */
  rest?(): Promise<void>;
}

export interface CheckResult {
  /** Rows of which this device had none, another, or one too many. */
  readonly mended: number;
  /** Buckets that differed and could not be looked at: the device moved on meanwhile. */
  readonly left: number;
}

/** Rows a transaction reads, so that a desk stays usable meanwhile. */
const rowsPerTransaction = 1_000;

/** One check of everything this device holds; nothing to check before its first load is complete. */
export async function checkRows(deps: CheckDeps): Promise<Step<CheckResult>> {
  const device = await readDevice(deps.store);
  if (!device?.ready || device.cursor === null) return { ok: true, value: { mended: 0, left: 0 } };
  const own = await sumsOf(deps.store, () => deps.rest?.());
  const answer = await deps.transport.check(device.token, {
    protocol: protocolVersion,
    epoch: device.epoch,
    cursor: device.cursor,
  });
  if (!answer.ok) return answer;

  const result = { mended: 0, left: 0 };
  for (const { entity, sums } of answer.value.entities) {
    if (!isEntityName(entity)) continue;
    for (const [bucket, sum] of sums.entries()) {
      const ours = own.get(entity)?.sums[bucket] ?? 0;
      if (sum === null || sum === ours) continue;
      const mended = await mendBucket(deps, { entity, bucket, sum: ours });
      if (!mended.ok) return mended;
      if (mended.value === null) result.left += 1;
      else result.mended += mended.value;
    }
  }
  return { ok: true, value: result };
}

function readDevice(store: DeviceStore): Promise<DeviceRecord | null> {
  return store.transact('read', [], (transaction) => transaction.getDevice());
}

/** Of an entity, as the server told this device of it. */
export interface OwnSums {
  readonly sums: Int32Array;
  readonly count: number;
}

/** Read part by part: what a pull writes meanwhile has a number above the cursor, and the server says so. */
export async function sumsOf(
  store: DeviceStore,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Map<EntityName, OwnSums>> {
  const sums = new Map<EntityName, OwnSums>();
  for (const entity of entityNames) {
    const ofEntity = new Int32Array(bucketCount);
    let count = 0;
    let after: string | null = null;
    do {
      if (after !== null) await rest();
      const page = await readPage(store, entity, after);
      for (const row of page.rows.values()) {
        const bucket = bucketOf(row.id);
        ofEntity[bucket] = (ofEntity[bucket] ?? 0) ^ checksumOf(entity, row);
      }
      count += page.rows.size;
      after = page.through;
    } while (after !== null);
    sums.set(entity, { sums: ofEntity, count });
  }
  return sums;
}

function readPage(store: DeviceStore, entity: EntityName, after: string | null): Promise<OwnPage> {
  return store.transact('read', [entity], (transaction) =>
    ownPage(transaction, entity, after, rowsPerTransaction),
  );
}

interface Bucket {
  readonly entity: EntityName;
  readonly bucket: number;
  /** Of what this device holds in it. */
  readonly sum: number;
}

/** @returns rows written, null where the device moved on meanwhile: the bucket is looked at again next time */
async function mendBucket(deps: CheckDeps, bucket: Bucket): Promise<Step<number | null>> {
  let mended = 0;
  for (let after: string | null = null; ;) {
    const device = await readDevice(deps.store);
    if (!device || device.cursor === null) return { ok: true, value: null };
    const { token, epoch, cursor } = device;
    const answer = await deps.transport.bucket(token, {
      protocol: protocolVersion,
      epoch,
      cursor,
      after,
      ...bucket,
    });
    if (!answer.ok) return answer;
    const part = { ...bucket, after, page: answer.value };
    const changed = await deps.store.transact('write', [bucket.entity], async (transaction) =>
      (await deviceAt(transaction, device)) ? writePart(transaction, part) : null,
    );
    if (changed === null) return { ok: true, value: null };
    mended += changed.length;
    if (changed.length > 0) deps.onRowsChanged(new Map([[bucket.entity, changed]]));
    after = answer.value.through;
    if (after === null) return { ok: true, value: mended };
  }
}

interface BucketPart {
  readonly entity: EntityName;
  readonly bucket: number;
  readonly after: string | null;
  readonly page: BucketAnswer;
}

/** @returns the ids of the rows that were not as the server has them */
async function writePart(
  transaction: DeviceTransaction,
  { entity, bucket, after, page }: BucketPart,
): Promise<string[]> {
  const isWanted = (id: string) => bucketOf(id) === bucket;
  const own = await ownRows(transaction, entity, { after, through: page.through, isWanted });
  const newer = new Set(page.newer);
  const theirs = page.rows.flatMap((row): OwnRow[] =>
    'data' in row && row.entity === entity ? [{ id: row.id, version: row.version, fields: row.data }] : [],
  );
  const differing = theirs.filter((row) => {
    const ours = own.get(row.id);
    own.delete(row.id);
    return !ours || checksumOf(entity, ours) !== rowChecksum(entity, row.id, row.version, row.fields);
  });
  const surplus = [...own.keys()].filter((id) => !newer.has(id));
  const changed = [...differing.map((row) => row.id), ...surplus];
  const ids = new Set(changed);
  const bases = (await transaction.basesOf(entity, after, page.through)).filter((base) => ids.has(base.id));
  await replaceRows(transaction, entity, { rows: differing, absent: surplus, bases });
  return changed;
}
