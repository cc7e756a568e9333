/**
 * What the journal holds, put into the database again (R13).
 *
 * Purpose: a desk whose database is gone is itself again, with everything that has no verdict in its outbox.
 * Invariants: all of it in one transaction; opIds and order stay, places are new; nothing is made up: rows come from
 * the server, and what waits is replayed on them; a change of another site is none of this desk's.
 *
 *   no database ─ desk in the journal ─▶ its record, nothing loaded; changes wait, shown ─▶ the loop renews and loads
 *               └─ it had one just now ▶ nothing: emptied, or lost, while the journal was read
 *   database ──── knows the entry ─────▶ nothing to do, or ended where it had its verdict
 *             └── does not ────────────▶ waits, not shown: the server says what became of it
 */
import { entityNames } from '../../entities/registry.ts';
import type { JournalContents, JournalEntry } from '../../journal/journal.ts';
import type { BaseRow, DeviceRecord, DeviceStore, DeviceTransaction, OutboxEntry } from './device-store.ts';
import {
  firstProtocol,
  readDeskText,
  readWritten,
  type DeskIdentity,
  type WrittenIn,
  type Written,
} from './journaled-change.ts';
import { addressKey, showBases } from './overlay.ts';

export interface Found {
  readonly isLost: boolean;
  readonly where: WrittenIn | null;
  /** Of the journal, as it stands there; what is back is not, for it has another place now. */
  readonly listed: readonly JournalEntry[];
  /** In the outbox again, to be written into the journal under their new places. */
  readonly back: readonly OutboxEntry[];
  /** opIds that need no journal any more. */
  readonly ended: readonly string[];
  /** Entries that this version cannot read; they stay where they are. */
  readonly unread: number;
}

const nothing: Found = {
  ...{ isLost: false, where: null },
  ...{ listed: [], back: [], ended: [], unread: 0 },
};

/**
 * @param hadDesk before the journal was read
 * @returns null where the desk went meanwhile: whether on purpose has to be asked anew
 */
export function bringBack(
  store: DeviceStore,
  contents: JournalContents,
  hadDesk: boolean,
): Promise<Found | null> {
  return store.transact('write', entityNames, async (transaction) => {
    const device = await transaction.getDevice();
    if (!device && hadDesk) return null;
    const kept = readDeskText(contents.desk);
    const before = device ?? (kept && toRecord(kept));
    if (!before) return nothing;
    const { siteId } = before;
    const read = contents.entries.map((entry) => [entry, readWritten(entry)] as const);
    const ours = read.filter(([, written]) => written?.siteId === siteId) as [JournalEntry, Written][];
    const foreign = read.filter(([, written]) => written && written.siteId !== siteId);
    const unread = read.filter(([, written]) => !written).length;
    const known = device
      ? await knownIn(
          transaction,
          ours.map(([entry]) => entry),
        )
      : noneKnown;
    const wanted = ours.filter(([{ opId }]) => !known.waiting.has(opId) && !known.done.has(opId));
    const protocol = Math.min(before.protocol ?? firstProtocol, ...wanted.map(([, one]) => one.protocol));
    const record = { ...before, protocol };
    // The outbox is migrated as a whole: from the oldest version that anything in it was written in (R12).
    if (wanted.length > 0 || !device) await transaction.putDevice(record);
    const back = await putBack(
      transaction,
      wanted.map(([, { entry }]) => entry as Restored),
      !device,
    );
    return {
      ...{ isLost: !device, where: record, back, unread },
      listed: ours.filter((one) => !wanted.includes(one)).map(([entry]) => entry),
      ended: [...foreign.map(([{ opId }]) => opId), ...known.done],
    };
  });
}

type Restored = Omit<OutboxEntry, 'localSeq'>;

/** Of the desk as it was, with nothing loaded: the server finds that it counts from 1 again, and has it renew (R2). */
function toRecord({ protocol = firstProtocol, ...desk }: DeskIdentity): DeviceRecord {
  const nothingYet = { cursor: null, doneOpSeq: 0, sentOpSeq: 0, ready: false, lastSyncedAt: null };
  return { ...desk, protocol, ...nothingYet };
}

interface Known {
  readonly waiting: ReadonlySet<string>;
  /** They had their verdict. */
  readonly done: ReadonlySet<string>;
}
const noneKnown: Known = { waiting: new Set(), done: new Set() };

async function knownIn(transaction: DeviceTransaction, entries: readonly JournalEntry[]): Promise<Known> {
  const waiting = new Set(await transaction.rejectedIds());
  const places = await transaction.getFromOutbox(entries.map(({ localSeq }) => localSeq));
  for (const { opId } of places) waiting.add(opId);
  // Mostly all of them stand where they were, and the rest need not be read.
  if (entries.every(({ opId }) => waiting.has(opId))) return { waiting, done: new Set() };
  for (const { opId } of await transaction.oldestInOutbox(Infinity)) waiting.add(opId);
  const applied = [...(await transaction.allAcknowledged()), ...(await transaction.oldestKept(Infinity))];
  const wanted = new Set(entries.map(({ opId }) => opId));
  const done = applied.map(({ opId }) => opId).filter((opId) => wanted.has(opId) && !waiting.has(opId));
  return { waiting, done: new Set(done) };
}

/** @param isShown on the screens again; else the server only gives its verdict, and the rows come with the next pull */
async function putBack(
  transaction: DeviceTransaction,
  entries: readonly Restored[],
  isShown: boolean,
): Promise<OutboxEntry[]> {
  const bases = new Map<string, BaseRow>();
  const back: OutboxEntry[] = [];
  for (const entry of entries) {
    const change = { ...entry, overlay: isShown && entry.overlay };
    const localSeq = await transaction.addToOutbox(change);
    back.push({ ...change, localSeq });
    if (!change.overlay) continue;
    for (const [key, { entity, id }] of new Map(entry.patches.map((patch) => [addressKey(patch), patch]))) {
      const base = bases.get(key) ?? { entity, id, fields: null, version: 0, pending: [] };
      bases.set(key, { ...base, pending: [...base.pending, localSeq] });
    }
  }
  if (bases.size > 0) await showBases(transaction, [...bases.values()]);
  return back;
}
