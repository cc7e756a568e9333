/**
 * What a pull brought, written to the device.
 *
 * Purpose: pages of a bootstrap replace their key range (R7); the staged rows of a tail become visible
 * together, with the cursor and the end of overlays, in one transaction (R6).
 * Invariants: the cursor only moves in the transaction that writes its rows; nothing is written where the
 * device's position is no longer the one the page was asked for (another window took over); pending patches
 * stay visible on top of whatever arrives.
 *
 *   page, mode bootstrap ──▶ applyRange ──▶ rows of the range, cursor
 *   page, more: true     ──▶ staged in memory
 *   page, more: false    ──▶ applyTail  ──▶ all staged rows, ended overlays, cursor
 *   and where the desk was moved to another station, what it left goes with the cursor (moved-station.ts)
 */
import { entityByName, entityNames, isEntityName, type EntityName } from '../../entities/registry.ts';
import type { Scope } from '../../entities/scopes.ts';
import type {
  BaseRow,
  DeviceRecord,
  DeviceStore,
  DeviceTransaction,
  KeptEntry,
  OutboxEntry,
  RowAddress,
  RowFields,
} from './device-store.ts';
import { endClaimsOf, isOfScopes, leaveScopes, withEnded, withoutLeft, type Move } from './moved-station.ts';
import { addressKey, showBases, storedRow } from './overlay.ts';
import type { FieldNumbers, KeyRange, WireRow } from '../wire/protocol.ts';

/** Where the device stood when it asked; a page for another position is dropped. */
export interface Position {
  readonly deviceId: string;
  readonly epoch: string;
  readonly cursor: string | null;
}

export type Applied =
  | { readonly applied: true; readonly changed: ReadonlyMap<EntityName, readonly string[]> }
  | { readonly applied: false };

interface ReceivedRow {
  readonly entity: EntityName;
  readonly id: string;
  readonly version: number;
  readonly fields: RowFields | null;
  readonly past?: FieldNumbers;
}

/** Rows a transaction may take, so that a desk stays usable while it loads. */
const rowsPerTransaction = 1_000;

/** Replaces one key range by what the server holds in it. Rows and ranges of unknown entities are passed over. */
export async function applyRange(
  store: DeviceStore,
  position: Position,
  page: {
    readonly range: KeyRange;
    readonly rows: readonly WireRow[];
    readonly cursor: string;
    readonly moved?: Move | null;
  },
): Promise<Applied> {
  const entity = page.range.entity;
  const { moved = null } = page;
  if (!isEntityName(entity)) return moveCursor(store, position, { cursor: page.cursor, moved });
  const rows = page.rows.map(toReceivedRow).filter((row) => row !== null);
  const parts = splitRange(page.range, rows);
  const changed: string[] = [];
  let gone = new Map<EntityName, string[]>();
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const touched = isLast && moved ? entityNames : [entity];
    const done = await store.transact('write', touched, async (transaction) => {
      const device = await deviceAt(transaction, position);
      if (!device) return false;
      const { scopes } = moved ?? device;
      changed.push(...(await replaceRange(transaction, entity, { ...part, scopes })));
      if (!isLast) return true;
      gone = await moveTo(transaction, device, { cursor: page.cursor, moved });
      return true;
    });
    if (!done) return { applied: false };
  }
  return { applied: true, changed: merged(gone, new Map([[entity, changed]])) };
}

interface MovedCursor {
  readonly cursor: string;
  readonly moved: Move | null;
}

/** Takes on the cursor, with it what the desk is by now. The transaction touches every entity where it was moved. */
async function moveTo(
  transaction: DeviceTransaction,
  device: DeviceRecord,
  { cursor, moved }: MovedCursor,
): Promise<Map<EntityName, string[]>> {
  const place = moved && { station: moved.station, scopes: moved.scopes };
  await transaction.putDevice({ ...device, ...place, cursor });
  if (!moved) return new Map<EntityName, string[]>();
  const gone = await leaveScopes(transaction, moved.left);
  await endClaimsOf(transaction, moved.left);
  return gone;
}

function merged(
  first: ReadonlyMap<EntityName, readonly string[]>,
  second: ReadonlyMap<EntityName, readonly string[]>,
): ReadonlyMap<EntityName, readonly string[]> {
  const all = new Map(first);
  for (const [entity, ids] of second) all.set(entity, [...(all.get(entity) ?? []), ...ids]);
  return all;
}

/** Of the page that said `more: false`, but all rows of the run. */
export interface Tail {
  readonly rows: readonly WireRow[];
  readonly cursor: string;
  readonly lastOpSeq: number;
  readonly backedUpTo: number;
  /** UTC ms. */
  readonly serverTime: number;
  /** Of the site, when the last page was read. */
  readonly head: number;
  readonly moved?: Move | null;
}

/**
 * Makes a complete tail visible.
 * @param now device ms, becomes `lastSyncedAt`
 */
