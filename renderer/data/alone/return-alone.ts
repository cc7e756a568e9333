/**
 * Back to one PC without a server, before what it brought has arrived (R14.9): until then most of it is nowhere else.
 *
 *   joined ─ a row still waits ─┬─ shut out by the server ──┐
 *                               └─ a person gives it up ────┴─▶ alone again, with all that is seen
 *          └─ all has arrived ─────▶ a desk like any other: shut out, it is emptied (R9.6)
 */
import type { EntityName } from '../../../shared/entities/registry.ts';
import { entityByName } from '../../../shared/entities/registry.ts';
import type { DeviceRecord, RejectedChange } from '../../../shared/sync/device/device-store.ts';
import { storedRow } from '../../../shared/sync/device/overlay.ts';
import { completeFields } from '../../../shared/sync/wire/complete-fields.ts';
import type { DeskDatabase, WipeCause } from '../database.ts';
import { aloneDevice } from './set-up-alone.ts';

/** What is of a server and of nobody else. */
const ofTheServer = ['base', 'outbox', 'acknowledged', 'kept', 'claim', 'attention'] as const;

/** @param now device's ms @returns whether it works alone again; false where nothing of it was on its way any more */
export function returnAlone(db: DeskDatabase, cause: WipeCause, now: number): Promise<boolean> {
  return db.transaction('rw', db.tables, async () => {
    const row = await db.meta.get('device');
    if (row?.key !== 'device' || !(await isOnItsWay(db, row.value))) return false;
    // Off the screen since the server refused it: what was to be made there is here all the same.
    for (const change of await db.attention.toArray()) await putRefused(db, change);
    for (const table of ofTheServer) await db.table(table).clear();
    const { name: deskName, siteName, siteId, installId } = row.value;
    await db.meta.bulkPut([
      { key: 'device', value: aloneDevice({ deskName, siteName, siteId, installId, now }) },
      { key: 'returned', value: { at: now, cause } },
      // A desk without a server has none (R13).
      { key: 'journalOver', value: true },
    ]);
    return true;
  });
}

async function isOnItsWay(db: DeskDatabase, { joining, joined }: DeviceRecord): Promise<boolean> {
  if (joining) return true;
  if (!joined) return false;
  return (await db.outbox.where('localSeq').belowOrEqual(joined.lastSeq).count()) > 0;
}

async function putRefused(db: DeskDatabase, { patches }: RejectedChange): Promise<void> {
  for (const { entity, id, op, set } of patches) {
    if (op !== 'create' || (await db.table(entity).get(id))) continue;
    const definition = entityByName(entity satisfies EntityName);
    await db.table(entity).put(storedRow(definition, id, 0, completeFields(definition, set ?? {})));
  }
}
