/**
 * The outbox once more, outside the database: kept in step with it, and read back where the database was lost (R13).
 *
 * Purpose: a browser's database may be reset as a whole; what people were told is saved then comes from the journal.
 * Invariants: the database first, then the journal, and only then it is said to be saved; a journal that fails is
 * told and never refuses; it holds what has no verdict and what was rejected and nobody answered for, and who the desk
 * is; an entry ends only where the database, read after it, has it no more; what is read back keeps its opId, so that
 * the server gives the verdict it has, where it has one, and nothing is done twice.
 *
 *   command ──▶ database ──▶ journal ──▶ “saved”            database ─ has it no more ─▶ ended in the journal
 *   start ──▶ database empty, a desk in the journal ──▶ the desk, with everything in its outbox; renews itself (R2)
 *         ├─▶ database there, entries it does not know ──▶ in the outbox without overlay: the server is asked
 *         └─▶ emptied on purpose ──▶ cleared, unread; again with each try until it is
 */
import type { JournalContents, JournalEntry } from '../../journal/journal.ts';
import type { DeviceRecord, DeviceStore, DeviceTransaction, OutboxEntry } from './device-store.ts';
import { bringBack } from './journal-recovery.ts';
import { toDeskText, toJournalEntry, type WrittenIn } from './journaled-change.ts';

/** The journal, wherever it lies. Nothing here rejects: false, or null, where it could not. */
export interface JournalPort {
  read(): Promise<JournalContents | null>;
  append(entries: readonly JournalEntry[]): Promise<boolean>;
  end(opIds: readonly string[]): Promise<boolean>;
  keepDesk(desk: string): Promise<boolean>;
  clear(): Promise<boolean>;
}

export interface BroughtBack {
  /** The database was gone, not only some of it, and the desk is one again. */
  readonly isLost: boolean;
  /** Changes that wait again. */
  readonly changes: number;
  /** Places in the journal that could not be read. */
  readonly damaged: number;
}

export interface OutboxJournal {
  /** What is added to the outbox through it is in the journal when its transaction resolves. */
  readonly store: DeviceStore;
  /**
   * At the start, before anything is shown or sent: brings back what the database lost, or clears what is over. While
   * the journal cannot be read, or not cleared, nothing comes of it: `follow` tries again.
   */
  open(): Promise<void>;
  /** Brings the journal to what the database says by now. */
  follow(): Promise<void>;
  clear(): Promise<void>;
}

export interface OutboxJournalDeps {
  readonly store: DeviceStore;
  readonly port: JournalPort;
  /** Whether something that should be in the journal may not be, or something is that should not. */
  onTrouble(isInTrouble: boolean): void;
  /** Whether what the journal holds is of a desk that was emptied on purpose: asked before each time it is read. */
  isOver(): Promise<boolean>;
  /** Nothing of before is left in the journal. */
  onCleared(): Promise<void>;
  /** At the start, or later, where the journal could not be read then. */
  onBroughtBack(found: BroughtBack): Promise<void>;
}

/** As many go to the journal in one piece. */
const atOnce = { entries: 500, chars: 8_000_000, ids: 5_000, read: 20 } as const;