export async function applyTail(
  store: DeviceStore,
  position: Position,
  tail: Tail,
  now: number,
): Promise<Applied> {
  const rowsByKey = new Map<string, ReceivedRow>();
  for (const row of tail.rows.map(toReceivedRow)) if (row) rowsByKey.set(addressKey(row), row);
  return store.transact('write', entityNames, async (transaction) => {
    const device = await deviceAt(transaction, position);
    if (!device) return { applied: false };
    const ended = await endOverlays(transaction, device.doneOpSeq, tail.lastOpSeq);
    const { moved = null } = tail;
    const { scopes } = moved ?? device;
    const changed = await writeServerRows(transaction, { rowsByKey, ended, scopes });
    await transaction.deleteAcknowledged([...ended.acknowledged]);
    await forgetBackedUp(transaction, tail);
    const { lives: _, ...rest } = device;
    const { cursor, head: wholeTo } = tail;
    const whole = { ...rest, ready: true, lastSyncedAt: now, wholeTo };
    const gone = await moveTo(transaction, whole, { cursor, moved });
    return { applied: true, changed: merged(gone, changed) };
  });
}

async function moveCursor(store: DeviceStore, position: Position, to: MovedCursor): Promise<Applied> {
  return store.transact('write', to.moved ? entityNames : [], async (transaction) => {
    const device = await deviceAt(transaction, position);
    if (!device) return { applied: false };
    return { applied: true, changed: await moveTo(transaction, device, to) };
  });
}

/** The device's record where it still stands at `position`. */
export async function deviceAt(
  transaction: DeviceTransaction,
  position: Position,
): Promise<DeviceRecord | null> {
  const device = await transaction.getDevice();
  const same =
    device?.deviceId === position.deviceId &&
    device.epoch === position.epoch &&
    device.cursor === position.cursor;
  return same ? device : null;
}

function toReceivedRow(row: WireRow): ReceivedRow | null {
  if (!isEntityName(row.entity)) return null;
  const { entity, id, version } = row;
  if (!('data' in row)) return { entity, id, version, fields: null };
  const { data: fields, past } = row;
  return { entity, id, version, fields, ...(past ? { past } : {}) };
}

interface RangePart {
  readonly after: string | null;
  readonly through: string | null;
  readonly rows: readonly ReceivedRow[];
}

function splitRange(range: KeyRange, rows: readonly ReceivedRow[]): RangePart[] {
  const parts: RangePart[] = [];
  let after = range.after;
  for (let start = 0; start + rowsPerTransaction < rows.length; start += rowsPerTransaction) {
    const slice = rows.slice(start, start + rowsPerTransaction);
    const through = slice.at(-1)?.id ?? null;
    parts.push({ after, through, rows: slice });
    after = through;
  }
  const taken = parts.length * rowsPerTransaction;
  return [...parts, { after, through: range.through, rows: rows.slice(taken) }];
}

/** @returns the ids that changed */
async function replaceRange(
  transaction: DeviceTransaction,
  entity: EntityName,
  part: RangePart & { readonly scopes: readonly Scope[] },
): Promise<string[]> {
  const bases = await transaction.basesOf(entity, part.after, part.through);
  const rowsById = new Map(part.rows.map((row) => [row.id, row]));
  const present = await transaction.rowIds(entity, part.after, part.through);
  // Of a scope the desk does not receive the server says nothing: what is pending there stays on what it was made on.
  const isOurs = isOfScopes(part.scopes, entity);
  const pending = new Set(isOurs ? [] : bases.map((base) => base.id));
  const absent = present.filter((id) => !rowsById.has(id) && !pending.has(id));
  await replaceRows(transaction, entity, { rows: part.rows, absent, bases: isOurs ? bases : [] });
  return [...part.rows.map((row) => row.id), ...absent];
}

/** Writes what the server holds, and takes away what it does not; on `bases` the pending patches stay. */
export async function replaceRows(
  transaction: DeviceTransaction,
  entity: EntityName,
  {
    rows,
    absent,
    bases,
  }: {
    readonly rows: readonly Omit<ReceivedRow, 'entity'>[];
    readonly absent: readonly string[];
    readonly bases: readonly BaseRow[];
  },
): Promise<void> {
  const definition = entityByName(entity);
  const overlaid = new Set(bases.map((base) => base.id));
  const plain = rows.filter((row) => row.fields && !overlaid.has(row.id));
  await transaction.putRows(
    entity,
    plain.map(({ id, version, fields, past }) =>
      storedRow(definition, id, version, fields as RowFields, past),
    ),
  );
  await transaction.deleteRows(
    entity,
    absent.filter((id) => !overlaid.has(id)),
  );
  if (bases.length === 0) return;
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  await showBases(
    transaction,
    bases.map((base) => onReceivedRow(base, rowsById.get(base.id) ?? { fields: null, version: 0 })),
  );
}

