/** What every desk confirmed to its people, as a clerk beside it would have noted down. */
import type { OutboxEntry, RowAddress } from '../../shared/sync/device/device-store.ts';

/** The last value a desk's people wrote to a field, until the server's word on it reaches the desk. */
export interface OwnWrite {
  readonly opId: string;
  readonly entity: string;
  readonly id: string;
  readonly field: string;
  readonly value: unknown;
}

export interface Ledger {
  /**
   * Changes on the disk for the first time.
   * @param shown the note that a row showed when they were written
   */
  confirm(device: string, entries: readonly OutboxEntry[], shown: (address: RowAddress) => unknown): void;
  /** Whether who wrote the note had seen the other one, or one that was written by who had. */
  knewOf(note: unknown, other: unknown): boolean;
  /** The desk's database is gone: what it showed is not shown until it is back, and some nobody was told is saved. */
  lose(device: string, isUntold: (opId: string) => boolean): void;
  /** A person answered for a rejected change: by a retry, or by discarding it. */
  dismiss(opId: string): void;
  /** opIds, by desk. */
  confirmedBy(device: string): readonly string[];
  dismissed(opId: string): boolean;
  ownWrites(device: string): OwnWrite[];
  settleWrite(device: string, write: OwnWrite): void;
}

export function createLedger(): Ledger {
  const confirmed = new Map<string, string[]>();
  const writes = new Map<string, Map<string, OwnWrite>>();
  const dismissed = new Set<string>();
  /** What stood where a note was written, by that note: no two edits write the same, but one that is sent again. */
  const written = new Map<unknown, Set<unknown>>();
  function noteOrder(entries: readonly OutboxEntry[], shown: (address: RowAddress) => unknown): void {
    const now = new Map<string, string>();
    for (const patch of entries.flatMap(({ patches }) => patches)) {
      if (!patch.set || !('note' in patch.set)) continue;
      const note = toldNote(patch.id, patch.set['note']);
      const before = now.get(patch.id) ?? toldNote(patch.id, shown(patch));
      written.set(note, (written.get(note) ?? new Set()).add(before));
      now.set(patch.id, note);
    }
  }
  function knewOf(note: unknown, other: unknown): boolean {
    const seen = new Set([note]);
    for (const one of seen) for (const before of written.get(one) ?? []) seen.add(before);
    return seen.has(other);
  }
  const keyOf = ({ entity, id, field }: OwnWrite) => `${entity}:${id}:${field}`;
  const writesOf = (device: string) => {
    const known = writes.get(device) ?? new Map<string, OwnWrite>();
    writes.set(device, known);
    return known;
  };
  return {
    knewOf,
    confirm(device, entries, shown) {
      noteOrder(entries, shown);
      confirmed.set(device, [...(confirmed.get(device) ?? []), ...entries.map(({ opId }) => opId)]);
      const own = writesOf(device);
      for (const { entity, id } of entries.flatMap(patchesThatBeginAnew)) {
        for (const [key, write] of own) if (write.entity === entity && write.id === id) own.delete(key);
      }
      for (const write of entries.flatMap(writesIn)) own.set(keyOf(write), write);
    },
    lose(device, isUntold) {
      confirmed.set(
        device,
        (confirmed.get(device) ?? []).filter((opId) => !isUntold(opId)),
      );
      writesOf(device).clear();
    },
    dismiss: (opId) => void dismissed.add(opId),
    confirmedBy: (device) => confirmed.get(device) ?? [],
    dismissed: (opId) => dismissed.has(opId),
    ownWrites: (device) => [...writesOf(device).values()],
    settleWrite: (device, write) => void writesOf(device).delete(keyOf(write)),
  };
}

/**
 * After a removal, and after a create sent again (the first was rejected, so that edits made on it since find no
 * row), what was written to the row before is nobody's expectation any more.
 */
function patchesThatBeginAnew({ retryOf, patches }: OutboxEntry) {
  return patches.filter(({ op }) => op === 'remove' || (op === 'create' && retryOf !== null));
}

/** That a row has none is no note of another row. */
export const toldNote = (rowId: string, note: unknown) =>
  typeof note === 'string' ? note : `none on ${rowId}`;

/** A create sent again may find its row here, and then shows nothing new. */
function writesIn({ opId, retryOf, patches }: OutboxEntry): OwnWrite[] {
  return patches
    .filter(({ op }) => op === 'update' || (op === 'create' && retryOf === null))
    .flatMap(({ entity, id, set }) =>
      Object.entries(set ?? {}).map(([field, value]) => ({ opId, entity, id, field, value })),
    );
}