/** Decides what of the outbox belongs into the journal, and what comes back from it; wherever that lies. */
export function createOutboxJournal(deps: OutboxJournalDeps): OutboxJournal {
  const { store, port, onTrouble } = deps;
  const pen = createPen(port, onTrouble);
  let isRead = false;
  let following: Promise<void> | null = null;
  let isWanted = false;

  async function open(): Promise<void> {
    // Before it is read: a key that is not to be had holds up no clearing.
    if (await deps.isOver()) {
      isRead = await clear();
      return;
    }
    const hadDesk = await hasDesk(store);
    const contents = await port.read();
    const found = contents && (await bringBack(store, contents, hadDesk));
    if (!contents || !found) return onTrouble(true);
    isRead = true;
    pen.know(contents.desk, found.listed);
    await pen.end(found.ended);
    if (found.where) await pen.append(found.where, found.back);
    const { isLost, back, unread, where } = found;
    const damaged = contents.damaged + unread;
    // Without a desk in either, what cannot be read may be the desk itself; else the database has it all.
    const mayLack = where === null && damaged > 0;
    if (isLost || back.length > 0 || mayLack)
      await deps.onBroughtBack({ isLost, changes: back.length, damaged });
  }

  /** @returns whether nothing is left */
  async function clear(): Promise<boolean> {
    const isCleared = await pen.clear();
    onTrouble(!isCleared);
    if (isCleared) await deps.onCleared();
    return isCleared;
  }

  async function followOnce(): Promise<void> {
    if (!isRead) await open();
    if (!isRead) return;
    // Before the database is read: whatever is listed had been written there.
    const before = pen.listed();
    const now = await readOpen(store, new Map(before));
    if (!now) return;
    const isDeskKept = await pen.keepDesk(now.device);
    // Among them, of a database that was put back to before it was lost: what is there, but at the place it had then.
    const { isKept, opIds: moved } = await appendMissing(store, pen, now);
    const left = before.filter(
      ([opId, localSeq]) => !now.seqs.has(localSeq) && !now.rejected.has(opId) && !moved.has(opId),
    );
    const isEnded = await pen.end(left.map(([opId]) => opId));
    onTrouble(!(isDeskKept && isKept && isEnded));
  }

  return {
    store: recorded(store, async (device, added) => {
      if (device && !(await pen.keepDesk(device))) onTrouble(true);
      if (added && added.entries.length > 0) await pen.append(added.where, added.entries);
    }),
    open,
    follow() {
      isWanted = true;
      following ??= (async () => {
        while (isWanted) {
          isWanted = false;
          await followOnce();
        }
      })().finally(() => (following = null));
      return following;
    },
    async clear() {
      await clear();
    },
  };
}

function hasDesk(store: DeviceStore): Promise<boolean> {
  return store.transact('read', [], async (transaction) => (await transaction.getDevice()) !== null);
}

/** Writes into the journal and knows what stands there. */
function createPen(port: JournalPort, onTrouble: (isInTrouble: boolean) => void) {
  /** opId to place. */
  const listed = new Map<string, number>();
  let desk: string | null = null;
  return {
    listed: () => [...listed],
    know(text: string | null, entries: readonly JournalEntry[]): void {
      desk = text;
      for (const { opId, localSeq } of entries) listed.set(opId, localSeq);
    },
    async append(where: WrittenIn, entries: readonly OutboxEntry[]): Promise<boolean> {
      let isKept = true;
      for (const some of inPieces(entries.map((entry) => toJournalEntry(where, entry)))) {
        if (await port.append(some)) for (const { opId, localSeq } of some) listed.set(opId, localSeq);
        else isKept = false;
      }
      if (!isKept) onTrouble(true);
      return isKept;
    },
    async end(opIds: readonly string[]): Promise<boolean> {
      for (let start = 0; start < opIds.length; start += atOnce.ids) {
        const some = opIds.slice(start, start + atOnce.ids);
        if (!(await port.end(some))) return false;
        for (const opId of some) listed.delete(opId);
      }
      return true;
    },
    async keepDesk(device: DeviceRecord): Promise<boolean> {
      const text = toDeskText(device);
      if (text === desk) return true;
      if (!(await port.keepDesk(text))) return false;
      desk = text;
      return true;
    },
    clear(): Promise<boolean> {
      listed.clear();
      desk = null;
      return port.clear();
    },
  };
}

interface Added {
  readonly where: WrittenIn;
  readonly entries: readonly OutboxEntry[];
}

