/** What leaves no other trace is recorded by itself: a rejected change given up, personal data looked at or taken out. */
import { z } from 'zod';
import { auditedRows, auditEntry } from '../entities/audit-entry.ts';
import { id, requiredText } from '../entities/fields.ts';
import type { RejectedChange } from '../sync/device/device-store.ts';
import { defineCommand } from './define.ts';

const discardInput = z.object({
  ...auditEntry.schema.pick({ rows: true, rowCount: true, device: true }).shape,
  change: auditEntry.schema.shape.change.unwrap(),
});
type DiscardInput = z.infer<typeof discardInput>;

/** A person gave up a rejected change (R3): who, when, and which, as a fact. No failures beside `input_invalid`. */
export const auditDiscard = defineCommand({
  name: 'auditDiscard',
  version: 1,
  input: discardInput,
  // Whoever may work here at all: what is given up was never anybody's but this desk's.
  permission: 'reception.use',
  reads: () => [],
  plan(input, { now: at, actor, newId }) {
    const set = { ...input, what: 'changeDiscarded', actor, at };
    const patches = [{ entity: 'auditEntry', id: newId(), op: 'create', set } as const];
    return { changes: [{ name: 'auditDiscard', version: 1, patches }], output: null };
  },
});

/** Of the visit register: which way it went. */
const exportKinds = ['registerXlsx', 'registerCsv', 'registerPrinted'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** What whoever works here may do; the rest takes the right to take customers' data out. */
const everybodys: readonly string[] = ['valuesRevealed', ...exportKinds];

const accessInput = z.object({
  what: z.enum(['valuesRevealed', 'recordPrinted', 'listExported', 'backupSaved', ...exportKinds]),
  device: id().nullable(),
  /** The row it is about, and the names of the fields; null of a list. */
  row: z
    .object({ entity: requiredText(40), id: id(), fields: z.array(requiredText(60)).max(100) })
    .nullable(),
  /** Rows in all. */
  rowCount: auditEntry.schema.shape.rowCount,
});

/** Personal data was shown in full, printed or exported: who, when, where, what of whom. No failures beside `input_invalid`. */
export const auditAccess = defineCommand({
  name: 'auditAccess',
  version: 1,
  input: accessInput,
  permission: ({ what }) => (everybodys.includes(what) ? 'reception.use' : 'data.export'),
  reads: () => [],
  plan({ row, ...input }, { now: at, actor, newId }) {
    const rows = row ? [{ ...row, op: 'read' as const }] : [];
    const set = { ...input, rows, change: null, actor, at };
    const patches = [{ entity: 'auditEntry', id: newId(), op: 'create', set } as const];
    return { changes: [{ name: 'auditAccess', version: 1, patches }], output: null };
  },
});

/** A change as the audit may know it: the names of its fields, nothing of what stood in them. */
export function toDiscardInput(change: RejectedChange, deviceId: string | null): DiscardInput {
  const { name, opId, actor, occurredAt, code, patches } = change;
  const rows = patches.slice(0, auditedRows).map(({ entity, id, op, set = {} }) => ({
    entity,
    id,
    op,
    fields: Object.keys(set),
  }));
  return {
    device: deviceId,
    change: { name, opId, actor, occurredAt, code },
    rows,
    rowCount: patches.length,
  };
}