function onReceivedRow(
  { past: _, ...base }: BaseRow,
  { fields, version, past }: Pick<ReceivedRow, 'fields' | 'version' | 'past'>,
): BaseRow {
  return { ...base, fields, version, ...(past ? { past } : {}) };
}

interface EndedOverlays {
  /** `localSeq`s that are no longer replayed. */
  readonly localSeqs: ReadonlySet<number>;
  readonly acknowledged: readonly number[];
  readonly addresses: readonly RowAddress[];
}

/** R6: an overlay ends when a complete pull covers its number, whether its verdict is known or not. */
async function endOverlays(
  transaction: DeviceTransaction,
  doneOpSeq: number,
  lastOpSeq: number,
): Promise<EndedOverlays> {
  const acknowledged = (await transaction.allAcknowledged()).filter((entry) => entry.opSeq <= lastOpSeq);
  const covered = await transaction.oldestInOutbox(Math.max(0, lastOpSeq - doneOpSeq));
  const waiting: OutboxEntry[] = covered.filter((entry) => entry.overlay);
  await transaction.putInOutbox(waiting.map((entry) => ({ ...entry, overlay: false })));
  const all = [...acknowledged, ...waiting];
  return {
    localSeqs: new Set(all.map((entry) => entry.localSeq)),
    acknowledged: acknowledged.map((entry) => entry.localSeq),
    addresses: all.flatMap((entry) => entry.patches),
  };
}

/** How long a change is kept where no backup covers it, ms. */
const keptAtMostMs = 30 * 86_400_000;

/** What a tail forgets at most, so that none becomes slow by it. */
const forgottenAtOnce = { entries: 500, read: 50, patches: 2_000 } as const;

/** R8: what a backup covers, or what is older than any backup should be by the server's clock, is kept no longer. */
async function forgetBackedUp(
  transaction: DeviceTransaction,
  { backedUpTo, serverTime }: Tail,
): Promise<void> {
  const isDue = ({ applied, keptAt }: KeptEntry) =>
    applied.seq <= backedUpTo || keptAt < serverTime - keptAtMostMs;
  // Mostly there is nothing to do, and one look tells.
  if (!(await transaction.oldestKept(1)).some(isDue)) return;
  for (let forgotten = 0; forgotten < forgottenAtOnce.entries;) {
    const oldest = await transaction.oldestKept(forgottenAtOnce.read);
    const due = oldest.filter(isDue);
    await transaction.deleteKept(due.map((entry) => entry.localSeq));
    forgotten += due.length;
    // What an import or a joining left is large: a few of those are enough for one time.
    const patches = due.reduce((sum, entry) => sum + entry.patches.length, 0);
    if (due.length < forgottenAtOnce.read || patches > forgottenAtOnce.patches) return;
  }
}

async function writeServerRows(
  transaction: DeviceTransaction,
  {
    rowsByKey,
    ended,
    scopes,
  }: {
    readonly rowsByKey: ReadonlyMap<string, ReceivedRow>;
    readonly ended: EndedOverlays;
    readonly scopes: readonly Scope[];
  },
): Promise<Map<EntityName, string[]>> {
  const touched = new Map<string, RowAddress>([...rowsByKey]);
  for (const address of ended.addresses) touched.set(addressKey(address), address);
  const addresses = [...touched.values()];
  const bases = await transaction.getBases(addresses);

  const overlaid: BaseRow[] = [];
  const plain = new Map<EntityName, ReceivedRow[]>();
  const changed = new Map<EntityName, string[]>();
  for (const [index, address] of addresses.entries()) {
    const base = bases[index];
    const row = rowsByKey.get(addressKey(address));
    listIn(changed, address.entity).push(address.id);
    if (base) {
      const pending = base.pending.filter((localSeq) => !ended.localSeqs.has(localSeq));
      const isOthers = !isOfScopes(scopes, base.entity) && pending.length > 0;
      const under = isOthers ? await withEnded(transaction, base, ended.localSeqs) : base;
      overlaid.push({ ...(row ? onReceivedRow(base, row) : under), pending });
    } else if (row) {
      listIn(plain, row.entity).push(row);
    }
  }
  for (const [entity, rows] of plain) await writePlainRows(transaction, entity, rows);
  if (overlaid.length > 0) await showBases(transaction, withoutLeft(overlaid, scopes));
  return changed;
}

function listIn<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

async function writePlainRows(
  transaction: DeviceTransaction,
  entity: EntityName,
  rows: readonly ReceivedRow[],
): Promise<void> {
  const definition = entityByName(entity);
  const kept = rows.flatMap((row) =>
    row.fields ? [storedRow(definition, row.id, row.version, row.fields, row.past)] : [],
  );
  await transaction.putRows(entity, kept);
  await transaction.deleteRows(
    entity,
    rows.filter((row) => !row.fields).map((row) => row.id),
  );
}