/** @param keep is waited for after each transaction that put the device's record, or added to the outbox */
function recorded(
  store: DeviceStore,
  keep: (device: DeviceRecord | null, added: Added | null) => Promise<void>,
): DeviceStore {
  return {
    async transact(mode, touches, work) {
      let entries: OutboxEntry[] = [];
      let put: DeviceRecord | null = null;
      let where: WrittenIn | null = null;
      const value = await store.transact(mode, touches, async (transaction) => {
        // Where the database was cut off, the work is done anew.
        entries = [];
        put = null;
        const done = await work({
          ...transaction,
          async putDevice(device) {
            put = device;
            await transaction.putDevice(device);
          },
          async addToOutbox(change) {
            const localSeq = await transaction.addToOutbox(change);
            entries.push({ ...change, localSeq });
            return localSeq;
          },
        });
        where = entries.length > 0 ? await transaction.getDevice() : null;
        return done;
      });
      if (put !== null || where !== null) await keep(put, where && { where, entries });
      return value;
    },
  };
}

function inPieces(entries: readonly JournalEntry[]): JournalEntry[][] {
  const pieces: JournalEntry[][] = [];
  let chars = 0;
  for (const entry of entries) {
    const last = pieces.at(-1);
    chars += entry.change.length;
    if (last && last.length < atOnce.entries && chars <= atOnce.chars) {
      last.push(entry);
      continue;
    }
    pieces.push([entry]);
    chars = entry.change.length;
  }
  return pieces;
}

interface Open {
  readonly device: DeviceRecord;
  readonly seqs: ReadonlySet<number>;
  readonly rejected: ReadonlySet<string>;
  /** Places of those that wait and are not in the journal yet. */
  readonly missing: readonly number[];
  /** Rejected, and not in the journal. */
  readonly rejectedMissing: readonly OutboxEntry[];
}

/** Some at a time: what a desk brings to a server (R14) or a list that was imported is large, and all of it missing. */
async function appendMissing(
  store: DeviceStore,
  pen: Pick<ReturnType<typeof createPen>, 'append'>,
  { device, missing, rejectedMissing }: Open,
): Promise<{ readonly isKept: boolean; readonly opIds: ReadonlySet<string> }> {
  const opIds = new Set<string>();
  let isKept = true;
  for (let at = 0; at < missing.length; at += atOnce.read) {
    const seqs = missing.slice(at, at + atOnce.read);
    const entries = await store.transact('read', [], (transaction) => transaction.getFromOutbox(seqs));
    for (const { opId } of entries) opIds.add(opId);
    isKept = (await pen.append(device, entries)) && isKept;
  }
  isKept = (await pen.append(device, rejectedMissing)) && isKept;
  return { isKept, opIds };
}

function readOpen(store: DeviceStore, listed: ReadonlyMap<string, number>): Promise<Open | null> {
  const places = new Set(listed.values());
  return store.transact('read', [], async (transaction) => {
    const device = await transaction.getDevice();
    // Without a server there is no outbox, and no place to come back to (decisions/0016).
    if (!device || device.alone || device.joining) return null;
    const seqs = await transaction.outboxSeqs();
    const rejected = await transaction.rejectedIds();
    const missing = seqs.filter((localSeq) => !places.has(localSeq));
    const rejectedMissing: OutboxEntry[] = [];
    for (const opId of rejected.filter((one) => !listed.has(one))) {
      const entry = await rejectedEntry(transaction, opId);
      if (entry) rejectedMissing.push(entry);
    }
    return { device, seqs: new Set(seqs), rejected: new Set(rejected), missing, rejectedMissing };
  });
}

/** As it stood in the outbox: read back, it gets its verdict once more, and comes to the list again. */
async function rejectedEntry(transaction: DeviceTransaction, opId: string): Promise<OutboxEntry | null> {
  const rejected = await transaction.getRejected(opId);
  if (!rejected) return null;
  const { localSeq = 0, name, version, actor, occurredAt, patches } = rejected;
  return { localSeq, opId, name, version, actor, occurredAt, retryOf: null, patches, overlay: true };
}
