/** That a list with people in it left the application, as a file or on paper. */
import { z } from 'zod';
import { auditEntry } from '../entities/audit-entry.ts';
import { defineCommand } from './define.ts';

/** Of the visit register: which way it went. */
export const exportKinds = ['registerXlsx', 'registerCsv', 'registerPrinted'] as const;
export type ExportKind = (typeof exportKinds)[number];

const input = z.object({
  what: z.enum(exportKinds),
  /** Rows of the list. */
  ...auditEntry.schema.pick({ rowCount: true, device: true }).shape,
});

/** Who took a list out, when, and how many rows it had; never what stood in it. No failures beside `input_invalid`. */
export const auditExport = defineCommand({
  name: 'auditExport',
  version: 1,
  input,
  permission: 'reception.use',
  reads: () => [],
  plan({ what, rowCount, device }, { now: at, actor, newId }) {
    const set = { what, rowCount, device, actor, at, change: null, rows: [] };
    const patches = [{ entity: 'auditEntry', id: newId(), op: 'create', set } as const];
    return { changes: [{ name: 'auditExport', version: 1, patches }], output: null };
  },
});
