/**
 * The texts of the journal: who the desk is, and a change as it stood in the outbox.
 *
 * Purpose: the journal itself knows nothing of either (shared/journal/journal.ts).
 * Invariants: what an older or damaged journal holds is read as a whole or not at all, never half; the site and the
 * version of the protocol a change was written in are told with it, for the desk may be another by the time it is read.
 *
 *   OutboxEntry ──▶ text ──▶ journal ──▶ text ──▶ Written, or null
 */
import { z } from 'zod';
import { isEntityName } from '../../entities/registry.ts';
import { scopes } from '../../entities/scopes.ts';
import { stations } from '../../entities/stations.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { appliedMark, patchSchema } from '../wire/protocol.ts';
import type { DeviceRecord, OutboxEntry } from './device-store.ts';

const deskSchema = z.object({
  ...{ deviceId: z.string(), token: z.string(), name: z.string(), siteId: z.string(), siteName: z.string() },
  ...{ station: z.enum(stations), scopes: z.array(z.enum(scopes)), installId: z.string(), epoch: z.string() },
  protocol: z.int().optional(),
});
export type DeskIdentity = z.infer<typeof deskSchema>;

const writtenSchema = z.object({
  siteId: z.string(),
  protocol: z.int(),
  entry: z.object({
    ...{ opId: z.string(), name: z.string(), version: z.int(), actor: z.string(), occurredAt: z.number() },
    retryOf: z.string().nullable(),
    patches: z.array(patchSchema.refine(({ entity }) => isEntityName(entity))),
    overlay: z.boolean(),
    applied: appliedMark.optional(),
  }),
});
export type Written = z.infer<typeof writtenSchema>;

/** Of a record without a version of the protocol. */
export const firstProtocol = 1;

export type WrittenIn = Pick<DeviceRecord, 'siteId' | 'protocol'>;

export const toDeskText = (device: DeviceRecord): string => JSON.stringify(deskSchema.parse(device));

export function toJournalEntry(
  { siteId, protocol = firstProtocol }: WrittenIn,
  { localSeq, ...entry }: OutboxEntry,
): JournalEntry {
  return { opId: entry.opId, localSeq, change: JSON.stringify({ siteId, protocol, entry }) };
}

/** @returns null for what is none of a desk that this version knows */
export function readDeskText(text: string | null): DeskIdentity | null {
  const read = deskSchema.safeParse(parsed(text));
  return read.success ? read.data : null;
}

/** @returns null for what this version cannot read */
export function readWritten({ opId, change }: JournalEntry): Written | null {
  const read = writtenSchema.safeParse(parsed(change));
  return read.success && read.data.entry.opId === opId ? read.data : null;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
