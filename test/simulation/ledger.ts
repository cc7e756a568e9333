/** What every desk confirmed to its people, as a clerk beside it would have noted down. */
import type { OutboxEntry } from '../../shared/sync/device/device-store.ts';

/** The last value a desk's people wrote to a field, until the server's word on it reaches the desk. */
export interface OwnWrite {
  readonly opId: string;
  readonly entity: string;
  readonly id: string;
  readonly field: string;
  readonly value: unknown;
}

export interface Ledger {
  /** Changes on the disk for the first time. */
  confirm(device: string, entries: readonly OutboxEntry[]): void;
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
  const keyOf = ({ entity, id, field }: OwnWrite) => `${entity}:${id}:${field}`;
  const writesOf = (device: string) => {
    const known = writes.get(device) ?? new Map<string, OwnWrite>();
    writes.set(device, known);
    return known;
  };
  return {
    confirm(device, entries) {
      confirmed.set(device, [...(confirmed.get(device) ?? []), ...entries.map(({ opId }) => opId)]);
      const own = writesOf(device);
      for (const { entity, id } of entries.flatMap(patchesThatBeginAnew)) {
        for (const [key, write] of own) if (write.entity === entity && write.id === id) own.delete(key);
      }
      for (const write of entries.flatMap(writesIn)) own.set(keyOf(write), write);
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

/** A create sent again may find its row here, and then shows nothing new. */
function writesIn({ opId, retryOf, patches }: OutboxEntry): OwnWrite[] {
  return patches
    .filter(({ op }) => op === 'update' || (op === 'create' && retryOf === null))
    .flatMap(({ entity, id, set }) =>
      Object.entries(set ?? {}).map(([field, value]) => ({ opId, entity, id, field, value })),
    );
}
